"""Outbox → platform: each message is sent, tried again, or set aside with its reason."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from bot.abilities import Outcome, Platform, Sent
from bot.leaving import leaving
from bot.log import concerns
from bot.messages import Outgoing
from bot.pipeline.lanes import certain, until_written
from bot.recipes import Draw, no_picture
from bot.store.outbox import Parcel, Postponed
from bot.store.settled import ANSWER
from bot.store.store import Store

log = structlog.get_logger()

_ONCE_MORE = 2  # a message whose outcome is unknown is sent once more
_DEATHS = 5  # a message at which the process died is sent again so often: to lose it would be worse than to double it
_TRIES = 300  # sends that failed for sure, before a message is set aside: about a day
_REPEATS = 30  # sends of unknown outcome on a platform that shows the same key once
_WAITS_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
_DOUBT_S = 15.0  # before a message of unknown outcome is sent once more: by then a bad gateway may have recovered
_SOON_S = 0.1  # a wait that is not worth a transaction


class Delivery:
    """Sends one message of one platform and writes down what became of it."""

    def __init__(
        self,
        store: Store,
        platform: Platform,
        stir: Callable[[], None],
        now: Callable[[], datetime],
        *,
        draw: Draw = no_picture,
    ) -> None:
        """`now` is the time of day where the bot is, by which quiet hours are meant."""
        self._store, self._platform, self._stir, self._now, self._draw = store, platform, stir, now, draw
        self._repeats = platform.abilities.repeats
        self._took, self._sends = store.measures.stages["delivery"], store.measures.sends

    async def __call__(self, parcel: Parcel) -> None:
        address, budget = parcel.address, self._platform.budget
        if parcel.priority == ANSWER:
            message, _dot, _place = parcel.key.partition(".")
            concerns(message)
        if parcel.begun > (_REPEATS if self._repeats else _DEATHS):
            await self._bury(parcel, "unknown outcome, sent again already")
        elif parcel.gone and parcel.priority > ANSWER:
            await self._bury(parcel, "nothing can be sent there")
        elif parcel.quiet and (rest_s := parcel.quiet.left_s(self._now())):  # its turn came late
            await self._postpone(parcel, rest_s, Postponed.WAITED)
        elif (wait_s := budget.wait_s(address.chat, group=address.group)) > _SOON_S:
            await self._postpone(parcel, wait_s, Postponed.WAITED)
        else:
            outgoing = await self._drawn(parcel)
            await leaving(budget, address.chat, group=address.group, after_s=wait_s)
            if not self._store.outbox.claims.sure(parcel.id):
                await certain(partial(self._store.hold_parcel, parcel))
            sent = await self._send(parcel, outgoing)
            budget.landed(address.chat, group=address.group)
            await self._conclude(parcel, sent)

    async def _drawn(self, parcel: Parcel) -> Outgoing:
        """With its picture; where there can be none, and at a second try, whose first may have died of it, in words."""
        outgoing = parcel.outgoing
        if outgoing.recipe is None:
            return outgoing
        shows = self._platform.abilities.pictures and parcel.begun == 1
        picture = await self._draw(outgoing.recipe) if shows else None
        return replace(outgoing, recipe=outgoing.recipe if picture else None, picture=picture)

    async def _send(self, parcel: Parcel, outgoing: Outgoing) -> Sent:
        if outgoing.empty:
            return Sent(Outcome.SENT)
        if parcel.begun > 1:
            log.warning("sending once more", platform=self._platform.name)
        begun = time.perf_counter()
        try:
            return await self._platform.send(parcel.once, parcel.address, outgoing)
        except Exception as problem:  # a platform maps its own errors; one that it did not foresee says nothing
            log.exception("sending failed", platform=self._platform.name)
            return Sent(Outcome.UNKNOWN, reason=type(problem).__name__)
        finally:
            self._took.add(time.perf_counter() - begun)

    async def _conclude(self, parcel: Parcel, sent: Sent) -> None:
        self._sends[self._platform.name, sent.outcome.value] += 1
        again = parcel.begun < (_REPEATS if self._repeats else _ONCE_MORE)
        match sent.outcome:
            case Outcome.SENT:
                await until_written(partial(self._store.sent, parcel), self._stir)
            case Outcome.LATER if parcel.tries < _TRIES:
                wait_s = sent.wait_s or _WAITS_S[min(parcel.tries, len(_WAITS_S) - 1)]
                await self._postpone(parcel, wait_s, Postponed.FAILED)
            case Outcome.UNKNOWN if again:
                await self._postpone(parcel, sent.wait_s or _DOUBT_S, Postponed.UNKNOWN)
            case _:
                await self._bury(parcel, sent.reason or sent.outcome.value, gone=sent.gone)

    async def _postpone(self, parcel: Parcel, wait_s: float, why: Postponed) -> None:
        await until_written(partial(self._store.postpone, parcel, wait_s, why), self._stir)

    async def _bury(self, parcel: Parcel, reason: str, *, gone: bool = False) -> None:
        log.warning("message set aside", platform=self._platform.name, reason=reason)
        await until_written(partial(self._store.bury, parcel, reason, gone=gone), self._stir)
