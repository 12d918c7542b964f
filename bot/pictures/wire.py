"""What passes between the bot and the process that draws: a length, a byte that says what it is, and the rest."""

import struct
from enum import IntEnum

HEAD = struct.Struct(">IB")
SCALE = 2  # pixels of a picture for a point of a page


class Told(IntEnum):
    """What the worker makes of a recipe."""

    DRAWN = 0
    MISSING = 1  # the font lacks a character
    FAILED = 2  # with the name of the error


def framed(kind: int, data: bytes) -> bytes:
    return HEAD.pack(len(data), kind) + data
