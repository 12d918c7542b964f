"""Figures of what a process does, which only grow: kept by whoever does it, read by whoever draws metrics.

Plain numbers, since they are kept with every message; `bot.pages.metrics` gives them the form that Prometheus reads.
None of them is of anybody: what they are told apart by is a closed set of words.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Final

from bot.values import dataclass

BOUNDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Upper ends of a spread's classes, in seconds; one more class has no end."""

STAGES: Final = ("intake", "wait", "turn", "settle", "delivery")
"""A message is stored, waits until it is claimed, is answered, its end is written, and the answer is sent."""


class Spread:
    """How long something took, in classes."""

    __slots__ = ("counts", "total_s")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.total_s = 0.0

    def add(self, seconds: float, times: int = 1) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += times
        self.total_s += seconds * times


@dataclass(slots=True)
class Measures:
    """What one process did since it started."""

    stages: Mapping[str, Spread] = field(default_factory=lambda: {stage: Spread() for stage in STAGES})
    sends: Counter[tuple[str, str]] = field(default_factory=Counter)  # by platform and outcome
    looks: Counter[tuple[str, str]] = field(default_factory=Counter)  # by kind of aim and how they ended
    credits: Counter[str] = field(default_factory=Counter)  # "renewed" and "lost"


@dataclass(frozen=True, slots=True)
class System:
    """How the calls of one exam system went, and how it does."""

    name: str  # of its section in the settings
    ended: Mapping[str, int]  # calls by how they ended
    seconds: float  # that calls took together
    state: str  # of its breaker: "closed", "half-open" or "open"
    last_success: datetime | None


Systems = Callable[[], Sequence[System]]
"""All that are set up, as of now."""


def none() -> Sequence[System]:
    """For where there are no exam systems."""
    return ()
