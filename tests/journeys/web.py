"""The web chat, through its real socket."""

import asyncio
import base64
import json
from collections import deque
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Self

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

_PATIENCE_S = 10.0


@dataclass(frozen=True)
class WebMessage:
    text: str
    labels: tuple[str, ...]
    secret: bool
    frame: dict[str, Any] = field(repr=False)

    @property
    def replaces(self) -> bool:
        return self.frame["edits"] is not None

    @property
    def file(self) -> str:
        document = self.frame["document"]
        return "picture" if self.frame["picture"] else document["name"] if document else ""


@dataclass
class Browsers:
    """What people's browsers keep while the bot restarts: cookies, and which lines were seen in which chat."""

    jars: dict[str, CookieJar] = field(default_factory=dict)
    seen: dict[tuple[str, str], set[str]] = field(default_factory=dict)


@dataclass
class WebChat:
    """One tab."""

    handle: str
    session: ClientSession
    socket: ClientWebSocketResponse
    seen: set[str]
    heard: list[WebMessage] = field(default_factory=list)
    _waiting: deque[WebMessage] = field(default_factory=deque)
    _lines: dict[str, str] = field(default_factory=dict)  # of people, in their last form
    _acks: int = 0
    _sent: int = 0

    async def say(self, text: str) -> None:
        await self._send({"text": text})

    async def upload(self, name: str, data: bytes) -> None:
        await self._send({"upload": {"name": name, "data": base64.b64encode(data).decode()}})

    async def press(self, label: str) -> None:
        for message in reversed(self.heard):
            for option in message.frame["options"]:
                if option["label"] == label:
                    await self._send({"press": option["id"]})
                    return
        raise AssertionError(f"no button {label!r} in {self.heard}")

    async def hears(self, *parts: str) -> WebMessage:
        async with asyncio.timeout(_PATIENCE_S):
            while not self._waiting:
                await self._read()
        message = self._waiting.popleft()
        self.heard.append(message)
        missing = [part for part in parts if part not in message.text]
        assert not missing, f"{missing} not in {message.text!r}"
        return message

    async def file(self, message: WebMessage) -> tuple[str, bytes]:
        document = message.frame["document"]
        async with self.session.get(document["url"]) as response:
            assert response.status == 200
            return document["name"], await response.read()

    async def lines(self) -> list[str]:
        await self.silence()
        return list(self._lines.values())

    async def silence(self) -> None:
        await self.say("/id")
        await self.hears(self.handle)

    async def _send(self, frame: dict[str, Any]) -> None:
        self._sent += 1
        await self.socket.send_json({**frame, "id": f"{token_hex(4)}-{self._sent}"})
        async with asyncio.timeout(_PATIENCE_S):
            while self._acks < self._sent:
                await self._read()

    async def _read(self) -> None:
        message = await self.socket.receive()
        assert message.type is WSMsgType.TEXT, message
        frame = json.loads(message.data)
        if "ack" in frame:
            self._acks += 1
        elif frame.get("from") or frame.get("mine") or frame.get("edits") in self._lines:
            self._lines[frame.get("edits") or frame["id"]] = frame["text"]
        elif "text" in frame:
            if frame["id"] in self.seen:
                return
            self.seen.add(frame["id"])
            labels = tuple(option["label"] for option in frame["options"])
            self._waiting.append(WebMessage(frame["text"], labels, frame.get("secret", False), frame))


class WebPlatform:
    """People with a browser each."""

    name = "web"

    def __init__(self, address: str, browsers: Browsers) -> None:
        self.address = address
        self._browsers = browsers
        self._sessions: dict[str, ClientSession] = {}
        self._chats: dict[tuple[str, str], WebChat] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in self._sessions.values():
            await session.close()

    async def private(self, person: str) -> WebChat:
        return await self._chat(person, "")

    async def group(self, person: str, group: str) -> WebChat:
        return await self._chat(person, group)

    async def _chat(self, person: str, room: str) -> WebChat:
        if (person, room) not in self._chats:
            session = await self._session(person)
            cookie = next(cookie.value for cookie in session.cookie_jar)
            socket = await session.ws_connect("/chat", params={"room": room} if room else None)
            seen = self._browsers.seen.setdefault((person, room), set())
            self._chats[person, room] = WebChat(f"web:{cookie.partition('.')[0]}", session, socket, seen)
        return self._chats[person, room]

    async def _session(self, person: str) -> ClientSession:
        if person not in self._sessions:
            jar = self._browsers.jars.setdefault(person, CookieJar(unsafe=True))
            session = self._sessions[person] = ClientSession(self.address, cookie_jar=jar)
            async with session.get("/") as page:
                assert page.status == 200
        return self._sessions[person]
