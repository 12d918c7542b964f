"""How fast a platform may be sent to, and who has to wait for how long.

A chat's pace is a generic cell rate (so much apart, a few at once after a pause), a group's a window of the last
minute, and everything together is spaced. What is counted is what was sent, not what the platform saw: so the figures
of a `Pace` are meant to lie a little below the platform's own.
"""

import time
from collections import deque
from collections.abc import Callable
from random import uniform

from bot.values import dataclass

_AHEAD_S = 0.1  # what may be claimed at once is what leaves within so long
_SLACK_S = 0.005  # of timers: so much early makes nothing wait once more, so much late is made up for
_LOOK_S = 0.1  # whether it is open by now: what waited for a restart goes out as soon as it may
_TOGETHER_S = 1.0  # several chats told to wait within so long means everybody
_MINUTE_S, _DAY_S = 60.0, 86400.0
_REMEMBERED = 10_000  # chats, before those are forgotten that need not wait any more


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages that may be sent: a second in all, a second to one person, a minute to one group."""

    per_second: float
    per_chat: float
    per_group_minute: int
    burst: int = 3  # to one person at once, after a pause
    jitter: float = 0.0  # what is spaced is so much closer or farther, as a share, so that nobody sees a clock in it
    per_day: int | None = None


class Budget:
    """What may still be sent now. Without a pace, everything."""

    def __init__(self, pace: Pace | None, now: Callable[[], float] = time.monotonic) -> None:
        self._pace, self._now = pace, now
        self.shut = False  # another process sends
        self._next = 0.0  # when the next message may leave
        self._waiting = 0  # messages that were taken up and have not left
        self._chats: dict[str, float] = {}  # chat → when its burst would be used up by nobody, as GCRA has it
        self._groups: dict[str, deque[float]] = {}
        self._day: deque[float] = deque(maxlen=(pace.per_day or 0) if pace else 0)  # when the last messages left
        self._halts: dict[str, float] = {}
        self._halted_at: tuple[str, float] = ("", -_MINUTE_S)

    def room(self) -> int:
        """How many messages may be taken up now."""
        if self.shut:
            return 0
        if self._pace is None:
            return 1_000_000
        now = self._now()
        if self._day.maxlen and len(self._day) == self._day.maxlen:
            self._next = max(self._next, self._day[0] + _DAY_S)
        ahead = now + _AHEAD_S - max(self._next, now)
        return max(0, int(ahead * self._pace.per_second) + 1 - self._waiting) if ahead >= 0 else 0

    def opens_in(self) -> float:
        """Seconds until there is room for one; while it is shut, until one looks again."""
        now = self._now()
        behind = self._waiting / self._pace.per_second if self._pace else 0.0
        return _LOOK_S if self.shut else max(0.0, max(self._next, now) + behind - _AHEAD_S - now)

    def wait_s(self, chat: str, *, group: bool) -> float:
        """Seconds until this chat may be sent to, whatever the others do."""
        if self._pace is None:
            return 0.0
        now = self._now()
        halt = self._halts.get(chat, 0.0) - now
        if group:
            times = self._groups.get(chat)
            full = times is not None and len(times) >= self._pace.per_group_minute
            return max(halt, times[0] + _MINUTE_S - now if times and full else 0.0, 0.0)
        tolerated = (self._pace.burst - 1) / self._pace.per_chat
        return max(halt, self._chats.get(chat, 0.0) - tolerated - now, 0.0)

    def take(self, chat: str, *, group: bool) -> None:
        """Take up a message to this chat: it is counted, and leaves when `leaves_in` says so."""
        if self._pace is None:
            return
        now = self._now()
        leaves = max(now, self._next) + self._waiting / self._pace.per_second
        self._waiting += 1
        if group:
            self._groups.setdefault(chat, deque(maxlen=self._pace.per_group_minute)).append(leaves)
        else:
            self._chats[chat] = max(leaves, self._chats.get(chat, 0.0)) + 1 / self._pace.per_chat
        self._forget(now)

    def leaves_in(self) -> float:
        """Seconds until one that was taken up may leave; at 0 it does.

        To be asked again after the wait: those that slept side by side would else leave all at once after a moment in
        which the process had something else to do.
        """
        if self._pace is None:
            return 0.0
        now = self._now()
        if self._next - now > _SLACK_S:
            return self._next - now
        apart = uniform(1 - self._pace.jitter, 1 + self._pace.jitter) / self._pace.per_second  # noqa: S311 - no secret
        self._next = max(now - _SLACK_S, self._next) + apart
        self._day.append(now)
        self._waiting -= 1
        return 0.0

    def forgo(self) -> None:
        """One that was taken up does not leave after all."""
        if self._pace:
            self._waiting -= 1

    def landed(self, chat: str, *, group: bool) -> None:
        """It has arrived by now, perhaps only now: a person's next one is due so much after that."""
        if self._pace and not group:
            self._chats[chat] = max(self._chats.get(chat, 0.0), self._now() + 1 / self._pace.per_chat)

    def halt(self, chat: str, seconds: float) -> None:
        """The platform wants nothing for this chat for so long; told of two chats at once, for anybody."""
        now = self._now()
        self._halts[chat] = now + seconds
        other, at = self._halted_at
        if other != chat and now - at < _TOGETHER_S:
            self._next = max(self._next, now + seconds)
        self._halted_at = (chat, now)

    def moved(self, old: str, new: str) -> None:
        """A group has another id from now on."""
        if times := self._groups.pop(old, None):
            self._groups[new] = times

    def _forget(self, now: float) -> None:
        if len(self._chats) > _REMEMBERED:
            self._chats = {chat: at for chat, at in self._chats.items() if at > now}
        if len(self._groups) > _REMEMBERED:
            self._groups = {chat: times for chat, times in self._groups.items() if times[-1] + _MINUTE_S > now}
        if len(self._halts) > _REMEMBERED:
            self._halts = {chat: until for chat, until in self._halts.items() if until > now}
