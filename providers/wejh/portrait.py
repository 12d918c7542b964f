"""A portrait as the system writes it: `default::unset`, lower-case hex digits or, in older builds, Base64."""

import base64
import binascii
import re
from typing import Final

UNSET: Final = "default::unset"


def parse_portrait(written: str) -> bytes | None:
    """Give the image; None where there is none, or where it can't be read: nobody's profile fails for that."""
    text = "".join(written.split())
    if not text or text == UNSET:
        return None
    if re.fullmatch("(?:[0-9a-f]{2})+", text):
        return bytes.fromhex(text)
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
