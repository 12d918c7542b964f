"""What the OneBot platform is made with, and what a frame is read as."""

from dataclasses import field
from typing import Literal, Protocol

from bot.abilities import Reach
from bot.budget import Pace
from bot.messages import Address, Incoming
from bot.values import dataclass

NAME = "onebot"
RUNS = ("owner", "admin")  # roles in a group

Policy = Literal["accept", "ask", "ignore"]


class Keeper(Protocol):
    """What is known of chats."""

    async def standing(self, address: Address, *, reachable: bool) -> None:
        """Remember that nothing can be sent there, or that it can again."""


class Files(Protocol):
    """Where files are kept that are fetched by a link."""

    async def put_file(self, token: str, chat: str, name: str, data: bytes) -> None:
        """Keep a file of a chat under a token that nobody can guess."""

    async def file(self, token: str) -> tuple[str, str, bytes] | None:
        """The chat, name and bytes of a file."""


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody wants in: a request to become friends, or an invitation of the bot into a group."""

    bot: str
    group: str  # "" for a friend
    person: str  # who asks
    flag: str = field(repr=False)  # what the QQ side calls the request
    comment: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that this platform looks at."""

    pace: Pace
    url: str = field(default="", repr=False)  # where to connect to; "": they connect to us
    access_token: str = field(default="", repr=False)
    accounts: tuple[str, ...] = ()  # the only QQ accounts that may speak here; empty: whoever has the token
    friends: Policy = "accept"
    groups: Policy = "ask"
    pages: str = ""  # what addresses of ours begin with, where links are not blocked; else ""
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody wrote, or came: the incoming message."""

    incoming: Incoming


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody wrote from a group without being a friend (a temporary session)."""

    person: str


@dataclass(frozen=True, slots=True)
class Own:
    """A message of the bot itself was seen to arrive."""

    chat: str
    group: bool
    message: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Beat:
    """The QQ side lives, and says whether its account does, and how often it says so."""

    every_s: float  # 0: not said
    online: bool = True


Event = Heard | Stranger | Reach | Door | Own | Beat
