"""The QQ side in small, for what the whole stand-in would not do: odd answers, silence, broken connections."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse, web
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.budget import Pace
from bot.messages import Address, Incoming
from bot.platforms.onebot.asking import Asking
from bot.platforms.onebot.parts import Setup
from bot.platforms.onebot.platform import OneBot

ACCOUNT = "10001"
TOKEN = "made-up-access-token"
FAST = Pace(1000, 1000, 1000)
Answer = Mapping[str, object]
OK: Answer = {"status": "ok", "retcode": 0, "data": {"message_id": 1}}


class NoTokens:
    """Nobody is asked here."""

    async def put(self, kind: str, value: str, per: timedelta, *, person: str = "") -> str:
        raise AssertionError(kind, value, per, person)

    async def look(self, kind: str, word: str, *, person: str = "") -> str | None:
        raise AssertionError(kind, word, person)

    async def take(self, kind: str, word: str, by: str) -> str | None:
        raise AssertionError(kind, word, by)


class Shelf:
    """Files as long as a test lasts."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str, bytes]] = {}

    async def put_file(self, token: str, chat: str, name: str, data: bytes) -> None:
        self.files[token] = (chat, name, data)

    async def file(self, token: str) -> tuple[str, str, bytes] | None:
        return self.files.get(token)


@dataclass
class House:
    """A platform behind a server, and what it hands over."""

    platform: OneBot
    server: BaseTestServer
    heard: list[Incoming] = field(default_factory=list)
    standings: list[tuple[Address, bool]] = field(default_factory=list)

    async def receive(self, messages: Any) -> None:
        self.heard += messages

    async def standing(self, address: Address, *, reachable: bool) -> None:
        self.standings.append((address, reachable))


@dataclass
class Side:
    """One connection of the QQ side."""

    socket: ClientWebSocketResponse
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def next_call(self) -> dict[str, Any]:
        """What the bot asks next, unanswered."""
        async with asyncio.timeout(10):
            call: dict[str, Any] = await self.socket.receive_json()
        self.calls.append(call)
        return call

    async def answer(self, call: Mapping[str, Any], answer: Answer = OK) -> None:
        await self.tell({**answer, "echo": call["echo"]})

    async def tell(self, frame: Mapping[str, Any]) -> None:
        await self.socket.send_str(json.dumps(frame))

    async def closed(self) -> int | None:
        """Wait until the bot closes; the code."""
        async with asyncio.timeout(10):
            while not self.socket.closed:
                await self.socket.receive()
        return self.socket.close_code


@asynccontextmanager
async def house(setup: Setup | None = None, tokens: Any = None) -> AsyncIterator[House]:
    """The platform in reverse mode on a server of its own."""
    built: House

    class Late:
        async def standing(self, address: Address, *, reachable: bool) -> None:
            await built.standing(address, reachable=reachable)

    async def receive(messages: Any) -> None:
        await built.receive(messages)

    setup = setup or Setup(FAST, access_token=TOKEN)
    platform = OneBot(setup, Late(), Shelf(), receive, Asking(tokens or NoTokens(), ()))
    app = web.Application()
    app.add_routes(platform.routes())
    async with TestServer(app) as server:
        built = House(platform, server)
        yield built
        await platform.close()


@asynccontextmanager
async def connected(there: House, account: str = ACCOUNT, **headers: str) -> AsyncIterator[Side]:
    """The QQ side of an account connects."""
    given = {"X-Self-ID": account, "X-Client-Role": "Universal", "Authorization": f"Bearer {TOKEN}", **headers}
    async with (
        ClientSession() as session,
        session.ws_connect(there.server.make_url("/onebot/v11/ws"), headers=given) as socket,
    ):
        await until(lambda: account in there.platform.connected)
        yield Side(socket)


async def until(holds: Callable[[], bool]) -> None:
    """Return once it holds."""
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.002)
