"""The wire: what a client may send, and the frames that it gets."""

import base64
import binascii
import json
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from bot.messages import Upload
from bot.store.history import Line
from bot.values import dataclass

LONGEST = 20_000  # characters of a text; what is longer is cut
LONGEST_ID = 200
LONGEST_NAME = 120

Frame = dict[str, object]


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote a text."""

    id: str  # "" where the client gave none
    text: str  # "" for nothing but blanks, in a frame with an id


@dataclass(frozen=True, slots=True)
class Pressed:
    """The person pressed an option."""

    id: str
    option: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The person sent a file."""

    id: str
    upload: Upload


ClientFrame = Said | Pressed | Uploaded


class Malformed(Exception):
    """The frame is none that a client may send; the text says what is wrong without quoting it."""


def read_frame(data: str) -> ClientFrame:
    """Raises `Malformed`, and nothing else, for whatever may come over a socket."""
    try:
        frame: object = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    if not isinstance(frame, dict):
        raise Malformed("not an object")
    kinds = [kind for kind in ("text", "press", "upload") if kind in frame]
    if len(kinds) != 1:
        raise Malformed("not one of text, press and upload")
    own = _id(frame["id"]) if frame.get("id") is not None else ""
    value: object = frame[kinds[0]]
    match kinds[0]:
        case "text":
            text = _text(value)
            # What is blank differs from language to language: a page that waits for its acknowledgement gets it.
            if not text and not own:
                raise Malformed("an empty text")
            return Said(own, text)
        case "press":
            return Pressed(own, _id(value))
        case _:
            return Uploaded(own, _upload(value))


def shown(line: Line, *, edits: str | None = None, frame_id: str = "", mine: bool = False) -> Frame:
    """A line as a frame. An edit has a `frame_id` of its own, and `edits` names the line."""
    frame: Frame = {
        "id": frame_id or line.id,
        "text": line.text,
        "options": [{"id": option, "label": label} for option, label in line.options],
        "picture": f"/{'picture' if line.alt else 'file'}/{line.picture}" if line.picture else None,
        "document": {"name": line.document[0], "url": f"/file/{line.document[1]}"} if line.document else None,
        "edits": edits,
    }
    if line.alt:
        frame |= {"alt": line.alt, "size": list(line.size)}
    if line.secret:
        frame["secret"] = True
    if mine:
        frame["mine"] = True
        if line.press:
            frame["press"] = line.press
    elif line.name:
        frame["from"] = line.name
    return frame


def asks_secretly(lines: Sequence[Line], handle: str) -> bool:
    """Whether what this person writes next is the answer to a hidden question.

    Looks back to the person's own last line: a notification that came after the question changes nothing.
    """
    for line in reversed(lines):
        if line.author == handle:
            return False
        if line.secret and not line.author:
            return True
    return False


def _id(value: object) -> str:
    # isprintable refuses control characters and halves of surrogate pairs, which no database takes.
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= LONGEST_ID:
        raise Malformed("not an id")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("not a text")
    clean = value[:LONGEST].replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return clean if clean.strip() else ""


def _upload(value: object) -> Upload:
    if not isinstance(value, dict):
        raise Malformed("not an upload")
    name: object = value.get("name")
    data: object = value.get("data")
    if not isinstance(name, str) or not isinstance(data, str):
        raise Malformed("not an upload")
    try:
        return Upload(file_name(name), base64.b64decode(data, validate=True))
    except (binascii.Error, ValueError) as error:
        raise Malformed("not base64") from error


def file_name(name: str) -> str:
    """The last part of a path, without what can't be shown."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(each for each in last if unicodedata.category(each)[0] != "C")[-LONGEST_NAME:] or "file"
