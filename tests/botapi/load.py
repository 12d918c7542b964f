"""Many people at once, for benchmarks: they write by a script, and each waits for the answer before the next line.

Closed loop (`rate` 0): always `in_flight` exchanges are under way, as many as the bot manages. Open loop: `rate`
exchanges begin each second whether the bot keeps up or not, and the time is taken from when an exchange should have
begun, so that a bot that stalls can't hide it. Nothing is known of the bot: what counts is what arrives in the chat.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from sandbox.people import Person, person
from tests.botapi.records import Account, Message
from tests.botapi.text import found
from tests.botapi.world import World


@dataclass(frozen=True, slots=True)
class Step:
    say: str
    expect: str = ""  # must be in one of the answers
    replies: int = 1  # how many messages of the bot end the exchange


@dataclass(frozen=True, slots=True)
class Script:
    """Each of `chats` people goes through the steps `rounds` times."""

    steps: Sequence[Step]
    chats: int = 100
    rounds: int = 1
    in_flight: int = 100
    rate: float = 0  # exchanges a second; 0 is the closed loop
    warm_up: int = 0  # exchanges at the beginning that don't count
    patience_s: float = 10  # the end, once nothing has been answered for that long
    first_person: int = 0  # {ticket} and {name} are those of the sandbox's made-up people from this number on

    @property
    def exchanges(self) -> int:
        return self.chats * self.rounds * len(self.steps)


@dataclass(frozen=True, slots=True)
class Report:
    answered: int
    wrong: int  # of the answered ones, without what was expected
    lost: int  # begun or due, and never answered
    extra: int  # messages that nobody waited for
    seconds: float
    per_second: float
    p50_ms: float
    p99_ms: float
    worst_ms: float


@dataclass(slots=True)
class _Talker:
    account: Account
    next: int = 0  # exchanges begun
    since: float = 0
    left: int = 0  # answers that are still to come; 0 while nothing is under way
    right: bool = False
    person: Person | None = None  # of the sandbox, whom this round is about


@dataclass(slots=True)
class Load:
    world: World
    script: Script
    monotonic: Callable[[], float] = time.perf_counter
    _ready: deque[_Talker] = field(default_factory=deque)
    _talkers: dict[int, _Talker] = field(default_factory=dict)
    _times: list[float] = field(default_factory=list)
    _begun: int = 0
    _answered: int = 0
    _wrong: int = 0
    _extra: int = 0
    _from: float = 0
    _last: float = 0

    async def run(self) -> Report:
        """Let everybody talk until all is answered or nothing comes any more."""
        for number in range(self.script.chats):
            account = self.world.person(f"load{number}")
            self.world.chats[account.id].started = True
            talker = self._talkers[account.id] = _Talker(account)
            self._ready.append(talker)
        self.world.on_sent = self._heard
        self._from = self._last = self.monotonic()
        try:
            async with asyncio.TaskGroup() as group:
                beginning = group.create_task(self._pace() if self.script.rate else self._fill())
                await self._over()
                beginning.cancel()
        finally:
            self.world.on_sent = None
        return self._report()

    async def _fill(self) -> None:
        """Begin as many as may be under way; each answer begins the next one (see `_heard`)."""
        for _ in range(min(self.script.in_flight, len(self._ready))):
            self._begin(self.monotonic())

    async def _pace(self) -> None:
        begin = self.monotonic()
        for number in range(self.script.exchanges):
            due = begin + number / self.script.rate
            while (early := due - self.monotonic()) > 0 or not self._ready:
                await self.world.settings.sleep(max(early, 0.001))
            self._begin(due)

    async def _over(self) -> None:
        """Wait until all is answered, or nothing was for a while."""
        while self._answered < self.script.exchanges:
            before = self._answered
            try:
                await self.world.bell.until(lambda: self._answered >= self.script.exchanges, self.script.patience_s)
            except TimeoutError:
                if self._answered == before:
                    return

    def _begin(self, since: float) -> None:
        talker = self._ready.popleft()
        step = self._step(talker)
        talker.since, talker.left, talker.right = since, step.replies, False
        talker.next += 1
        if talker.next % len(self.script.steps) == 1 % len(self.script.steps):
            talker.person = person(self.script.first_person + self._begun)
        self._begun += 1
        chat = self.world.chats[talker.account.id]
        text = _about(step.say, talker.person)
        # Never the same id twice, or a second load would look like one that came again.
        number = self.world.number("load message")
        said = Message(number, chat.id, talker.account, self.world.now, text, found(text))
        self.world.tell("message", chat, said if self.world.settings.fast else self.world.post(chat, said))

    def _heard(self, chat: int, text: str) -> None:
        talker = self._talkers.get(chat)
        if talker is None or talker.left == 0:
            self._extra += 1
            return
        step = self.script.steps[(talker.next - 1) % len(self.script.steps)]
        talker.right = talker.right or _about(step.expect, talker.person) in text
        talker.left -= 1
        if talker.left == 0:
            self._done(talker)

    def _done(self, talker: _Talker) -> None:
        self._last = self.monotonic()
        self._answered += 1
        self._wrong += not talker.right
        self._times.append(self._last - talker.since)
        if self._answered == self.script.warm_up:
            self._times.clear()
            self._wrong, self._from = 0, self._last
        if talker.next < self.script.rounds * len(self.script.steps):
            self._ready.append(talker)
        if not self.script.rate and self._ready:
            self._begin(self._last)
        if self._answered >= self.script.exchanges:
            self.world.bell.ring()

    def _step(self, talker: _Talker) -> Step:
        return self.script.steps[talker.next % len(self.script.steps)]

    def _report(self) -> Report:
        times = sorted(self._times) or [0.0]
        seconds = self._last - self._from
        return Report(
            answered=len(self._times),
            wrong=self._wrong,
            lost=self.script.exchanges - self._answered,
            extra=self._extra,
            seconds=round(seconds, 3),
            per_second=round(len(self._times) / seconds, 1) if seconds else 0,
            p50_ms=round(median(times) * 1000, 2),
            p99_ms=round(times[int(len(times) * 0.99)] * 1000, 2),
            worst_ms=round(times[-1] * 1000, 2),
        )


def _about(text: str, somebody: Person | None) -> str:
    return text.replace("{ticket}", somebody.ticket).replace("{name}", somebody.name) if somebody else text
