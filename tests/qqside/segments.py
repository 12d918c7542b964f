"""Messages as parts: how they are read from calls, and written into events as an array or as CQ codes."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SENDABLE = ("text", "at", "reply", "image", "face", "record", "video", "file")


class Unreadable(Exception):
    """What was to be sent is no message."""


@dataclass(frozen=True, slots=True)
class Segment:
    kind: str
    data: Mapping[str, object]

    def told(self) -> dict[str, object]:
        return {"type": self.kind, "data": {**self.data}}

    def coded(self) -> str:
        """As a CQ code; plain text is escaped alone."""
        if self.kind == "text":
            return _escaped(str(self.data["text"]))
        pairs = (f",{name}={_escaped(str(value)).replace(',', '&#44;')}" for name, value in self.data.items())
        return f"[CQ:{self.kind}{''.join(pairs)}]"


def text(words: str) -> Segment:
    return Segment("text", {"text": words})


def at(account: int) -> Segment:
    return Segment("at", {"qq": str(account)})


def reply(message: int) -> Segment:
    return Segment("reply", {"id": str(message)})


def coded(segments: Iterable[Segment]) -> str:
    return "".join(segment.coded() for segment in segments)


def read(message: object, violate: Callable[[str], None]) -> tuple[Segment, ...]:
    """Read what a call wants to be sent; `violate` is told of what passes there and must not pass here."""
    if isinstance(message, str):
        violate("a message as a string, in which CQ codes are read")
        return (text(message),)
    if isinstance(message, dict):
        message = [message]
    if not isinstance(message, list) or not message:
        raise Unreadable("message")
    return tuple(_segment(each, first=not place, violate=violate) for place, each in enumerate(message))


def _segment(value: object, *, first: bool, violate: Callable[[str], None]) -> Segment:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise Unreadable("message")
    kind, data = value["type"], value.get("data")
    if kind not in SENDABLE or not isinstance(data, dict):
        raise Unreadable(f"segment {kind}")
    if value.keys() - {"type", "data"}:
        violate(f"fields of a segment that nobody knows: {sorted(value)}")
    if kind == "text" and not isinstance(data.get("text"), str):
        raise Unreadable("text")
    if kind == "at" and not str(data.get("qq")).isdigit():
        violate("somebody mentioned who has no number")
    if kind == "reply" and not first:
        violate("a reply that does not come first")
    return Segment(kind, data)


def content(segment: Segment) -> bytes:
    """The bytes of a picture or file, which a call has to bring along."""
    file = segment.data.get("file")
    if not isinstance(file, str) or not file.startswith("base64://"):
        raise Unreadable("file")
    try:
        return base64.b64decode(file.removeprefix("base64://"), validate=True)
    except binascii.Error as error:
        raise Unreadable("base64") from error


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
