"""When Python looks for garbage: its own defaults look so often that a start takes a third longer."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_START = (300_000, 50, 50)  # more than a start makes, all of which stays
_WORK = (50_000, 50, 50)  # what comes up then is small, short-lived and not circular


def not_yet() -> None:
    """Look for none while the program starts."""
    gc.set_threshold(*_START)


@contextmanager
def seldom() -> Iterator[None]:
    """Look for some now and then, and never again through what is there by now."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*_WORK)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
