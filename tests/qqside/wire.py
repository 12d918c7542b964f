"""The WebSockets between this side and the bot, in either direction."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    WSCloseCode,
    WSMsgType,
    WSServerHandshakeError,
    web,
)

from tests.qqside.actions import act
from tests.qqside.events import heartbeat, lifecycle, written
from tests.qqside.faults import GARBAGE, Fault
from tests.qqside.world import BOT, World

HANDSHAKE_S = 2  # as NapCat and LLBot wait
MAX_BYTES = 50_000_000
_GONE = (ClientError, ConnectionError, OSError, TimeoutError)


@dataclass(eq=False)
class Line:
    """One connection with the bot."""

    socket: ClientWebSocketResponse | web.WebSocketResponse
    events: bool = True  # forward: /api has none
    calls: bool = True  # forward: /event has none
    mute: bool = False  # open, and nothing comes through any more

    async def send(self, frame: object) -> None:
        await self.raw(json.dumps(frame, ensure_ascii=False))

    async def raw(self, frame: str | bytes) -> None:
        if self.mute:
            return
        with suppress(ConnectionError):  # it may close at any moment, as real ones do
            await (self.socket.send_str(frame) if isinstance(frame, str) else self.socket.send_bytes(frame))


@dataclass(eq=False)
class Wire:
    """All connections, and what goes through them."""

    world: World
    reconnect_s: float = 0.02
    lines: list[Line] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # HTTP statuses with which the bot turned us away
    headers: dict[str, str] = field(default_factory=dict)  # that a reverse connection sends besides
    _queue: asyncio.Queue[dict[str, object]] = field(default_factory=asyncio.Queue)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.world.emit = self._queue.put_nowait

    @property
    def connected(self) -> bool:
        return any(line.events and not line.mute for line in self.lines)

    async def pump(self) -> None:
        """Hand out events in order. As over there, those of a time without connection are lost."""
        while True:
            told = written(await self._queue.get(), self.world.variant)
            for line in [each for each in self.lines if each.events]:
                await line.send(told)

    async def dial(self, url: str) -> None:
        """Keep one reverse connection up."""
        async with ClientSession() as session:
            while True:
                with suppress(*_GONE):
                    await self._dialled(session, url)
                await asyncio.sleep(self.reconnect_s)

    async def _dialled(self, session: ClientSession, url: str) -> None:
        try:
            async with asyncio.timeout(HANDSHAKE_S):
                socket = await session.ws_connect(url, headers=self._greeting(), max_msg_size=MAX_BYTES)
        except WSServerHandshakeError as error:
            self.refused.append(error.status)
            self.world.bell.ring()
            return
        await self.talk(Line(socket))

    def _greeting(self) -> dict[str, str]:
        variant = self.world.variant
        greeting = {"X-Self-ID": str(BOT), "X-Client-Role": "Universal", "User-Agent": variant.agent}
        if self.world.token or variant.empty_bearer:
            greeting["Authorization"] = f"Bearer {self.world.token}"
        return greeting | self.headers

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take a forward connection."""
        allowed = self._allowed(request)
        if not allowed and not self.world.variant.refuses_by_frame:
            return web.Response(status=403 if "Authorization" in request.headers else 401)
        socket = web.WebSocketResponse(max_msg_size=MAX_BYTES)
        await socket.prepare(request)
        if not allowed:
            words = "token验证失败"
            told = {"status": "failed", "retcode": 1403, "data": None, "message": words, "wording": words, "echo": None}
            await socket.send_str(json.dumps(told, ensure_ascii=False))
            await socket.close(code=WSCloseCode.OK)
            self.refused.append(1403)
            self.world.bell.ring()
            return socket
        await self.talk(Line(socket, events=request.path != "/api", calls=request.path != "/event"))
        return socket

    async def file(self, request: web.Request) -> web.Response:
        file = self.world.files.get("/" + request.match_info["key"])
        return web.Response(status=404) if file is None else web.Response(body=file.body)

    def _allowed(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.query.get(
            "access_token", ""
        )
        return given == self.world.token

    async def talk(self, line: Line) -> None:
        """Serve one connection until it ends."""
        self.lines.append(line)
        beats = asyncio.create_task(self._beat(line))
        try:
            if line.events:
                await line.send(written(self._meta(lifecycle()), self.world.variant))
            self.world.bell.ring()
            async for message in line.socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY) and not line.mute:
                    await self._call(line, message.data)
        finally:
            beats.cancel()
            self.lines.remove(line)
            self.world.bell.ring()

    async def _beat(self, line: Line) -> None:
        interval = self.world.variant.heartbeat_s
        while interval and line.events:
            await asyncio.sleep(interval)
            await line.send(written(self._meta(heartbeat(interval)), self.world.variant))

    def _meta(self, fields: dict[str, object]) -> dict[str, object]:
        return {"time": self.world.now, "self_id": BOT, "post_type": "meta_event", **fields}

    async def _call(self, line: Line, raw: str | bytes) -> None:
        try:
            frame = json.loads(raw)
        except ValueError:
            frame = None
        action = str(frame.get("action")) if isinstance(frame, dict) else ""
        fault = self.world.faults.striking(action)
        answer = written(act(self.world, frame, fault), self.world.variant)
        if fault in (Fault.SILENCE, Fault.LOST):
            return
        if fault in (Fault.CLOSE_BEFORE, Fault.CLOSE_AFTER):
            await line.socket.close()
            return
        for garbage in GARBAGE if fault is Fault.GARBAGE else ():
            await line.raw(garbage)
        for _time in range(2 if fault is Fault.TWICE else 1):
            await line.send(answer)
