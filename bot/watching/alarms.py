"""Signs → log, and the administrators, each in private and once: again only after it was well in between."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime

import structlog

from bot.alarms import Sign, Signs, State
from bot.chance import new_word
from bot.messages import Address, Outgoing
from bot.store.alarms import Alarms
from bot.store.persons import Known
from bot.store.settled import NOTIFICATION, Sending
from bot.values import dataclass
from bot.words import Words, marked

log = structlog.get_logger()

EVERY_S = 2.0
_SEEN_S = 3600.0  # the row of what rings on is renewed so often, far sooner than it would go by itself


@dataclass(frozen=True, slots=True)
class Staff:
    """Who is told, and how."""

    handles: tuple[str, ...]  # bot.admins
    alone: Callable[[str], Address | None]
    language: str  # of who never chose one
    now: Callable[[], datetime]  # aware, in the bot's time zone


@dataclass(slots=True)
class Alarming:
    """To be called every `EVERY_S`; remembers what it wrote, so that most calls write nothing."""

    alarms: Alarms
    signs: Sequence[Signs]
    staff: Staff
    monotonic: Callable[[], float] = time.monotonic
    _last: dict[str, tuple[State, float]] = field(default_factory=dict)

    async def __call__(self) -> None:
        now = self.staff.now()
        for sign in (sign for signs in self.signs for sign in signs(now)):
            before, at = self._last.get(sign.name, (State.UNKNOWN, 0.0))
            again = sign.state is State.RINGS and self.monotonic() - at > _SEEN_S
            if sign.state is not before or again:
                await self._changed(sign, before)
                self._last[sign.name] = sign.state, self.monotonic()

    async def _changed(self, sign: Sign, before: State) -> None:
        match sign.state:
            case State.DOUBTFUL:
                log.warning("trouble", alarm=sign.name)
            case State.RINGS:
                if await self._told(sign, sign.text, rings=True):
                    log.error("trouble, administrators told", alarm=sign.name)
            case State.WELL:
                rang = await self._told(sign, sign.over, rings=False)
                if rang or before is State.DOUBTFUL:
                    log.info("trouble is over", alarm=sign.name)

    async def _told(self, sign: Sign, text: Words | None, *, rings: bool) -> bool:
        def tell(known: Mapping[str, Known]) -> list[Sending]:
            if text is None:
                return []
            made = (self._sending(handle, known[handle], text) for handle in self.staff.handles)
            return [sending for sending in made if sending]

        return await self.alarms.set(sign.name, self.staff.handles, tell, rings=rings)

    def _sending(self, handle: str, known: Known, words: Words) -> Sending | None:
        """Nothing for whom no platform of this bot reaches."""
        address = self.staff.alone(handle)
        if address is None:
            return None
        text, strong = marked(words, known.language or self.staff.language)
        wait_s = known.quiet.left_s(self.staff.now()) if known.quiet else 0.0
        return Sending(f"alarm.{new_word()}", address, Outgoing(text, strong=strong), NOTIFICATION, wait_s)
