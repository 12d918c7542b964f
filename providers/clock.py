"""Time and chance as one value, so that tests hold both in their hands."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from secrets import SystemRandom

# All five systems stand in China, which has had one time zone without summer time since 1992.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    monotonic: Callable[[], float] = time.monotonic  # seconds; for intervals, since it never jumps
    now: Callable[[], datetime] = _utc_now  # aware UTC; for what people are told
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep  # seconds
    random: Callable[[], float] = SystemRandom().random  # 0 ≤ x < 1

    def today(self) -> date:
        """Give the date in China, by which exam sittings are counted."""
        return self.now().astimezone(CHINA).date()
