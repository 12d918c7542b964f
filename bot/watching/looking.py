"""Due aims → fetch → what is to be told → one closing transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog

from bot import said
from bot.abilities import Abilities
from bot.chance import new_word
from bot.errors import LeaseLost
from bot.messages import Button, Outgoing
from bot.pieces import pieces, units
from bot.pipeline.carried import carried
from bot.pipeline.lanes import Lanes, certain, until_written
from bot.recipes import worded
from bot.store.settled import NOTIFICATION, NewToken, Seen, Sending
from bot.store.store import Store
from bot.store.telling import key_of
from bot.store.watches import Due
from bot.values import dataclass
from bot.watches import COVER, COVERED, UNCOVER, Cover, Kind, Look, Looked, Notice, Watcher
from bot.watching.caught_up import caught_up
from bot.words import marked, render

log = structlog.get_logger()

_LONGEST = 12  # times the usual interval, where looks fail and the kind says nothing else
_AT_ONCE = 20  # aims of one kind that are looked at at once
_OFF_S = 3600.0  # before an aim is looked at again whose system is switched off
_JITTER = (0.9, 1.1)  # of each wait, so that what began together does not stay together
_COVERED = timedelta(days=30)  # so long a covered score can be uncovered
_FAILED = Looked(failed=True)


@dataclass(frozen=True, slots=True)
class Habits:
    """What an operator chose about telling people."""

    language: str
    now: Callable[[], datetime]  # aware, in the bot's time zone
    random: Random
    gather_s: float = 0.0  # so long what may be told together is waited for
    abilities: Callable[[str], Abilities] = lambda _platform: Abilities()  # of a platform, by its name


@dataclass(frozen=True, slots=True)
class _Told:
    """A notification in its pieces, the lines of its long buttons, and what uncovers it if its score is covered."""

    sendings: tuple[Sending, ...]
    buttons: tuple[tuple[str, str, str], ...]
    token: tuple[NewToken, str] | None = None


class Looking:
    """Looks at claimed aims."""

    def __init__(self, store: Store, kinds: Mapping[str, Kind], stir: Callable[[], None], habits: Habits) -> None:
        self._store, self._kinds, self._stir, self._habits = store, kinds, stir, habits

    def lanes(self) -> list[Lanes[Due]]:
        """Each kind has places of its own, so that a slow system holds up nobody else; and what is switched off has."""
        looks, names = self._store.looks, tuple(self._kinds)
        claims = [*(partial(looks.due, of=each) for each in names), partial(looks.due, but=names)]
        return [Lanes(claim, self, looks.free, at_once=_AT_ONCE) for claim in claims]

    async def __call__(self, due: Due) -> None:
        """Look at one aim; its whole end is one transaction."""
        kind = self._kinds.get(due.aim.kind)
        if kind is None:
            await self._written(due, Seen(_OFF_S, restored=due.restored))
            return
        if not self._store.watches.claims.sure(due.id):
            await certain(partial(self._store.looks.hold, due))
        try:
            seen = self._seen(due, kind, await kind.look(self._look(due)))
        except Exception:  # whatever a kind did not foresee must not end the others
            log.exception("look failed", kind=kind.name)
            seen = self._seen(due, kind, _FAILED)
        try:
            await self._written(due, seen)
        except LeaseLost:
            raise
        except Exception:  # what was found can't be written, now or later: the system must not be asked so soon
            log.exception("look failed", kind=kind.name)
            seen = self._seen(due, kind, _FAILED)
            await self._written(due, seen)
        ended = "failed" if seen.failed else "over" if seen.over else "again"
        self._store.measures.looks[kind.name, ended] += 1

    async def _written(self, due: Due, seen: Seen) -> None:
        await until_written(partial(self._store.looks.ended, due, seen), self._stir)

    def _look(self, due: Due) -> Look:
        return Look(
            aim=due.aim,
            watchers=due.watchers,
            holders=partial(self._store.watches.holders, due.aim.kind),
            known=due.known,
            failures=due.failures,
            since_s=due.age_s,
            now=self._habits.now(),
            late_s=due.late_s,
            turn_s=due.turn_s,
        )

    def _seen(self, due: Due, kind: Kind, looked: Looked) -> Seen:
        looked = self._caught_up(due, looked)
        told = [self._told(due, notice) for notice in looked.notices]
        paused = [self._told(due, notice) for notice in looked.paused]
        return Seen(
            wait_s=self._wait_s(due, kind, looked),
            failed=looked.failed,
            over=looked.over,
            known=looked.known,
            told=_sent(looked.notices, told),
            tokens=tuple(each.token for each in told if each.token),
            buttons=tuple(button for each in (*told, *paused) for button in each.buttons),
            paused=_sent(looked.paused, paused),
            aims=looked.aims,
            restored=due.restored if looked.failed else None,
        )

    def _caught_up(self, due: Due, looked: Looked) -> Looked:
        """After a copy was restored, what had changed since it was made may have been told already."""
        if due.restored is None:
            return looked
        since = datetime.fromtimestamp(due.restored, self._habits.now().tzinfo)
        return replace(looked, notices=caught_up(due.aim.kind, looked.notices, since))

    def _wait_s(self, due: Due, kind: Kind, looked: Looked) -> float:
        wait = looked.again or kind.every
        if looked.failed:
            longest = kind.longest or kind.every * _LONGEST
            wait = min(wait * 2 ** min(due.failures, 16), max(longest, wait))
        return wait.total_seconds() * (1.0 if looked.sharp else self._habits.random.uniform(*_JITTER))

    def _told(self, due: Due, notice: Notice) -> _Told:
        watcher = notice.watcher
        language = watcher.language or self._habits.language
        key = key_of(due.lane, watcher, notice.key)
        options = [carried(each, language) for each in notice.reply.options]
        buttons = tuple(button for button, _long in options)
        long = tuple((*each, watcher.address.key) for _button, each in options if each)
        text, strong = marked(notice.reply.text, language)
        if not (watcher.covers and notice.covered):
            sums = (notice.changes, render(notice.sums, language)) if notice.sums else None
            recipe = worded(notice.reply.picture, language) if notice.reply.picture else None
            names = tuple(render(each, language) for each in notice.names) if sums else ()
            told = Outgoing(text, buttons, strong=strong, gathers=notice.gathers, sums=sums, names=names, recipe=recipe)
            return _Told(self._sendings(notice, key, told), long)
        cover = Cover(text, watcher.account.id if watcher.account else "", notice.grades)
        token = NewToken(COVER, new_word(), COVERED.write(cover), _COVERED)
        text, strong = marked(notice.covered, language)
        uncover = Button(f"{UNCOVER}{token.word}", render(said.UNCOVER, language), said.UNCOVER.msgid)
        gathers = notice.gathers and f"{notice.gathers}, covered"
        told = Outgoing(text, options=(uncover, *buttons), strong=strong, gathers=gathers)
        return _Told(self._sendings(notice, key, told), long, (token, watcher.subject))

    def _sendings(self, notice: Notice, key: str, told: Outgoing) -> tuple[Sending, ...]:
        """As many messages as the platform needs for it; the last one has the buttons."""
        watcher = notice.watcher
        abilities = self._habits.abilities(watcher.address.platform)
        wait_s = self._held_back_s(notice)
        told = replace(told, personal=watcher.account is not None)
        parts = list[Outgoing]()
        if told.recipe and units(told.text) > abilities.caption:  # the picture by itself, then the words
            parts, told = [Outgoing("", personal=told.personal, recipe=told.recipe)], replace(told, recipe=None)
        *before, (text, strong) = pieces(told.text, told.strong, abilities.longest)
        parts += [replace(told, text=each, strong=spans, options=(), gathers="") for each, spans in before]
        parts.append(replace(told, text=text, strong=strong, gathers="" if before else told.gathers))
        keys = [key, *(f"{key}/{number}" for number in range(1, len(parts)))]
        return tuple(
            Sending(each, watcher.address, part, NOTIFICATION, wait_s, watcher.quiet)
            for each, part in zip(keys, parts, strict=True)
        )

    def _held_back_s(self, notice: Notice) -> float:
        """Until quiet hours end; else, where that is not in quiet hours, until what belongs to it may be found too."""
        quiet, now = notice.watcher.quiet, self._habits.now()
        gather_s = self._habits.gather_s if notice.gathers else 0.0
        if quiet is None:
            return gather_s
        late = quiet.left_s(now + timedelta(seconds=gather_s))
        return quiet.left_s(now) or (0.0 if late else gather_s)


def _sent(notices: Sequence[Notice], told: Sequence[_Told]) -> tuple[tuple[Watcher, Sending], ...]:
    """Each message with whom it is for."""
    both = zip(notices, told, strict=True)
    return tuple((notice.watcher, sending) for notice, each in both for sending in each.sendings)
