"""Frames → the pipeline, and what else they are for."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence

import structlog

from bot.abilities import Reach, Receive
from bot.errors import StoreUnreachable
from bot.messages import Incoming
from bot.platforms.onebot.connection import Connection, Json
from bot.platforms.onebot.doors import Doors
from bot.platforms.onebot.frames import Reader, Unreadable
from bot.platforms.onebot.parts import Beat, Door, Event, Heard, Keeper, Own, Stranger
from bot.platforms.onebot.sending import Sender

log = structlog.get_logger()

_AGAIN_S = 1.0
_AT_ONCE = 100  # requests and strangers

TurnAway = Callable[[str, str], Coroutine[object, object, None]]
"""Tells somebody who writes to an account out of a group how to write to it: the account, the person."""


class Frames:
    """Takes the frames of an account in; on return everything in them is stored. Never raises."""

    def __init__(self, keeper: Keeper, receive: Receive, sender: Sender, doors: Doors, away: TurnAway) -> None:
        self._keeper, self._receive, self._sender, self._doors, self._away = keeper, receive, sender, doors, away
        self._doing: set[asyncio.Task[None]] = set()

    async def take(self, account: str, connection: Connection, frames: Sequence[Json]) -> None:
        reader = Reader(account, self._sender.sent, time.time, self._sender.ours)
        events = [event for frame in frames if (event := _read(reader, frame))]
        await self._stored([event.incoming for event in events if isinstance(event, Heard)])
        for event in events:
            try:
                await self._follow(account, connection, event)
            except Exception:  # one odd event must not end the connection
                log.exception("event not followed", kind=type(event).__name__)

    async def _stored(self, messages: Sequence[Incoming]) -> None:
        """However long the database takes: nobody brings them a second time."""
        stored = not messages
        while not stored:
            try:
                await self._receive(messages)
            except StoreUnreachable as problem:
                log.warning("messages not stored, tried again", error=str(problem))
                await asyncio.sleep(_AGAIN_S)
                continue
            except Exception:  # a message that no database takes
                log.exception("messages not stored")
            stored = True

    def _beside(self, doing: Coroutine[object, object, None]) -> None:
        """What asks the QQ side something: nobody else's messages wait for its answer."""
        if len(self._doing) >= _AT_ONCE:
            doing.close()
            log.warning("event not followed", reason="too many at once")
            return
        task = asyncio.create_task(doing)
        self._doing.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._doing.discard(task)
        if not task.cancelled() and (problem := task.exception()):
            log.error("event not followed", exc_info=problem)

    async def _follow(self, account: str, connection: Connection, event: Event) -> None:
        if isinstance(event, Heard | Own | Stranger | Door):
            connection.present(online=True)
        match event:
            case Heard(incoming) if incoming.update.startswith("came/"):
                await self._keeper.standing(incoming.address, reachable=True)
            case Reach(address, reachable):
                await self._keeper.standing(address, reachable=reachable)
            case Own():
                self._sender.seen(event)
            case Beat(every_s, online):
                if every_s:
                    connection.beats(every_s)
                connection.present(online=online)
            case Stranger(person):
                self._beside(self._away(account, person))
            case Door():
                self._beside(self._doors.knocked(event))
            case _:
                pass


def _read(reader: Reader, frame: Json) -> Event | None:
    """What happened; what can't be read is passed over."""
    try:
        return reader.read(frame)
    except Unreadable as problem:
        log.warning("frame passed over", lacks=str(problem))
    except Exception:  # one odd frame must not end the connection
        log.exception("frame passed over")
    return None
