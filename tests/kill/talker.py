"""Somebody who writes to the bot and never gives up.

On the web that is reconnecting and sending again what was not acknowledged; on Telegram it is Telegram's part.
"""

import asyncio
import json
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Protocol

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from bot.said import announcement
from bot.words import render
from sandbox.people import person
from tests.botapi import Fake

WAIT = render(announcement(), "zh_CN")  # a bot that was killed before the answer asks to wait
_AHEAD = 5  # messages that may wait for their answer
_PATIENCE_S = 120.0  # a busy machine brings a bot that is killed every second hardly further


@dataclass(frozen=True, slots=True)
class Said:
    """A message and what its answer must hold."""

    id: str
    text: str
    expects: str

    @property
    def exchange(self) -> str:
        return self.id.partition("-")[0]


def script(talker: int, random: Random) -> list[Said]:
    """One exchange: a line, a conversation of three messages, an order, or a setting."""
    number = random.randrange(10**9)
    somebody = person(random.randrange(5000))
    match random.randrange(5):
        case 0 | 1:
            lines = [(f"/cet {somebody.ticket} {somebody.name}", somebody.ticket)]
        case 2:
            lines = [("/cet", "准考证号"), (somebody.ticket, "姓名"), (somebody.name, somebody.ticket)]
        case 3:
            lines = [(f"/order {talker}-{number}", f"{talker}-{number}")]
        case _:
            lines = [(f"/school 广东 学校{number}", f"学校{number}")]
    return [Said(f"{number}-{at}", text, expects) for at, (text, expects) in enumerate(lines)]


class Talker(Protocol):
    """One person, who says more as long as not too much waits for an answer."""

    sent: list[Said]  # in order
    enough: bool  # say nothing new

    @property
    def heard(self) -> list[str]:
        """What the bot said, in order, what came twice once."""

    @property
    def doubled(self) -> int:
        """How many answers came twice."""

    @property
    def done(self) -> bool:
        """Everything that was said is answered."""

    async def talk(self) -> None:
        """Until done."""


@dataclass
class WebTalker:
    """One person at one browser."""

    number: int
    address: str
    random: Random
    session: ClientSession = field(default_factory=lambda: ClientSession(cookie_jar=CookieJar(unsafe=True)))
    sent: list[Said] = field(default_factory=list)  # in order; all but the last `_unacknowledged` are stored
    answers: dict[str, str] = field(default_factory=dict)  # frame id → text, in the order of first sight
    acknowledged: set[str] = field(default_factory=set)
    enough: bool = False
    doubled: int = 0  # a page shows the same frame once

    @property
    def heard(self) -> list[str]:
        return list(self.answers.values())

    @property
    def done(self) -> bool:
        return self.enough and len(self.acknowledged) == len(self.sent) and len(self.answers) >= len(self.sent)

    async def talk(self) -> None:
        """Until everything that was said is acknowledged and answered."""
        async with self.session:
            while not self.done:
                try:
                    await self._connected()
                except (ClientError, OSError, TimeoutError):
                    await asyncio.sleep(0.02)

    async def _connected(self) -> None:
        async with self.session.get(self.address):
            pass
        async with self.session.ws_connect(f"{self.address}/chat") as socket:
            for said in self.sent:
                if said.id not in self.acknowledged:
                    await self._send(socket, said)
            while not self.done:
                await self._go_on(socket)
                message = await socket.receive(timeout=5)
                if message.type is not WSMsgType.TEXT:
                    return
                self._read(json.loads(message.data))

    async def _go_on(self, socket: ClientWebSocketResponse) -> None:
        waiting = len(self.sent) - len(self.answers)
        if self.enough or waiting >= _AHEAD or len(self.acknowledged) < len(self.sent):
            return
        for said in script(self.number, self.random):
            self.sent.append(said)
            await self._send(socket, said)

    async def _send(self, socket: ClientWebSocketResponse, said: Said) -> None:
        await socket.send_json({"text": said.text, "id": said.id})

    def _read(self, frame: dict[str, object]) -> None:
        if "ack" in frame:
            self.acknowledged.add(str(frame["ack"]))
        elif "text" in frame and not frame.get("mine") and frame["text"] != WAIT:  # the answer takes its place
            self.answers.setdefault(str(frame["edits"] or frame["id"]), str(frame["text"]))


@dataclass
class TelegramTalker:
    """One person alone with the bot on Telegram."""

    number: int
    fake: Fake
    random: Random
    sent: list[Said] = field(default_factory=list)
    enough: bool = False
    doubled: int = 0
    heard: list[str] = field(default_factory=list)
    _read: int = 0

    @property
    def done(self) -> bool:
        self._listen()
        return self.enough and len(self.heard) >= len(self.sent)

    async def talk(self) -> None:
        seat = self.fake.user(f"talker{self.number}").private
        while not self.done:
            if not self.enough and len(self.sent) - len(self.heard) < _AHEAD:
                for said in script(self.number, self.random):
                    self.sent.append(said)
                    await seat.say(said.text)
            await self.fake.world.bell.until(partial(self._more, len(self.heard)), _PATIENCE_S)

    def _more(self, heard: int) -> bool:
        self._listen()
        return len(self.heard) > heard or (self.enough and len(self.heard) >= len(self.sent))

    def _listen(self) -> None:
        """A send that a kill cut off comes again, right behind the one that it doubles."""
        chat = self.fake.user(f"talker{self.number}").private.chat
        for number in chat.sent[self._read :]:
            text = chat.messages[number].text
            if self.heard and self.heard[-1] == text:
                self.doubled += 1
            else:
                self.heard.append(text)
        self._read = len(chat.sent)
