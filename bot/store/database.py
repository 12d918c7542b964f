"""The database: opened, brought to its newest schema, locked, and unlocked with its keys."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreOutdated, StoreUnreachable
from bot.sealing import Sealer
from bot.store import tables
from bot.store.dialects import open_engines
from bot.store.engines import Alone, Engines
from bot.store.seals import try_all
from bot.store.sqlite import FileLock
from bot.store.vault import KeySource, Vault, given_by, tried, unlocked
from bot.values import dataclass

T = TypeVar("T")
_TO_BE_MADE = "ok, will be made at the first start"
_PATIENCE_S = 2.0  # how long it may take to say that it is there


@dataclass(frozen=True, slots=True)
class Database:
    """An open database and what opens what is sealed in it."""

    engines: Engines
    vault: Vault
    forgotten: Path  # where it is listed who was forgotten

    async def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` returns, asked without holding up the writer."""
        return await self.engines.read(question)

    async def trouble(self) -> str:
        """Why the database can't be asked now; "" where it answers."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self.read(lambda connection: connection.execute(text("select 1")))
        except (SQLAlchemyError, OSError) as problem:
            return f"the database does not answer ({type(problem).__name__})"
        return ""


@asynccontextmanager
async def opened(url: str, keys: KeySource, *, alone: bool = True) -> AsyncIterator[Database]:
    """The database at `url` with the newest schema. `alone` admits no second bot to an SQLite file.

    Raises `SettingsMistaken`, `StoreBusy`, `StoreUnreachable`, `StoreOutdated` and, before anything is changed,
    `KeyMissing`.
    """
    async with opened_by(open_engines(url), keys, alone=alone) as database:
        yield database


@asynccontextmanager
async def opened_by(engines: Engines, keys: KeySource, *, alone: bool) -> AsyncIterator[Database]:
    """As `opened`, with engines that were made already; they are closed at the end."""
    lock = FileLock(engines.path) if engines.path and alone else None
    try:
        with reaching():
            given_by(keys)  # a key that is none is told before a file is made
            if engines.path:
                _owned(engines.path)
            if lock:
                lock.take()
            await engines.read(lambda connection: tried(connection, keys))
            await migrate(engines)
            vault = await engines.write(lambda connection: unlocked(connection, keys))
        yield Database(engines, vault, keys.forgotten_of(engines))
    finally:
        await engines.close()
        if lock:
            lock.free()


async def looked_at(url: str, keys: KeySource) -> tuple[str, str]:
    """How the database and its key do, in words for an operator; makes and changes nothing.

    Raises as `opened` does.
    """
    engines = open_engines(url)
    try:
        with reaching():
            given = given_by(keys)
            if engines.path and not engines.path.exists():
                return _TO_BE_MADE, _given_said(given)
            version = await engines.read(version_of)
            key = await engines.read(lambda connection: _key_said(connection, keys))
    finally:
        await engines.close()
    database = "ok" if version == tables.SCHEMA else "ok, the next start brings it to the newest schema"
    return database, key


async def sealed_already(url: str, keys: KeySource) -> None:
    """Raises `KeyMissing` where something in the database is sealed that `keys` don't open; changes nothing."""
    engines = open_engines(url)
    try:
        if engines.path is None or engines.path.exists():
            with reaching():
                await engines.read(lambda connection: tried(connection, keys))
    finally:
        await engines.close()


@contextmanager
def reaching() -> Iterator[None]:
    """Turn what drivers say of a database that can't be opened into words that name no password."""
    try:
        yield
    except (OSError, DBAPIError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else type(problem.orig).__name__
        raise StoreUnreachable(f"store.url: the database can not be opened ({why})") from problem


def _owned(path: Path) -> None:
    """Make the file before SQLite does, so that nobody else can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


async def migrate(engines: Engines) -> None:
    """Bring the schema to the newest version."""
    if await engines.read(version_of) == tables.SCHEMA:
        return

    def under_a_lock(connection: Connection) -> None:
        engines.alone(connection, Alone.MIGRATING)
        if version_of(connection) is None:
            tables.make(connection)
            return
        # Alembic is slow to import, and needed once in a version's life.
        from bot.store.migrations.upgrade import upgrade  # noqa: PLC0415

        upgrade(connection)

    await engines.write(under_a_lock)


def version_of(connection: Connection) -> str | None:
    """The schema of a database; `None` where there is none yet. Raises `StoreOutdated`."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = str(connection.execute(text("select version_num from alembic_version")).scalar_one())
    if version > tables.SCHEMA:
        raise StoreOutdated(f"the database has the schema {version}, newer than {tables.SCHEMA} of this program")
    return version


def _key_said(connection: Connection, keys: KeySource) -> str:
    """How the key does, in words for an operator."""
    vault = tried(connection, keys)
    if vault is None:
        return _given_said(given_by(keys))
    sealer = vault.sealer
    if version_of(connection) == tables.SCHEMA and not try_all(connection, sealer):
        return f"{sealer.key_id}, and a rotation is not finished: stop the bot and run `bot.py keys rotate`"
    older = len(sealer.key_ids) - 1
    return f"ok, {sealer.key_id}" + (f"; nothing needs the {older} older" if older else "")


def _given_said(given: Sequence[bytes]) -> str:
    """The same, where nothing is sealed yet."""
    return f"ok, {Sealer(*given).key_id}" if given else _TO_BE_MADE
