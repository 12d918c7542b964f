"""Looks at a real database, of kinds that a test makes up; what is told is claimed as a platform would."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.abilities import Abilities
from bot.aims import Aim
from bot.changes import Bind, Change, WatchFor
from bot.messages import Address, Incoming, Outgoing, addresses_of
from bot.people import Account, Person
from bot.store.claims import Mine
from bot.store.database import Database, opened
from bot.store.settled import Settled
from bot.store.store import Store
from bot.store.vault import KeySource
from bot.store.writer import Writer
from bot.watches import Kind, Look, Looked
from bot.watching.looking import Habits, Looking
from tests.made import make

NOON = datetime(2026, 3, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
AIM = Aim("made up", "d7310f")
_ALL = addresses_of("web", "")


@dataclass
class Bench:
    database: Database
    store: Store
    kinds: dict[str, Kind] = field(default_factory=dict)
    now: datetime = NOON
    looks: list[Look] = field(default_factory=list)
    stirred: int = 0
    gather_s: float = 0.0
    longest: int = 4000
    caption: int = 4000
    _messages: int = 0

    def kind(self, look: Callable[[Look], Awaitable[Looked]], **changes: object) -> None:
        """From now on the made-up kind looks so."""

        async def remembered(at: Look) -> Looked:
            self.looks.append(at)
            return await look(at)

        kind = Kind(AIM.kind, remembered, timedelta(minutes=10))
        self.kinds[AIM.kind] = replace(kind, **changes)  # type: ignore[arg-type]  # the test's own

    async def says(self, *changes: Change, sender: str = "alice", group: bool = False) -> Person:
        """Somebody's message that ends so."""
        self._messages += 1
        address = Address("web", "", "group", "class") if group else Address("web", "", "private", sender)
        await self.store.receive([Incoming(f"u{self._messages}", address, sender, 1.0, "a line")])
        (claimed,) = await self.store.claim(1)
        person = Person(claimed.person, f"web:{sender}", self.now, address=address.key, group_admin=group)
        await self.store.settle(claimed.work, Settled(person, changes=changes))
        return person

    async def watches(self, sender: str = "alice", *, group: bool = False, aim: Aim = AIM) -> Person:
        """Somebody watches the aim: an account's, or for a group."""
        chat = Address("web", "", "group", "class") if group else Address("web", "", "private", sender)
        if group:
            return await self.says(WatchFor(aim, chat.key), sender=sender, group=True)
        account = Account(self.store.keeping.accounts.id_of("kaoshiyun", "s000001"), "kaoshiyun", "s000001")
        return await self.says(Bind(account), WatchFor(aim, chat.key, account.id), sender=sender)

    def looking(self) -> Looking:
        abilities = Abilities(longest=self.longest, caption=self.caption)
        habits = Habits("zh_CN", lambda: self.now, Random(1), self.gather_s, lambda _platform: abilities)
        return Looking(self.store, self.kinds, self._stir, habits)

    async def look(self) -> None:
        """Look at all that is due now, once."""
        looking = self.looking()
        for due in await self.store.looks.due(10):
            await looking(due)

    async def passes(self, time: timedelta) -> None:
        """So much time goes by."""
        self.now += time
        for table in ("aims", "outbox"):
            await self.change(
                f"update {table} set due = due - {time.total_seconds()}, at = at - {time.total_seconds()}"
            )

    async def told(self) -> list[tuple[str, Outgoing]]:
        """What goes out now, one for each chat, and to which."""
        parcels = await self.store.parcels(_ALL, 10)
        for parcel in parcels:
            await self.store.sent(parcel)
        return [(parcel.address.chat, parcel.outgoing) for parcel in parcels]

    async def change(self, statement: str) -> None:
        await self.database.engines.write(lambda connection: connection.execute(text(statement)))

    def _stir(self) -> None:
        self.stirred += 1


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    make(folder / "bot.db")
    async with opened(f"sqlite:///{folder}/bot.db", KeySource(folder / "bot.key"), alone=False) as database:
        writer = Writer(database.engines)
        writing = asyncio.create_task(writer.run())
        yield Bench(database, Store(database, writer, Mine("bench", (_ALL,))))
        writer.stop()
        await writing
