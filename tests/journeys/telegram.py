"""Telegram, through the Bot API that tests/botapi stands in for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from tests.botapi import Fake, Message, Seat

Mode = Literal["polling", "webhook"]
_LONGEST = 4096  # of what Telegram's own programs let a person send in one message


@dataclass(frozen=True)
class TelegramMessage:
    text: str
    labels: tuple[str, ...]
    message: Message = field(repr=False)
    secret: bool = False  # Telegram has no hidden typing

    @property
    def replaces(self) -> bool:
        return self.message.edited is not None

    @property
    def file(self) -> str:
        file = self.message.file
        return "" if file is None else "picture" if self.message.photo else file.upload.name


@dataclass
class TelegramChat:
    """One person in one chat; an edit is heard as a message, as a person sees it."""

    fake: Fake
    seat: Seat
    _seen: dict[int, str] = field(default_factory=dict)

    @property
    def handle(self) -> str:
        return f"telegram:{self.seat.account.id}"

    async def say(self, text: str) -> None:
        text = text.replace("@Gradebell", f"@{self.fake.bot_name}")
        if not self.seat.chat.private and text.startswith("/"):  # as it comes from the group's menu of commands
            command, blank, rest = text.partition(" ")
            text = f"{command}@{self.fake.bot_name}{blank}{rest}"
        await self.seat.say(text[:_LONGEST])

    async def upload(self, name: str, data: bytes) -> None:
        await self.seat.upload(name, data)

    async def press(self, label: str) -> None:
        await self.seat.press(label)

    async def hears(self, *parts: str) -> TelegramMessage:
        world = self.fake.world
        await world.bell.until(lambda: self._next() is not None, world.settings.patience_s)
        message = self._next()
        assert message is not None
        self._seen[message.id] = message.text
        missing = [part for part in parts if part not in message.text]
        assert not missing, f"{missing} not in {message.text!r}"
        return TelegramMessage(message.text, message.labels, message)

    async def file(self, message: TelegramMessage) -> tuple[str, bytes]:
        assert message.message.file
        return message.message.file.upload.name, message.message.file.upload.body

    async def lines(self) -> list[str]:
        await self.silence()
        return [each.text for each in self.seat.chat.messages.values() if not each.sender.is_bot]

    async def silence(self) -> None:
        await self.say("/id")
        await self.hears(self.handle)

    def _next(self) -> Message | None:
        chat = self.seat.chat
        there = (chat.messages[number] for number in chat.sent if number in chat.messages)
        return next((each for each in there if self._seen.get(each.id) != each.text), None)


@dataclass
class TelegramPlatform:
    """People with Telegram. The bot runs every group, so that it reads what is said there and can take it back."""

    fake: Fake
    name: str = "telegram"
    chats: dict[tuple[str, str], TelegramChat] = field(default_factory=dict)

    async def private(self, person: str) -> TelegramChat:
        seat = self.fake.user(person).private
        seat.chat.started = True
        return self.chats.setdefault((person, ""), TelegramChat(self.fake, seat))

    async def group(self, person: str, group: str) -> TelegramChat:
        somebody = self.fake.user(person)
        there = self.fake.group(group, admins=[somebody])
        there.set_bot(somebody, "administrator", can_delete_messages=True)
        return self.chats.setdefault((person, group), TelegramChat(self.fake, there.seat(somebody)))


def settings(fake: Fake, mode: Mode, port: int) -> dict[str, Mapping[str, Any]]:
    """What a bot needs to talk to the stand-in, as fast as it likes."""
    telegram = {
        "enabled": True,
        "token": fake.token,
        "base_url": fake.url,
        "mode": mode,
        "webhook_secret": "a-secret",
        "per_second": 100_000,
        "per_chat_second": 1000,
        "per_group_minute": 10_000,
    }
    address = f"127.0.0.1:{port}"
    public = f"http://{address}" if mode == "webhook" else ""
    return {
        "platforms": {"web": {"enabled": False}, "telegram": telegram},
        "http": {"listen": address, "public_url": public},
    }
