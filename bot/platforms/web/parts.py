"""What the web platform is made with: the operator's choices, where lines are kept, where messages go."""

from collections.abc import Mapping
from dataclasses import field
from hashlib import sha256
from typing import Protocol

from bot.messages import Address
from bot.recipes import Draw, no_picture
from bot.store.history import Line
from bot.values import dataclass
from bot.words import Words

NAME = "web"


class Keeper(Protocol):
    """Where chats and files are kept. A `chat` is `Address.key`, a handle is `web:<person>`."""

    async def keep(self, chat: str, line: Line) -> None:
        """Insert the line, or put it in the place of the one with its id."""

    async def hear(self, chat: str, line: Line) -> bool:
        """Insert the line; False, and nothing changes, where there is one with its id."""

    async def last(self, chat: str, count: int) -> list[Line]:
        """The newest lines, oldest first."""

    async def language(self, *, handle: str, room: str = "") -> str | None:
        """What a person has chosen, or whoever runs a room, where `room` is its chat; `None` for nothing."""

    async def room_admin(self, room: str, handle: str) -> str:
        """The handle of the room's administrator; the first who asks becomes it."""

    async def end(self, visitor: str) -> None:
        """Make the cookies of this person worthless."""

    async def ended(self, visitor: str) -> bool: ...

    async def put_file(self, token: str, chat: str, name: str, data: bytes) -> None:
        """Keep a file; the same token again changes nothing."""

    async def file(self, token: str) -> tuple[str, str, bytes] | None:
        """Chat, name and bytes of a file; None when it is unknown or no longer kept."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that the web chat looks at, and who draws its pictures."""

    name: str = "Gradebell"  # bot.name
    language: str = "zh_CN"  # bot.language, for who has chosen none
    contact: str = ""  # bot.contact
    public_url: str = ""  # http.public_url
    trusted_proxies: tuple[str, ...] = ()  # http.trusted_proxies: addresses or networks
    rooms: bool = False  # platforms.web.rooms
    footer: str = ""  # platforms.web.footer
    cookie_days: int = 180  # platforms.web.cookie_days
    examples: tuple[tuple[str, Words], ...] = (("/help", "看看我会什么"),)  # command lines, and what each does
    room_examples: tuple[tuple[str, Words], ...] = (("/help", "看看我会什么"),)

    beside: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # by language: the demo's panel, and a room's
    draw: Draw = no_picture

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person in one chat through one socket."""

    person: str
    room: str = ""  # "" in the private chat
    room_admin: bool | None = None  # None outside of rooms
    network: str = ""

    @property
    def handle(self) -> str:
        return f"{NAME}:{self.person}"

    @property
    def address(self) -> Address:
        return room_address(self.room) if self.room else private_address(self.person)

    @property
    def chat(self) -> str:
        return self.address.key

    @property
    def own(self) -> str:
        """What the ids of this person's lines start with.

        Members of a room choose the ids of their frames without knowing of each other, so there each has a space
        of ids. In a private chat there is one chooser, and the ids stay as they are.
        """
        return f"{self._tag}:" if self.room else ""

    @property
    def alias(self) -> str:
        """How the other members of a room see the person: stable, and tells nothing of the id."""
        return f"同学·{self._tag[:4]}" if self.room else ""

    @property
    def _tag(self) -> str:
        return sha256(self.person.encode()).hexdigest()[:16]


def private_address(person: str) -> Address:
    return Address(NAME, "", "private", person)


def room_address(room: str) -> Address:
    return Address(NAME, "", "group", room)
