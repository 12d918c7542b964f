"""The web platform on a real server, with a keeper in memory and a record of what was received."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar
from aiohttp.test_utils import TestServer

from bot.messages import Address, Incoming, Outgoing
from bot.platforms.web import Setup, Web
from bot.server import application
from bot.store.history import Line

KEY = b"k" * 32
Frame = dict[str, object]


@dataclass
class MemoryKeeper:
    """What a store does, without one."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    admins: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)  # by handle, or by the chat of a room
    gone: set[str] = field(default_factory=set)
    files: dict[str, tuple[str, str, bytes]] = field(default_factory=dict)
    reading: Callable[[], Awaitable[None]] | None = None  # called after the lines were read, before they are returned

    async def keep(self, chat: str, line: Line) -> None:
        lines = self.lines.setdefault(chat, [])
        place = next((index for index, each in enumerate(lines) if each.id == line.id), len(lines))
        lines[place : place + 1] = [line]

    async def hear(self, chat: str, line: Line) -> bool:
        new = all(each.id != line.id for each in self.lines.get(chat, []))
        if new:
            await self.keep(chat, line)
        return new

    async def last(self, chat: str, count: int) -> list[Line]:
        lines = list(self.lines.get(chat, []))[-count:]
        if self.reading is not None:
            await self.reading()
        return lines

    async def language(self, *, handle: str, room: str = "") -> str | None:
        return self.languages.get(room or handle)

    async def room_admin(self, room: str, handle: str) -> str:
        return self.admins.setdefault(room, handle)

    async def end(self, visitor: str) -> None:
        self.gone.add(visitor)

    async def ended(self, visitor: str) -> bool:
        return visitor in self.gone

    async def put_file(self, token: str, chat: str, name: str, data: bytes) -> None:
        self.files.setdefault(token, (chat, name, data))

    async def file(self, token: str) -> tuple[str, str, bytes] | None:
        return self.files.get(token)


class House:
    """One bot with its server. `answer` is called with each message that was not received before."""

    def __init__(self, setup: Setup) -> None:
        self.now = 1_800_000_000.0
        self.keeper = MemoryKeeper()
        self.received: list[Incoming] = []
        self.broken = False
        self.answer: Callable[[Incoming], Awaitable[None]] | None = None
        self.web = Web(setup, KEY, self.keeper, self.receive, clock=lambda: self.now)
        self.server = TestServer(application(self.web.routes(), self.readiness, self.web.lost))

    async def readiness(self) -> str:
        return ""

    async def receive(self, messages: Sequence[Incoming]) -> None:
        if self.broken:
            raise OSError("the disk is full")
        for message in messages:
            if message.update not in {each.update for each in self.received}:
                self.received.append(message)
                if self.answer is not None:
                    await self.answer(message)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    def history(self, address: Address) -> list[Line]:
        return self.keeper.lines.get(address.key, [])


@asynccontextmanager
async def running(setup: Setup) -> AsyncIterator[House]:
    house = House(setup)
    await house.server.start_server()
    try:
        yield house
    finally:
        await house.web.close()
        await house.server.close()


class Browser:
    """A person's browser: one cookie jar, as many tabs as wanted."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.session = ClientSession(house.url, cookie_jar=CookieJar(unsafe=True))

    async def open(self, path: str = "/") -> None:
        async with self.session.get(path) as response:
            assert response.status == 200

    async def tab(self, path: str = "/chat", **headers: str) -> "OpenTab":
        return OpenTab(await self.session.ws_connect(path, headers=headers))

    async def status(self, path: str = "/chat", **headers: str) -> int:
        async with self.session.get(path, headers=headers) as response:
            return response.status

    @property
    def cookie(self) -> str:
        return next(each.value for each in self.session.cookie_jar)

    @property
    def person(self) -> str:
        return self.cookie.split(".")[0]

    @property
    def address(self) -> Address:
        return Address("web", "", "private", self.person)


class OpenTab:
    """One socket."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, frame: object) -> None:
        await self.socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    async def say(self, text: str, own: str = "") -> None:
        await self.send({"text": text} | ({"id": own} if own else {}))

    async def upload(self, name: str, data: bytes, own: str) -> None:
        await self.send({"upload": {"name": name, "data": base64.b64encode(data).decode()}, "id": own})

    async def get(self) -> Frame:
        frame = json.loads(await self.socket.receive_str(timeout=5))
        assert isinstance(frame, dict)
        return frame

    async def some(self, count: int) -> list[Frame]:
        return [await self.get() for _ in range(count)]

    async def until_ack(self, own: str) -> list[Frame]:
        """What comes before this acknowledgement."""
        frames: list[Frame] = []
        while (frame := await self.get()) != {"ack": own}:
            frames.append(frame)
        return frames

    async def quiet(self) -> list[Frame]:
        """What has come so far: everything before the acknowledgement of a line that is sent now."""
        await self.say("·", "quiet")
        return await self.until_ack("quiet")

    async def closed(self) -> int | None:
        """The code that the socket is closed with, once nothing else comes."""
        while not (await self.socket.receive(timeout=5)).type.name.startswith("CLOS"):
            pass
        return self.socket.close_code


def out(text: str, **more: object) -> Outgoing:
    return replace(Outgoing(text), **more)  # type: ignore[arg-type] # tests name the fields
