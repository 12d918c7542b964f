"""The line of those who wait for a CET result: asked for one after the other, with room left for who asks himself."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.keeping import Line
from bot.watches import Look
from bot.words import Text, _

KINDS: Final = ("cet", "cet-soon")  # who stands in it
_SHARE = 0.5  # of what the system may be asked; the rest is for those who ask themselves
_COUNTED_S = 10.0  # so long nobody counts anew
_LATE_S = 5.0  # a look that is later than this, as after a restart, has lost its place


class CetLine:
    """One line for all who wait, whatever they wait for."""

    def __init__(self, line: Line, per_second: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.apart_s = 1 / (per_second * _SHARE)
        self._line, self._monotonic = line, monotonic
        self._free_at = 0.0  # from then on no late look has a turn
        self._counted: tuple[float, int] | None = None  # when, and how many stood in it

    async def round_s(self) -> float:
        """How long it takes until everybody has had a turn, and so who comes now."""
        now = self._monotonic()
        if self._counted is None or now - self._counted[0] > _COUNTED_S:
            self._counted = now, await self._line.awake(KINDS)
        return self._counted[1] * self.apart_s

    async def again(self, every: timedelta) -> timedelta:
        """When it is the same one's turn again: not before everybody else had one."""
        return max(every, timedelta(seconds=await self.round_s()))

    async def in_line(self, sitting: str) -> int:
        """How many wait for a sitting."""
        return await self._line.waiting(KINDS[0], sitting)

    def behind(self, look: Look) -> timedelta | None:
        """For a look that is late: how long until its new turn, behind the late ones before it; `None` for now."""
        if look.late_s <= _LATE_S:
            return None
        now = self._monotonic()
        turn = max(now, self._free_at)
        self._free_at = turn + self.apart_s
        return timedelta(seconds=turn - now) if turn > now else None


def about(seconds: float) -> Text:
    """约 6 分钟."""
    return _("约 {minutes} 分钟", minutes=str(max(1, round(seconds / 60))))
