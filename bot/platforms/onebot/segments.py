"""Segments, of which a message consists: read from an array or from a string with CQ codes, written as an array only.

Strings are never written: what people type would become codes (`[CQ:at,qq=all]`).
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from bot.messages import Upload
from bot.values import dataclass

_CODE = re.compile(r"\[CQ:([A-Za-z_.-]+)((?:,[^\[\]]*)?)\]")
_ESCAPES = (("&#91;", "["), ("&#93;", "]"), ("&#44;", ","), ("&amp;", "&"))  # the ampersand last
_FILES = ("image", "file", "record", "video")
_WORDLESS = frozenset({*_FILES, "face", "mface", "dice", "rps", "shake", "share", "location", "music", "json", "xml"})

Data = Mapping[str, object]
Segment = tuple[str, Data]


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says, to whom, and what it replies to."""

    text: str = field(repr=False)
    mentioned: bool = False  # the bot, by an `at` of its own number
    replies: str = ""  # the id of the message that it replies to
    upload: Upload | None = field(default=None, repr=False)
    wordless: bool = False  # a picture, a face, a voice


def content(message: object, own: str) -> Content:
    """A message of either form; whatever is odd in it is passed over."""
    text, mentioned, replies, upload, wordless = list[str](), False, "", None, False
    for kind, data in _segments(message):
        if kind == "text":
            text.append(string(data.get("text")))
        elif kind == "at":
            mentioned = mentioned or string(data.get("qq")) == own
        elif kind == "reply":
            replies = string(data.get("id"))
        elif kind in _WORDLESS:
            wordless = True
            upload = upload or _upload(kind, data)
    whole = "".join(text).strip()
    return Content(whole.encode(errors="replace").decode(), mentioned, replies, upload, wordless)


def written(text: str, *, answers: str = "", picture: bytes = b"") -> list[dict[str, object]]:
    """A text and a picture as segments, as a reply to a message where one is named."""
    parts = (
        ("reply", {"id": answers}) if answers else None,
        ("text", {"text": text}) if text else None,
        ("image", {"file": in_base64(picture)}) if picture else None,
    )
    return [{"type": part[0], "data": part[1]} for part in parts if part]


def in_base64(data: bytes) -> str:
    """Bytes as every side takes them, wherever it runs."""
    return "base64://" + base64.b64encode(data).decode()


def _segments(message: object) -> Iterator[Segment]:
    if isinstance(message, str):
        yield from _parsed(message)
    elif isinstance(message, list):
        for segment in message:
            if isinstance(segment, dict) and isinstance(kind := segment.get("type"), str):
                data = segment.get("data")
                yield kind, data if isinstance(data, dict) else {}


def _parsed(message: str) -> Iterator[Segment]:
    at = 0
    for code in _CODE.finditer(message):
        if code.start() > at:
            yield "text", {"text": _unescaped(message[at : code.start()])}
        pairs = (pair.partition("=") for pair in code[2].split(",")[1:])
        yield code[1], {name: _unescaped(value) for name, _equals, value in pairs}
        at = code.end()
    if at < len(message):
        yield "text", {"text": _unescaped(message[at:])}


def _unescaped(text: str) -> str:
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text


def _upload(kind: str, data: Data) -> Upload | None:
    """What a file is called there; its bytes are fetched where a question wants them."""
    if kind not in _FILES:
        return None
    there = string(data.get("url")) or f"{kind}:{string(data.get('file_id')) or string(data.get('file'))}"
    size = string(data.get("file_size"))
    name = string(data.get("name")) or string(data.get("file"))
    return Upload(name, b"", there=there, size=int(size) if size.isascii() and size.isdecimal() else 0)


def string(value: object) -> str:
    """Identifiers and numbers come as either; what is neither counts as nothing."""
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
