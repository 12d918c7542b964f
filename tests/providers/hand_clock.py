"""A clock that moves only when it is told to, and one for the event loop that can be told to jump."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from providers.clock import Clock

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class HandClock:
    def __init__(self) -> None:
        self.now = START
        self.slept: list[float] = []
        self.clock = Clock(
            monotonic=self._monotonic,
            now=lambda: self.now,
            sleep=self._sleep,
            random=lambda: 0.5,
        )

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def _monotonic(self) -> float:
        return (self.now - START).total_seconds()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


class LoopTime:
    """Stands in for `loop.time`, which timeouts and rate limits go by."""

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self._ahead_s = 0.0

    def __call__(self) -> float:
        return self._real() + self._ahead_s

    def forward(self, seconds: float) -> None:
        self._ahead_s += seconds
