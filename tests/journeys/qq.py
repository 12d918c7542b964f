"""QQ, through OneBot v11, whose other side tests/qqside stands in for."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from tests.qqside import BOT, Fake, Message, Seat

Mode = Literal["reverse", "forward"]
_LONGEST = 4500  # of what QQ's own programs let a person send in one message
_NUMBERED = re.compile(r"^([0-9]+)\. (.+)$", re.MULTILINE)
_NAMED = re.compile(r"^([^：\n]+)：(/.+|查看|不是我)$", re.MULTILINE)  # as notifications name their commands
_MENTION = "@Gradebell"
_RECALL = "请你自己撤回"  # what the bot can't take back there


@dataclass(frozen=True)
class QqMessage:
    text: str
    file: str
    message: Message = field(repr=False)
    document: Message | None = field(repr=False)
    secret: bool = False  # nobody can type hidden there
    replaces: bool = False  # nothing can be edited there

    @property
    def presses(self) -> Mapping[str, str]:
        """What to type for each label: the number before it, or the command behind it."""
        numbered = {label: number for number, label in _NUMBERED.findall(self.text)}
        return numbered or dict(_NAMED.findall(self.text))

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.presses)


@dataclass
class Outbox:
    """What of the bot's messages is under way, as its database has it."""

    path: Path

    async def landed(self, seat: Seat) -> None:
        """A message of the bot may be a text and then a file: wait until it has left as a whole."""
        kind, chat = seat.place.kind, seat.place.id
        while len(seat.said) <= seat.heard and self._under_way(f"%/{kind}/{quote(str(chat))}/%"):
            await asyncio.sleep(0.002)

    def _under_way(self, lane: str) -> bool:
        with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True) as database:
            asked = "select count(*) from outbox where owner is not null and lane like ?"
            return bool(database.execute(asked, (lane,)).fetchone()[0])


@dataclass
class QqChat:
    """One person in one chat."""

    seat: Seat
    outbox: Outbox
    _heard: list[QqMessage] = field(default_factory=list)
    _said: list[Message] = field(default_factory=list)

    @property
    def handle(self) -> str:
        return f"onebot:{self.seat.account.id}"

    async def say(self, text: str) -> None:
        mentioned = _MENTION in text
        self._said.append(await self.seat.say(text.replace(_MENTION, "").strip()[:_LONGEST], mention=mentioned))

    async def upload(self, name: str, data: bytes) -> None:
        await self.seat.upload(name, data)

    async def press(self, label: str) -> None:
        for message in reversed(self._heard):
            if label in message.presses:
                await self.say(message.presses[label])
                return
        raise AssertionError(f"nothing to press as {label!r} in {self._heard}")

    async def hears(self, *parts: str) -> QqMessage:
        """The next message; who is asked to recall what he wrote does so, and listens on."""
        message = await self.seat.hears()
        while _RECALL in message.text:
            await self.seat.recall(self._said[-1])
            message = await self.seat.hears()
        missing = [part for part in parts if part not in message.text]
        assert not missing, f"{missing} not in {message.text!r}"
        await self.outbox.landed(self.seat)
        ahead = self.seat.ahead
        document = await self.seat.hears() if ahead and ahead.document and not message.document else None
        file = "picture" if message.picture else document.document if document else message.document
        heard = QqMessage(message.text, file, message, document)
        self._heard.append(heard)
        return heard

    async def file(self, message: QqMessage) -> tuple[str, bytes]:
        assert message.document
        [file] = message.document.files
        return file.name, file.body

    async def lines(self) -> list[str]:
        await self.silence()
        return [each.text for each in self.seat.shown if each.sender != BOT]

    async def silence(self) -> None:
        await self.say("/id")
        await self.hears(self.handle)


@dataclass
class QqPlatform:
    """People with QQ, all of them friends of the bot. The bot owns every group; whoever is first helps to run it."""

    fake: Fake
    outbox: Outbox
    name: str = "onebot"
    chats: dict[tuple[str, str], QqChat] = field(default_factory=dict)

    async def private(self, person: str) -> QqChat:
        return self._chat((person, ""), self.fake.friend(person))

    async def group(self, person: str, group: str) -> QqChat:
        there = self.fake.group(group)
        seat = there.seat(self.fake.friend(person).account, "admin" if len(there.record.members) == 1 else "member")
        return self._chat((person, group), seat)

    def _chat(self, key: tuple[str, str], seat: Seat) -> QqChat:
        return self.chats.setdefault(key, QqChat(seat, self.outbox))


def settings(fake: Fake, mode: Mode, port: int) -> dict[str, Mapping[str, Any]]:
    """What a bot needs to talk to the stand-in, as fast as it likes; with pages where we connect to it."""
    onebot = {
        "enabled": True,
        "mode": mode,
        "url": fake.url if mode == "forward" else "",
        "access_token": fake.token,
        "gap_s": 0.01,
        "per_group_minute": 10_000,
        "per_day": 1_000_000,
        "links": mode == "forward",
    }
    address = f"127.0.0.1:{port}"
    public = f"http://{address}" if mode == "forward" else ""
    return {
        "platforms": {"web": {"enabled": False}, "onebot": onebot},
        "http": {"listen": address, "public_url": public},
    }
