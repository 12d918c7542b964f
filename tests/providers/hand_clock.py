"""A clock that moves only when it is told to."""

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
