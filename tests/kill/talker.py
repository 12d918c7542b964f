"""Somebody who writes to the web chat and never gives up: reconnects, sends again what was not acknowledged."""

import asyncio
import json
from dataclasses import dataclass, field
from random import Random

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, WSMsgType

from sandbox.people import person

_AHEAD = 5  # messages that may wait for their answer


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


@dataclass
class Talker:
    """One person at one browser."""

    number: int
    address: str
    random: Random
    session: ClientSession = field(default_factory=lambda: ClientSession(cookie_jar=CookieJar(unsafe=True)))
    sent: list[Said] = field(default_factory=list)  # in order; all but the last `_unacknowledged` are stored
    answers: dict[str, str] = field(default_factory=dict)  # frame id → text, in the order of first sight
    acknowledged: set[str] = field(default_factory=set)
    enough: bool = False  # say nothing new

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
        elif "text" in frame and not frame.get("mine"):
            self.answers.setdefault(str(frame["edits"] or frame["id"]), str(frame["text"]))
