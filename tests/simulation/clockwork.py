"""An event loop whose clock leaps: where nothing is left to do, it is at once the time of the next timer.

Nothing in a simulation waits for the outside, so a week passes as fast as what happens in it is worked out. A turn of
the loop, in which each task runs from one `await` to the next, takes a moment. `turns` counts them.
"""

import asyncio
import selectors
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 3, 2, 12, tzinfo=ZONE)
HOUR_S, DAY_S = 3600.0, 86400.0
_TURN_S = 1e-5  # that tasks take to run


class _Leaping(selectors.DefaultSelector):
    """Sleeps through no time-out and only moves the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.turns = 0
        self.rung: Callable[[], None] | None = None
        self.rings_at = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.turns += 1
        if self.rung and self.turns >= self.rings_at:
            ring, self.rung = self.rung, None
            ring()
        if timeout is None:
            raise RuntimeError("nothing is left that could ever happen")
        self.now += max(timeout, _TURN_S)
        return []


class Clockwork(asyncio.SelectorEventLoop):
    """The loop of a simulation, which begins at `BEGINS`."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Seconds since the beginning."""
        return self._leaping.now

    def epoch(self) -> float:
        return BEGINS.timestamp() + self._leaping.now

    def now(self) -> datetime:
        """The time of day where the bot is."""
        return BEGINS + timedelta(seconds=self._leaping.now)

    def utc(self) -> datetime:
        return self.now().astimezone(UTC)

    @property
    def turns(self) -> int:
        return self._leaping.turns

    def ring(self, turns: int, what: Callable[[], None]) -> None:
        """Do something after so many turns, wherever tasks are then; what was to be done before is not."""
        self._leaping.rung, self._leaping.rings_at = what, self._leaping.turns + turns


def simulated(main: Any) -> Any:
    """Run a coroutine function, which gets the loop, to its end."""

    async def run() -> Any:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, Clockwork)
        return await main(loop)

    with asyncio.Runner(loop_factory=Clockwork) as runner:
        return runner.run(run())
