"""How fast a bot may send before it gets 429; off unless a test asks for it.

The real limits aren't published and change; the figures are those of the FAQ ("My bot is hitting limits"). Texts and
edits count; deletes, answers to buttons and "typing" don't.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.botapi.errors import too_many
from tests.botapi.records import Chat


@dataclass(frozen=True, slots=True)
class Limits:
    overall_per_second: int = 30
    private_per_second: float = 1
    private_burst: int = 3  # that many at once are let through
    group_per_minute: int = 20


class Meter:
    def __init__(self, limits: Limits | None, clock: Callable[[], float], early: Callable[[str], None]) -> None:
        """`early` is told of sends that came before the time that a 429 named."""
        self.limits, self._clock, self._early = limits, clock, early
        self._overall: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._private: dict[int, float] = {}  # when the chat's allowance is whole again
        self._until: dict[int, float] = {}  # when a chat that got 429 may be written to again

    def count(self, chat: Chat) -> None:
        """Count one send; raise `Refusal` 429 if it is too many, and then it doesn't count."""
        if self.limits is None:
            return
        now = self._clock()
        if now < self._until.get(chat.id, now):
            self._early(f"chat {chat.id} was written to {self._until[chat.id] - now:.1f} s before retry_after was over")
        wait = max(
            self._wait_overall(now), self._wait_private(chat, now) if chat.private else self._wait_group(chat, now)
        )
        if wait > 0:
            seconds = math.ceil(wait)
            self._until[chat.id] = now + seconds
            raise too_many(seconds)
        self._take(chat, now)

    def _take(self, chat: Chat, now: float) -> None:
        assert self.limits is not None
        self._overall.append(now)
        if chat.private:
            self._private[chat.id] = max(now, self._private.get(chat.id, now)) + 1 / self.limits.private_per_second
        else:
            self._groups.setdefault(chat.id, deque()).append(now)

    def _wait_overall(self, now: float) -> float:
        assert self.limits is not None
        return _wait(self._overall, self.limits.overall_per_second, 1, now)

    def _wait_group(self, chat: Chat, now: float) -> float:
        assert self.limits is not None
        return _wait(self._groups.get(chat.id, deque()), self.limits.group_per_minute, 60, now)

    def _wait_private(self, chat: Chat, now: float) -> float:
        assert self.limits is not None
        owed = self._private.get(chat.id, now) - now
        return owed - (self.limits.private_burst - 1) / self.limits.private_per_second


def _wait(times: deque[float], most: int, window_s: float, now: float) -> float:
    """Return how long until fewer than `most` lie within the window."""
    while times and times[0] <= now - window_s:
        times.popleft()
    return times[-most] + window_s - now if len(times) >= most else 0
