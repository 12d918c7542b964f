"""Portraits as pictures: as they come from the system, and as people send them."""

import base64
import binascii

from bot.forms import Refuse
from bot.images import picture_type
from bot.messages import Document
from bot.words import _


def picture(data: bytes | None) -> Document | None:
    """To be shown; None where there is none, or something that is no picture."""
    kind = picture_type(data or b"").removeprefix("image/").replace("jpeg", "jpg")
    return Document(f"portrait.{kind}", data) if data and kind else None


def read_picture(text: str) -> str | Refuse:
    """A picture's bytes in Base64, which is how a file answers a question."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):  # the second: letters that are not ASCII
        data = b""
    return text if picture_type(data) else Refuse(_("请发送一张图片（PNG、JPEG、GIF 或 WebP，最多 1 MB）。"))
