"""Outbox → platform: each message is sent, tried again, or set aside with its reason."""

from collections.abc import Callable, Mapping

import structlog

from bot.messages import Outcome, Platform, Sent
from bot.store.outbox import Parcel
from bot.store.store import Store

log = structlog.get_logger()

_ONCE_MORE = 2  # a message whose outcome is unknown is sent once more
_TRIES = 30  # sends that failed for sure, before a message is set aside
_REPEATS = 30  # sends of unknown outcome on a platform that shows the same key once
_WAITS_S = (1.0, 2.0, 5.0, 15.0, 60.0, 300.0)


class Delivery:
    """Sends one message and writes down what became of it."""

    def __init__(self, store: Store, platforms: Mapping[str, Platform], stir: Callable[[], None]) -> None:
        self._store, self._platforms, self._stir = store, platforms, stir

    async def __call__(self, parcel: Parcel) -> None:
        platform = self._platforms[parcel.address.platform]
        most = _REPEATS if platform.abilities.repeats else _ONCE_MORE
        if parcel.begun > most:
            await self._bury(parcel, "unknown outcome, sent again already")
            return
        if parcel.begun > 1:
            log.warning("sending once more", platform=platform.name)
        await self._conclude(parcel, await self._send(platform, parcel), most)

    async def _send(self, platform: Platform, parcel: Parcel) -> Sent:
        try:
            return await platform.send(parcel.key, parcel.address, parcel.outgoing)
        except Exception as problem:  # a platform maps its own errors; one that it did not foresee says nothing
            log.exception("sending failed", platform=platform.name)
            return Sent(Outcome.UNKNOWN, reason=type(problem).__name__)

    async def _conclude(self, parcel: Parcel, sent: Sent, most: int) -> None:
        match sent.outcome:
            case Outcome.SENT:
                self._stir()  # the claim of what is next for this address joins the transaction
                await self._store.sent(parcel)
            case Outcome.LATER if parcel.tries < _TRIES:
                await self._store.postpone(parcel, sent.wait_s or _WAITS_S[min(parcel.tries, len(_WAITS_S) - 1)])
            case Outcome.UNKNOWN if parcel.begun < most:
                await self._store.postpone(parcel, sent.wait_s or _WAITS_S[1], unknown=True)
            case _:
                await self._bury(parcel, sent.reason or sent.outcome.value)

    async def _bury(self, parcel: Parcel, reason: str) -> None:
        log.warning("message set aside", platform=parcel.address.platform, reason=reason)
        await self._store.bury(parcel, reason)
