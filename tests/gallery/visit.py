"""A bot, the systems that it asks, and people whose conversations are written down."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.server import serving
from tests.gallery.transcript import Entry
from tests.journeys.conftest import World
from tests.journeys.stages import OnPages
from tests.journeys.web import WebChat, WebMessage, WebPlatform

_SOON = {"watch_interval_s": 1, "group_gather_s": 0, "commands_per_minute": 1000}


@dataclass
class Told:
    """A chat whose lines are written down."""

    chat: WebChat
    place: str
    room: str
    entries: list[Entry]
    before: str = ""  # the id of the last line that is not shown

    async def say(self, text: str) -> None:
        hidden = bool(self.chat.heard) and self.chat.heard[-1].secret
        self.entries.append(Entry(self.place, mine=True, text="••••" if hidden else text))
        await self.chat.say(text)

    async def press(self, label: str) -> None:
        self.entries.append(Entry(self.place, mine=True, text=f"[{label}]"))
        await self.chat.press(label)

    async def hears(self, *parts: str) -> WebMessage:
        message = await self.chat.hears(*parts)
        buttons = " ".join(f"[{label}]" for label in message.labels)
        picture = f"(a picture: {message.frame.get('alt', '')})"
        file = {"": "", "picture": picture}.get(message.file, f"(a file: {message.file})")
        below = tuple(each for each in (file, buttons) if each)
        self.entries.append(Entry(self.place, mine=False, text=message.text, below=below))
        return message


Lens = Callable[[str, Told], Awaitable[bytes]]  # the page's address and a chat there, as a PNG


@dataclass
class Visit:
    """What a conversation of the gallery is made of."""

    world: World
    settings: dict[str, Mapping[str, Any]]
    entries: list[Entry] = field(default_factory=list)
    chats: dict[tuple[str, str], Told] = field(default_factory=dict)
    lens: Lens | None = None
    pictures: list[bytes] = field(default_factory=list)
    _platform: WebPlatform | None = None

    @property
    def address(self) -> str:
        """Of the chat page."""
        assert self._platform
        return self._platform.address

    @property
    def shown(self) -> list[Told]:
        """The chats that took part, groups first."""
        places = {each.place for each in self.entries}
        return sorted((each for each in self.chats.values() if each.place in places), key=lambda each: not each.room)

    async def photograph(self) -> None:
        """Take pictures of all chats as they stand now; without a camera, none."""
        if self.lens:
            self.pictures = [await self.lens(self.address, told) for told in self.shown]

    async def start(self) -> None:
        """Start the bot, or start it anew; the chats go on."""
        platform = await self.world.start(**self.settings)
        assert isinstance(platform, WebPlatform)
        self._platform = platform
        for (person, room), told in self.chats.items():
            told.chat = await self._open(person, room)

    async def private(self, person: str = "student") -> Told:
        return await self._told(person, "")

    async def group(self, name: str, person: str = "student") -> Told:
        return await self._told(person, name)

    async def run_by(self, person: str) -> None:
        """Make somebody the bot's administrator."""
        handle = (await self._open(person, "")).handle
        self.settings["bot"] = {**self.settings["bot"], "admins": [handle]}
        await self.start()

    async def publish(self, system: str, **what: Any) -> None:
        await self.world.steer("publish", system=system, **what)

    def begin(self) -> None:
        """Leave out what was said until now."""
        self.entries.clear()
        for told in self.chats.values():
            told.before = told.chat.heard[-1].frame["id"] if told.chat.heard else ""

    async def _told(self, person: str, room: str) -> Told:
        if (person, room) not in self.chats:
            place = f"in the group “{room}”" if room else "in private"
            self.chats[person, room] = Told(await self._open(person, room), place, room, self.entries)
        return self.chats[person, room]

    async def _open(self, person: str, room: str) -> WebChat:
        assert self._platform
        return await (self._platform.group(person, room) if room else self._platform.private(person))


@asynccontextmanager
async def visiting(folder: Path, language: str, lens: Lens | None = None) -> AsyncIterator[Visit]:
    """A bot with a database in this folder, and nobody there yet."""
    async with AsyncExitStack() as stack:
        systems = await stack.enter_async_context(serving())
        bots = await stack.enter_async_context(AsyncExitStack())
        world = World(bots, folder, systems, OnPages())
        visit = Visit(world, {"bot": {"language": language}, "limits": _SOON}, lens=lens)
        await visit.start()
        yield visit
