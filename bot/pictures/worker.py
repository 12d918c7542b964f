"""The process that draws, `python -m bot.pictures.worker`: recipes come in, pictures go out.

A process of its own, since a font and a picture take memory that a bot which draws nothing should not hold, and since
drawing takes tens of milliseconds in which nobody would be answered. Without work it ends, and so does it with the bot.
"""

import os
import pickle
import select
import signal
import sys
from functools import cache
from typing import BinaryIO

from bot.pictures.drawing import MissingGlyph, drawn
from bot.pictures.fonts import found
from bot.pictures.wire import HEAD, Told, framed

IDLE_S = 60.0
_NICE = 5  # answers come before pictures

_font = cache(found)


def serve(recipes: BinaryIO, pictures: BinaryIO) -> None:
    """Draw what comes, one after the other, until nothing has come for a while."""
    # Nothing waits in the buffer of `recipes`, where `select` would not see it: the next comes after the answer.
    while select.select([recipes], [], [], IDLE_S)[0] and len(head := recipes.read(HEAD.size)) == HEAD.size:
        length, dark = HEAD.unpack(head)
        kind, data = _answer(recipes.read(length), dark=bool(dark))
        pictures.write(framed(kind, data))
        pictures.flush()


def _answer(recipe: bytes, *, dark: bool) -> tuple[Told, bytes]:
    try:
        return Told.DRAWN, drawn(pickle.loads(recipe), _font(), dark=dark)  # noqa: S301 - by the bot that started us
    except MissingGlyph:
        return Told.MISSING, b""
    except Exception as problem:  # noqa: BLE001 - one bad recipe must not end the others
        return Told.FAILED, type(problem).__name__.encode()


if __name__ == "__main__":
    os.nice(_NICE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the bot, whose end is ours
    serve(sys.stdin.buffer, sys.stdout.buffer)
