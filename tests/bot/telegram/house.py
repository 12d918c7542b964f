"""The Telegram platform alone, and a whole bot with made-up forms; both against the stand-in of tests/botapi."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import Connection

from bot.app import Running, running
from bot.budget import Pace
from bot.forms import Form, Menu
from bot.messages import Address, Incoming
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.parts import Setup
from bot.platforms.telegram.platform import Telegram
from bot.platforms.telegram.polling import Sleep
from bot.platforms.telegram.transport import Transport
from bot.settings import load
from bot.store.database import opened
from bot.store.vault import KeySource
from tests.botapi import Fake, Person
from tests.botapi.bell import Bell
from tests.journeys.telegram import settings as as_fast_as_it_likes
from tests.made import make

PATIENCE_S = 10


def setup(fake: Fake, **changes: Any) -> Setup:
    bot = fake.token.partition(":")[0]
    plain = Setup(bot=bot, token=fake.token, base_url=fake.url, pace=Pace(100_000, 1000, 10_000), menu=Menu(()))
    return replace(plain, **changes)


def private(person: Person) -> Address:
    """Where a person is written to alone, who has written to the bot."""
    person.private.chat.started = True
    return Address("telegram", "1000001", "private", str(person.id))


def in_group(number: int, topic: str = "") -> Address:
    return Address("telegram", "1000001", "group", str(number), topic)


@dataclass
class House:
    """What a platform talks to: it keeps what it is told, and can refuse to."""

    incoming: list[Incoming] = field(default_factory=list)
    standings: list[tuple[Address, bool]] = field(default_factory=list)
    moves: list[tuple[Address, Address]] = field(default_factory=list)
    failures: int = 0  # batches that the store will not take
    mine: bool = True  # whether this process may have the lease
    asked: int = 0  # for the lease
    bell: Bell = field(default_factory=Bell)

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.incoming]

    async def receive(self, messages: Sequence[Incoming]) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        seen = {each.update for each in self.incoming}
        self.incoming += (each for each in messages if each.update not in seen)
        self.bell.ring()

    async def took(self, updates: Sequence[object]) -> None:
        raise AssertionError(updates)

    async def standing(self, address: Address, *, reachable: bool) -> None:
        self.standings.append((address, reachable))
        self.bell.ring()

    async def moved(self, old: Address, new: Address) -> None:
        self.moves.append((old, new))
        self.bell.ring()

    async def lease(self, name: str) -> bool:
        self.asked += 1
        self.bell.ring()
        return self.mine

    async def give_up(self, name: str) -> None:
        self.mine = False

    async def got(self, *texts: str) -> None:
        """Wait until these texts came in, and nothing else."""
        await self.bell.until(lambda: len(self.texts) >= len(texts), PATIENCE_S)
        assert self.texts == list(texts)


@dataclass
class Waits:
    """A sleep that lasts until the test says so."""

    seconds: list[float] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)
    _sleeping: list[asyncio.Event] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        over = asyncio.Event()
        self._sleeping.append(over)
        self.seconds.append(seconds)
        self.bell.ring()
        await over.wait()

    def over(self) -> None:
        """Wake everybody."""
        sleeping, self._sleeping = self._sleeping, []
        for each in sleeping:
            each.set()

    async def count(self, seconds: float, times: int = 1) -> None:
        """Wait until somebody has gone to sleep for so long so many times."""
        await self.bell.until(lambda: self.seconds.count(seconds) >= times, PATIENCE_S)

    async def past(self, *seconds: float) -> None:
        """Let these waits go by, one after the other."""
        for each in seconds:
            await self.bell.until(lambda each=each: each in self.seconds, PATIENCE_S)  # type: ignore[misc]  # bound now
            self.seconds.remove(each)
            self.over()


@asynccontextmanager
async def standing_still(fake: Fake, house: House | None = None, **changes: Any) -> AsyncIterator[Telegram]:
    """A platform that sends and takes nothing in."""
    house = house or House()
    telegram = Telegram(setup(fake, **changes), house, house.receive)
    telegram.budget.shut = False
    try:
        yield telegram
    finally:
        await telegram.close()


@asynccontextmanager
async def at_work(fake: Fake, house: House, sleep: Sleep = asyncio.sleep, **changes: Any) -> AsyncIterator[Telegram]:
    """A platform with its loops."""
    telegram = Telegram(setup(fake, **changes), house, house.receive, sleep)
    task = asyncio.create_task(telegram.run(), name="telegram")
    try:
        yield telegram
    finally:
        task.cancel()
        await asyncio.wait({task})
        await telegram.close()


@asynccontextmanager
async def calling(fake: Fake, **changes: Any) -> AsyncIterator[Api]:
    """The Bot API's methods alone."""
    made = setup(fake, **changes)
    transport = Transport(made.proxy)
    try:
        yield Api(made, transport)
    finally:
        await transport.shutdown()


@asynccontextmanager
async def whole(folder: Path, fake: Fake, *forms: Form, **telegram: Any) -> AsyncIterator[Running]:
    """A bot with a database of its own in `folder`, which the next one there goes on with."""
    chosen = as_fast_as_it_likes(fake, "polling", 0)["platforms"]["telegram"] | telegram
    settings: dict[str, Mapping[str, Any]] = {
        "store": {"url": f"sqlite:///{folder}/bot.db", "key_file": str(folder / "bot.key")},
        "http": {"listen": "127.0.0.1:0"},
        "limits": {"commands_per_minute": 10_000},
        "platforms": {"web": {"enabled": False}, "telegram": chosen},
    }
    make(folder / "bot.db")
    async with running(
        load(Path("none"), settings, required=False), lambda _settings, _clients, _keeping: Menu(forms)
    ) as bot:
        yield bot


async def change(folder: Path, *statements: str) -> None:
    """Change something in that database behind the bot's back, such as the time."""
    async with opened(f"sqlite:///{folder}/bot.db", KeySource(folder / "bot.key"), alone=False) as store:
        for statement in statements:
            await store.engines.write(partial(_execute, statement))


def _execute(statement: str, connection: Connection) -> None:
    connection.execute(text(statement))


async def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    async with opened(f"sqlite:///{folder}/bot.db", KeySource(folder / "bot.key"), alone=False) as store:
        return await store.read(lambda connection: [tuple(row) for row in connection.execute(text(query))])


async def becomes(folder: Path, query: str, wanted: list[tuple[object, ...]]) -> None:
    """Wait until the database answers so."""
    async with asyncio.timeout(PATIENCE_S):
        while await rows(folder, query) != wanted:
            pass
