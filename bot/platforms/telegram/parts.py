"""What the Telegram platform is made with, and what an update is read as."""

from collections.abc import Awaitable, Callable
from dataclasses import field
from typing import Protocol

from bot.abilities import Reach
from bot.budget import Pace
from bot.forms import Menu
from bot.messages import Address, Incoming
from bot.values import dataclass

NAME = "telegram"


Moving = Callable[[Address, Address], Awaitable[None]]
"""Told when a group has another id from now on: the old address and the new one."""


class Keeper(Protocol):
    """What is known of chats, and which process speaks for a bot."""

    async def standing(self, address: Address, *, reachable: bool) -> None:
        """Remember that nothing can be sent there, or that it can again."""

    async def moved(self, old: Address, new: Address) -> None:
        """A group has another id from now on: everything of it goes along, in one transaction."""

    async def lease(self, name: str) -> bool:
        """Take or keep what only one process may have; False where another one has it."""

    async def give_up(self, name: str) -> None:
        """Let another process have it at once."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that Telegram looks at, and what people can say."""

    bot: str  # the bot's own id
    token: str = field(repr=False)
    base_url: str
    pace: Pace
    menu: Menu = field(repr=False)
    language: str = "zh_CN"  # bot.language, for menus of people who use neither Chinese nor English
    proxy: str = field(default="", repr=False)
    webhook: str = ""  # http.public_url, where Telegram brings updates to us; "": we poll
    webhook_secret: str = field(default="", repr=False)
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """The bot as Telegram knows it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody wrote or pressed something; `callback` is what Telegram wants answered at once."""

    incoming: Incoming | None
    callback: str = ""


@dataclass(frozen=True, slots=True)
class Queried:
    """Somebody names the bot in another chat, and waits for what it offers."""

    query: str  # its id, to be answered soon
    sender: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup."""

    old: Address
    new: Address


Event = Heard | Queried | Reach | Moved
