"""The open sockets: one tab each, and who sees what."""

import asyncio
import json
from collections import defaultdict

from aiohttp import web

from bot.platforms.web.frames import Frame, shown
from bot.platforms.web.parts import Visitor
from bot.store.history import Line

MOST_WAITING = 1_000  # frames for a tab that doesn't read; it comes back and gets the history
LEFT = 4001  # the person left this device
AWAY = 1001  # the bot stops
AGAIN = 1013  # "try again later"


class Tab:
    """One socket. Frames wait in a queue of its own, so that a slow reader holds up nobody else."""

    def __init__(self, socket: web.WebSocketResponse, visitor: Visitor) -> None:
        self.visitor = visitor
        self.closing = False
        self.marked = False  # it is our page, which knows more frames than other clients need to
        self._socket = socket
        self._waiting: asyncio.Queue[str | int] = asyncio.Queue()

    def push(self, frame: Frame) -> None:
        if self._waiting.qsize() >= MOST_WAITING:
            self.close(AGAIN)
        if not self.closing:
            self._waiting.put_nowait(json.dumps(frame, ensure_ascii=False))

    def show(self, line: Line, *, frame_id: str = "", edits: str | None = None) -> None:
        """The line as this person sees it: in a room the own ones under the ids that the person's client gave."""
        mine = line.author == self.visitor.handle
        if mine:
            own = line.id.removeprefix(self.visitor.own)
            edits = edits and own
            frame_id = frame_id or own
        self.push(shown(line, frame_id=frame_id, edits=edits, mine=mine))

    def close(self, code: int) -> None:
        """Close after what already waits; nothing more is taken or sent."""
        if not self.closing:
            self.closing = True
            self._waiting.put_nowait(code)

    async def write(self) -> None:
        """Send what waits, until the socket is closed."""
        while True:
            match await self._waiting.get():
                case str(frame):
                    try:
                        await self._socket.send_str(frame)
                    except ConnectionError:
                        return
                case code:
                    await self._socket.close(code=code)
                    return


class Tabs:
    """Every open tab, by chat."""

    def __init__(self) -> None:
        self._by_chat: defaultdict[str, set[Tab]] = defaultdict(set)

    def add(self, tab: Tab) -> None:
        self._by_chat[tab.visitor.chat].add(tab)

    def remove(self, tab: Tab) -> None:
        tabs = self._by_chat[tab.visitor.chat]
        tabs.discard(tab)
        if not tabs:
            del self._by_chat[tab.visitor.chat]

    def of(self, chat: str) -> list[Tab]:
        return list(self._by_chat.get(chat, ()))

    def of_person(self, person: str) -> list[Tab]:
        return [tab for tab in self.all() if tab.visitor.person == person]

    def all(self) -> list[Tab]:
        return [tab for tabs in self._by_chat.values() for tab in tabs]
