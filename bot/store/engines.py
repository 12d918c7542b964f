"""What differs between SQLite and PostgreSQL: engines, the clock, the conflict clause, and who may work alone."""

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Double, Table, event, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import SettingsMistaken, StoreBusy

Insert = sqlite.Insert | postgresql.Insert

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "secure_delete=ON",
)


@dataclass(frozen=True, slots=True)
class Engines:
    """One engine that writes and one that only reads (the same one on PostgreSQL)."""

    writing: AsyncEngine
    reading: AsyncEngine
    clock: ColumnElement[float]  # now, in seconds of the epoch, by the database's own clock
    insert: Callable[[Table], Any]  # an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`
    skip_locked: bool  # rows that another process is claiming are passed over
    path: Path | None  # the database's file, where it is one

    async def close(self) -> None:
        await self.reading.dispose()
        await self.writing.dispose()


def open_engines(url: str) -> Engines:
    """Engines for `store.url`; connects to nothing yet. Raises `SettingsMistaken`."""
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
    except Exception as problem:
        raise SettingsMistaken(["store.url: not the address of a database"]) from problem
    if name == "sqlite" and parsed.database:
        return _sqlite(Path(parsed.database))
    if name == "postgresql":
        return _postgresql(parsed.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False))
    raise SettingsMistaken(["store.url: must begin with sqlite:/// or postgresql://"])


def _sqlite(path: Path) -> Engines:
    address = f"sqlite+aiosqlite:///{path}"
    writing = create_async_engine(address, pool_size=1, max_overflow=0, pool_timeout=60)
    reading = create_async_engine(address, pool_size=2, max_overflow=0, pool_timeout=60)
    for engine, begin in ((writing, "BEGIN IMMEDIATE"), (reading, "BEGIN")):
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _beginning(begin))
    clock = literal_column("((julianday('now') - 2440587.5) * 86400.0)", Double)
    return Engines(writing, reading, clock, sqlite.insert, skip_locked=False, path=path)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's own handling of transactions begins them late and never IMMEDIATE; ours is `_beginning`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _beginning(statement: str) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(statement)

    return begin


def _postgresql(address: str) -> Engines:
    engine = create_async_engine(address, pool_size=5, max_overflow=5)
    clock = literal_column("cast(extract(epoch from clock_timestamp()) as double precision)", Double)
    return Engines(engine, engine, clock, postgresql.insert, skip_locked=True, path=None)


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
            raise StoreBusy(f"another process is using {self._path.stem}") from problem
        self._descriptor = descriptor

    def free(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
