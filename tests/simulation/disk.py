"""A real SQLite file on a disk that fails: locked, full, or gone at once with the power.

Everything of the store is the real one but where its transactions run and whose clock they ask: here they run in the
loop itself, each after a moment, and `now` is the simulation's.
"""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import ColumnElement, Double, event, literal_column
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.sqlite import Sqlite
from tests.simulation.clockwork import Clockwork

T = TypeVar("T")

_MOMENT_S = 0.02  # the longest that a transaction takes


@dataclass
class Disk:
    """What befalls transactions."""

    path: Path
    loop: Clockwork
    random: Random
    faults: bool = True
    failed: Counter[str] = field(default_factory=Counter)
    full_until: float = 0.0
    _blocker: sqlite3.Connection | None = None
    _locked_until: float = 0.0

    def befalls(self) -> str:
        """What happens to the transaction that is just to be committed: "" for nothing."""
        chance = self.random.random() if self.faults else 1.0
        if self.loop.time() < self.full_until:
            return "full"
        if chance < 0.0003:
            self.full_until = self.loop.time() + self.random.uniform(1, 150)
            return "full"
        return "not committed" if chance < 0.003 else "committed, not answered" if chance < 0.004 else ""

    def strain(self) -> None:
        """Let another program hold a lock for some seconds, now and then."""
        self.ease()
        if self._blocker is None and self.faults and self.random.random() < 0.001:
            self._blocker = sqlite3.connect(self.path, isolation_level=None)
            self._blocker.execute("begin immediate")
            self._locked_until = self.loop.time() + self.random.expovariate(0.2)

    def ease(self) -> None:
        """Let it go again in time."""
        if self._blocker and self.loop.time() >= self._locked_until:
            self._blocker.close()
            self._blocker = None

    def mend(self) -> None:
        """From now on nothing fails any more."""
        self.faults, self.full_until, self._locked_until = False, 0.0, 0.0
        self.ease()


class Store(Sqlite):
    """The engines of one life of the bot; when its power is cut, nothing of it is written any more."""

    clock: ColumnElement[float] = literal_column("simulated_now()", Double)

    def __init__(self, disk: Disk) -> None:
        super().__init__(disk.path)
        self._disk = disk
        self.on = True
        event.listen(self._writing, "connect", self._prepare)

    def _prepare(self, connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # A lock is not waited for in real time. What would be lost with a real machine's power is none of ours here.
        for pragma in ("busy_timeout=0", "synchronous=OFF"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        connection.create_function("simulated_now", 0, self._disk.loop.epoch)

    async def write(self, question: Callable[[Connection], T]) -> T:
        disk = self._disk
        await asyncio.sleep(disk.random.uniform(0, _MOMENT_S))
        self._powered()
        disk.strain()
        try:
            answer, fate = self._transacted(question)
        except OperationalError as problem:
            disk.failed[str(problem.orig)] += 1
            raise
        await asyncio.sleep(disk.random.uniform(0, _MOMENT_S))
        if fate:
            raise _away(fate)
        return answer

    def _transacted(self, question: Callable[[Connection], T]) -> tuple[T, str]:
        with self._writing.connect() as connection, connection.begin() as transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            fate = self._disk.befalls()
            if fate == "full":
                most = connection.exec_driver_sql("pragma page_count").scalar_one()
                connection.exec_driver_sql(f"pragma max_page_count={most}")
            try:
                answer = question(connection)
            finally:
                if fate == "full":
                    connection.exec_driver_sql("pragma max_page_count=1073741823")
            if fate == "not committed":
                transaction.rollback()
            else:
                transaction.commit()
        fate = "" if fate == "full" else fate  # what there was room for is written
        if fate:
            self._disk.failed[fate] += 1
        return answer, fate

    async def read(self, question: Callable[[Connection], T]) -> T:
        await asyncio.sleep(0)
        self._powered()
        self._disk.ease()
        with self._writing.connect() as connection:
            try:
                return question(connection)
            finally:
                connection.rollback()

    def _powered(self) -> None:
        if not self.on:
            raise _away("no power")

    async def close(self) -> None:
        self._writing.dispose()
        self._thread.shutdown()


def _away(why: str) -> OperationalError:
    return OperationalError("", None, sqlite3.OperationalError(why))
