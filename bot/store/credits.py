"""Credits of system accounts: sealed, one row an account, and used by one caller at a time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from bot.errors import StoreUnreachable
from bot.measures import Measures
from bot.store import tables
from bot.store.claims import LEASE_S, Mine
from bot.store.database import Database
from bot.store.leases import Leases
from bot.store.order import Order
from bot.store.resting import Resting
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement, Writer

log = structlog.get_logger()

_AGAIN_S = 0.2  # between two looks at whether another process is done with a credit
_UNWRITTEN_S = 1.0  # before a new credit is written once more
_RENEW_S = LEASE_S / 3
Sleep = Callable[[float], Awaitable[object]]


@dataclass(slots=True)
class _Queue:
    """Who wants one account's credit in this process."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted: int = 0


class Credits:
    """Rows of `credits`, and the locks over them."""

    def __init__(
        self, database: Database, writer: Writer, mine: Mine, measures: Measures, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._database, self._writer, self._leases = database, writer, Leases(database, mine)
        self._measures = measures.credits
        self._sleep, self._resting = sleep, Resting(database)
        self._values = Sealed(str, "credits", database.vault.sealer)
        self._queues: dict[str, _Queue] = {}
        table, now = tables.credits, database.engines.clock
        self._of = select(table, (now - table.c.at).label("age_s")).where(table.c.account == bindparam("which"))
        insert = database.engines.insert(table).values(at=now)
        replaced = {"at": insert.excluded.at, "sealed": insert.excluded.sealed}
        self._keep = Statement(
            Order.KEEP_CREDIT, insert.on_conflict_do_update(index_elements=["account"], set_=replaced)
        )
        self._lose = Statement(Order.LOSE_CREDIT, delete(table).where(table.c.account == bindparam("which")))

    @asynccontextmanager
    async def of(self, account: str) -> AsyncIterator["Credit"]:
        """The credit of the account with this id; waits until nobody else uses it."""
        queue = self._queues.setdefault(account, _Queue())
        queue.wanted += 1
        try:
            async with queue.lock, self._alone(account):
                yield await self._loaded(account)
        finally:
            queue.wanted -= 1
            if not queue.wanted:
                del self._queues[account]

    @asynccontextmanager
    async def _alone(self, account: str) -> AsyncIterator[None]:
        """On a database of several processes the lock is a lease too, held for as long as a call may take."""
        if self._database.engines.path is not None:
            yield
            return
        holding = None
        try:
            while not await self._leased(account):
                await self._sleep(_AGAIN_S)
            holding = asyncio.create_task(self._held(account))
            yield
        finally:
            if holding is not None:
                holding.cancel()
            with suppress(StoreUnreachable):  # then it runs out by itself
                await self._writer.ask(lambda connection: self._leases.give_up(connection, _name(account)))

    async def _held(self, account: str) -> None:
        while True:
            await self._sleep(_RENEW_S)
            with suppress(StoreUnreachable):
                await self._leased(account)

    async def _leased(self, account: str) -> bool:
        return await self._writer.ask(lambda connection: self._leases.take(connection, _name(account)))

    async def _loaded(self, account: str) -> "Credit":
        value, age = await self._database.read(lambda connection: self._load(connection, account))
        return Credit(self, account, value, age)

    def _load(self, connection: Connection, account: str) -> tuple[str | None, timedelta]:
        row = connection.execute(self._of, {"which": account}).one_or_none()
        value = self._values.read(row.sealed, account) if row else None
        return value, timedelta(seconds=row.age_s if row else 0)

    async def keep(self, account: str, value: str) -> None:
        """However long the database takes: the credit before this one is worth nothing any more.

        Whatever rested for want of it goes on.
        """
        row = Row(self._keep, {"account": account, "sealed": self._values.seal(value, account)})
        while True:
            try:
                await self._writer.write(row, *self._resting.ended(account))
            except StoreUnreachable as problem:
                log.warning("a new credit not written yet", error=str(problem))
            else:
                self._measures["renewed"] += 1
                return
            await self._sleep(_UNWRITTEN_S)

    async def lose(self, account: str) -> None:
        await self._writer.write(Row(self._lose, {"which": account}))
        self._measures["lost"] += 1


class Credit:
    """The credit of one account, while nobody else may use it."""

    def __init__(self, credits: Credits, account: str, value: str | None, age: timedelta) -> None:
        self._credits, self._account = credits, account
        self.value, self.age = value, age

    def __repr__(self) -> str:
        return "Credit(…)"

    async def keep(self, value: str) -> None:
        """Commit a new one; returns when it is written."""
        await self._credits.keep(self._account, value)
        self.value, self.age = value, timedelta()

    async def lose(self) -> None:
        """The system no longer takes it."""
        await self._credits.lose(self._account)
        self.value = None


def _name(account: str) -> str:
    return f"credit/{account}"
