"""Due aims → fetch → what is to be told → one closing transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

import structlog

from bot import said
from bot.chance import new_word
from bot.messages import Button, Outgoing
from bot.pipeline.carried import carried
from bot.pipeline.lanes import until_written
from bot.store.settled import NOTIFICATION, NewToken, Seen, Sending
from bot.store.store import Store
from bot.store.watches import Due
from bot.watches import COVER, Kind, Look, Looked, Notice
from bot.words import marked, render

log = structlog.get_logger()

_OFF_S = 3600.0  # before an aim is looked at again whose system is switched off
_JITTER = (0.9, 1.1)  # of each wait, so that what began together does not stay together
_COVERED = timedelta(days=30)  # so long a covered score can be uncovered


@dataclass(frozen=True, slots=True)
class Habits:
    """What an operator chose about telling people."""

    language: str
    now: Callable[[], datetime]  # aware, in the bot's time zone
    random: Random


@dataclass(frozen=True, slots=True)
class _Told:
    """A notification, the lines of its long buttons, and what uncovers it where its score is covered."""

    sending: Sending
    buttons: tuple[tuple[str, str, str], ...]
    token: tuple[NewToken, str] | None = None


class Looking:
    """Looks at claimed aims."""

    def __init__(self, store: Store, kinds: Mapping[str, Kind], stir: Callable[[], None], habits: Habits) -> None:
        self._store, self._kinds, self._stir, self._habits = store, kinds, stir, habits

    async def __call__(self, due: Due) -> None:
        """Look at one aim; its whole end is one transaction."""
        kind = self._kinds.get(due.aim.kind)
        seen = Seen(_OFF_S) if kind is None else self._seen(due, kind, await self._looked(due, kind))
        await until_written(partial(self._store.looked, due, seen), self._stir)

    async def _looked(self, due: Due, kind: Kind) -> Looked:
        holders = partial(self._store.watches.holders, due.aim.kind)
        look = Look(due.aim, due.watchers, holders, due.known, due.failures, due.age_s, self._habits.now())
        try:
            return await kind.look(look)
        except Exception:  # whatever a kind did not foresee must not end the others
            log.exception("look failed", kind=kind.name)
            return Looked(failed=True)

    def _seen(self, due: Due, kind: Kind, looked: Looked) -> Seen:
        told = [self._told(due, notice) for notice in looked.notices]
        return Seen(
            wait_s=self._wait_s(due, kind, looked),
            failed=looked.failed,
            over=looked.over,
            known=looked.known,
            sendings=tuple(each.sending for each in told),
            tokens=tuple(each.token for each in told if each.token),
            buttons=tuple(button for each in told for button in each.buttons),
            paused=looked.paused,
            aims=looked.aims,
        )

    def _wait_s(self, due: Due, kind: Kind, looked: Looked) -> float:
        wait = looked.again or kind.every
        if looked.failed:
            wait = min(wait * 2 ** min(due.failures, 16), max(kind.longest, wait))
        return wait.total_seconds() * self._habits.random.uniform(*_JITTER)

    def _told(self, due: Due, notice: Notice) -> _Told:
        watcher = notice.watcher
        language = watcher.language or self._habits.language
        key = f"notice.{due.lane}.{watcher.subject}.{notice.key}"
        options = [carried(each, language) for each in notice.reply.options]
        buttons = tuple(button for button, _long in options)
        long = tuple((*each, watcher.address.key) for _button, each in options if each)
        text, strong = marked(notice.reply.text, language)
        if not (watcher.covers and notice.covered):
            return _Told(self._sending(notice, key, Outgoing(text, options=buttons, strong=strong)), long)
        token = NewToken(COVER, new_word(), text, _COVERED)
        text, strong = marked(notice.covered, language)
        uncover = Button(f"/reveal {token.word}", render(said.UNCOVER, language))
        outgoing = Outgoing(text, options=(uncover, *buttons), strong=strong)
        return _Told(self._sending(notice, key, outgoing), long, (token, watcher.subject))

    def _sending(self, notice: Notice, key: str, outgoing: Outgoing) -> Sending:
        watcher = notice.watcher
        wait_s = watcher.quiet.left_s(self._habits.now()) if watcher.quiet else 0.0
        personal = replace(outgoing, personal=watcher.account is not None)
        return Sending(key, watcher.address, personal, NOTIFICATION, wait_s, watcher.quiet)
