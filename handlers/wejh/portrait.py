"""Portraits as pictures: as they come from the system, and as people send them."""

import base64
import binascii
from typing import Final

from bot.forms import Refuse
from bot.messages import Document
from bot.words import _

_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif"}


def picture(data: bytes | None) -> Document | None:
    """To be shown; None where there is none, or something that is no picture."""
    kind = _kind(data or b"")
    return Document(f"portrait.{kind}", data) if data and kind else None


def read_picture(text: str) -> str | Refuse:
    """A picture's bytes in Base64, which is how a file answers a question."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):  # the second: letters that are not ASCII
        data = b""
    return text if _kind(data) else Refuse(_("请发送一张图片（PNG、JPEG、GIF 或 WebP，最多 1 MB）。"))


def _kind(data: bytes) -> str:
    """By its first bytes."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), "")
