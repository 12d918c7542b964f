"""SQLite: a file, one thread that writes to it, and a lock that admits one bot."""

import asyncio
import fcntl
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    Double,
    Executable,
    Select,
    bindparam,
    create_engine,
    event,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import greenlet_spawn

from bot.errors import StoreBusy
from bot.store.engines import QUIET, Alone
from bot.store.prepared import Prepared, Values, say

T = TypeVar("T")

_PATIENCE = "busy_timeout=10000"
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    _PATIENCE,
    "secure_delete=ON",
)


class Sqlite:
    """Reads through aiosqlite; writes in one thread of their own, a whole transaction at a time.

    Through aiosqlite each call of each statement changes threads, some twenty times for a small transaction, which took
    three quarters of the time of a message that came alone (docs/performance.md).
    """

    clock: ColumnElement[float] = literal_column("((julianday('now') - 2440587.5) * 86400.0)", Double)
    insert: Callable[[Any], Any] = staticmethod(sqlite.insert)
    skip_locked: bool = False

    def __init__(self, path: Path) -> None:
        self.path: Path | None = path
        self._thread = ThreadPoolExecutor(1, "writer")
        self._kept: Connection | None = None  # of the thread that writes
        self._asking: set[asyncio.Task[Any]] = set()  # what reads
        self._prepared: dict[tuple[Executable, tuple[str, ...]], Prepared] = {}
        self._writing = create_engine(f"sqlite:///{path}", pool_size=1, max_overflow=0, **QUIET)
        self._reading = create_engine(f"sqlite+aiosqlite:///{path}", pool_size=2, max_overflow=0, **QUIET)
        for engine in (self._writing, self._reading):
            event.listen(engine, "connect", _prepare)
        event.listen(self._reading, "begin", _begin)

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        return column.in_(_listed(name))

    def execute_many(self, connection: Connection, sql: Executable, rows: Sequence[Values]) -> None:
        self._prepared_for(connection, sql, rows[0]).write(connection, rows)

    def fetch_all(self, connection: Connection, sql: Executable, values: Values) -> list[dict[str, Any]]:
        return self._prepared_for(connection, sql, values).find(connection, values)

    def _prepared_for(self, connection: Connection, sql: Executable, values: Values) -> Prepared:
        which = sql, tuple(values)
        if which not in self._prepared:
            self._prepared[which] = Prepared(sql, connection.dialect, values)
        return self._prepared[which]

    async def write(self, question: Callable[[Connection], T]) -> T:
        # What has begun goes on to its end even where nobody waits for it any more.
        return await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, self._transact, question))

    def _transact(self, question: Callable[[Connection], T]) -> T:
        # Its connection is kept for the next one, and begun and ended by the driver alone: to take one from the pool,
        # and SQLAlchemy's own begin and commit, cost more each than a small transaction. What SQLAlchemy takes for a
        # transaction begins with the first statement, tells the driver nothing, and lasts as long as the connection.
        self._kept = self._kept or self._writing.connect()
        try:
            say(self._kept, "BEGIN IMMEDIATE")
            answer = question(self._kept)
            say(self._kept, "COMMIT")
        except BaseException:
            self._let_go()  # with whatever of a failed transaction is still open
            raise
        return answer

    def _let_go(self) -> None:
        kept, self._kept = self._kept, None
        if kept:
            kept.close()

    async def read(self, question: Callable[[Connection], T]) -> T:
        def ask() -> T:
            with connection:
                connection.begin()  # what goes to the driver directly begins nothing
                return question(connection)

        # By hand what SQLAlchemy's AsyncEngine does, which brings the whole ORM with it. Whoever stops waiting for a
        # connection wants none any more; a question that has begun goes on to its end, as one that writes does.
        connection = await greenlet_spawn(self._reading.connect)
        asking = asyncio.create_task(greenlet_spawn(ask))
        self._asking.add(asking)
        asking.add_done_callback(self._answered)
        return await asyncio.shield(asking)

    def _answered(self, asking: asyncio.Task[Any]) -> None:
        self._asking.remove(asking)
        if not asking.cancelled():
            asking.exception()  # else it would be logged where nobody waits for it any more

    def away(self, problem: Exception) -> bool:
        return isinstance(problem, OperationalError | InterfaceError | OSError | TimeoutError)

    def alone(self, connection: Connection, what: Alone) -> None:
        """Nothing to do: a transaction that writes is alone anyway."""

    async def scrub(self) -> bool:
        """Empty the write-ahead log, which holds what pages held before they were overwritten."""

        def truncate() -> bool:
            self._let_go()
            with closing(self._writing.raw_connection()) as connection:
                cursor = connection.cursor()
                try:
                    cursor.execute("PRAGMA busy_timeout=100")  # whoever reads now is done the next time
                    busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                    return not busy
                finally:
                    cursor.execute(f"PRAGMA {_PATIENCE}")

        return await asyncio.get_running_loop().run_in_executor(self._thread, truncate)

    async def close(self) -> None:
        def shut() -> None:
            self._let_go()
            self._writing.dispose()

        if self._asking:  # nobody waits for these any more
            await asyncio.wait(self._asking)
        await greenlet_spawn(self._reading.dispose)
        await asyncio.get_running_loop().run_in_executor(self._thread, shut)
        self._thread.shutdown()


@cache
def _listed(name: str) -> Select[Any]:
    each = func.json_each(bindparam(name, type_=JSON)).table_valued("value")
    return select(each.c.value)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's own handling of transactions begins them late and never IMMEDIATE; ours are `_transact` and `_begin`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


class FileLock:
    """Admits one bot to an SQLite database; it ends with the process, however that ends."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Raises `StoreBusy` where another process has it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            os.close(descriptor)
            raise StoreBusy(
                f"another process is using {self._path.with_suffix('')}: stop it, or set store.url to another file"
            ) from problem
        self._descriptor = descriptor

    def free(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
