"""Updates → the pipeline, whichever way they came."""

import asyncio
import time
from collections.abc import Iterable

import structlog
from telegram.error import TelegramError

from bot.abilities import Reach, Receive
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.offering import Offering
from bot.platforms.telegram.parts import Event, Heard, Keeper, Moved, Moving, Queried
from bot.platforms.telegram.updates import Reader, Unreadable

log = structlog.get_logger()

_CALLBACKS = 100  # that are being answered; more of them are left to run out


class Updates:
    """Takes updates in; on return everything in them is stored."""

    def __init__(self, api: Api, keeper: Keeper, receive: Receive, moved: Moving, offering: Offering) -> None:
        self._api, self._keeper, self._receive, self._moved, self._offering = api, keeper, receive, moved, offering
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, reader: Reader, updates: Iterable[object]) -> None:
        events = [event for update in updates if (event := self._read(reader, update))]
        await self._receive([event.incoming for event in events if isinstance(event, Heard) and event.incoming])
        for event in events:
            match event:
                case Heard(callback=callback) if callback:
                    self._answer(callback)
                case Queried():
                    self._offering.begin(event)
                case Reach(address, reachable):
                    await self._keeper.standing(address, reachable=reachable)
                case Moved(old, new):
                    await self._moved(old, new)
                case _:
                    pass

    def _read(self, reader: Reader, update: object) -> Event | None:
        """What happened; what can't be read is passed over, since it would come again for ever."""
        try:
            return reader.read(update, time.time())
        except Unreadable as problem:
            log.warning("update passed over", lacks=str(problem))
            return None

    def _answer(self, callback: str) -> None:
        """Let the button stop turning; nothing is lost where that fails."""
        if len(self._answering) >= _CALLBACKS:
            return
        task = asyncio.create_task(self._answered(callback))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, callback: str) -> None:
        try:
            await self._api.call("answerCallbackQuery", {"callback_query_id": callback})
        except TelegramError as problem:
            log.debug("callback not answered", error=type(problem).__name__)
