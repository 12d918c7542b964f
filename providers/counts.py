"""Calls of one system by how they ended: plain figures that only grow, for whoever draws metrics."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counts:
    # What was sent, each counted once whatever was repeated.
    answered: int = 0  # brought what was asked for
    declined: int = 0  # understood, and not what was hoped for: not found, ambiguous, wrong password …
    throttled: int = 0  # 429
    unavailable: int = 0
    changed: int = 0
    # What was not.
    held_back: int = 0  # by our own limits, a 429 that still holds, or a resting breaker
    remembered: int = 0  # answered from memory
    joined: int = 0  # shared an identical call under way
    # Besides.
    seconds: float = 0.0  # that what was sent took together, with its repetition
    repeated: int = 0  # sent a second time after a reset, a failed connection or 502-504
