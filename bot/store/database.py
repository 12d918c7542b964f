"""The database: opened, brought to its newest schema, locked, and unlocked with its keys."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import insert, inspect, select, text
from sqlalchemy.engine import Connection

from bot.errors import KeyMissing, StoreOutdated
from bot.sealing import Digests, Sealer, keys_from, new_key, write_key_file
from bot.store import tables
from bot.store.engines import Engines, FileLock, open_engines

T = TypeVar("T")
_MADE_ONCE = ("digests", "cookies")  # keys that are made with the database and never rotated


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of a database."""

    sealer: Sealer
    digests: Digests
    cookie_key: bytes


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the sealing key comes from: `key` itself (newest first, parted by commas), else the file."""

    file: Path
    key: str = ""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database and what opens what is sealed in it."""

    engines: Engines
    vault: Vault

    async def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` returns, asked without holding up the writer."""
        return await self.engines.read(question)


@asynccontextmanager
async def opened(url: str, keys: KeySource, *, alone: bool = True) -> AsyncIterator[Database]:
    """The database at `url` with the newest schema. `alone` admits no second bot to an SQLite file.

    Raises `SettingsMistaken`, `StoreBusy`, `StoreOutdated` and `KeyMissing`.
    """
    engines = open_engines(url)
    lock = FileLock(engines.path) if engines.path and alone else None
    try:
        if engines.path:
            _owned(engines.path)
        if lock:
            lock.take()
        await migrate(engines)
        yield Database(engines, await engines.write(lambda connection: _unlock(connection, keys)))
    finally:
        await engines.close()
        if lock:
            lock.free()


def _owned(path: Path) -> None:
    """Make the file before SQLite does, so that nobody else can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


async def migrate(engines: Engines) -> None:
    """Bring the schema to the newest version."""
    if await engines.read(_version) == tables.SCHEMA:
        return
    # Alembic is slow to import and needed once in a database's life and version.
    from bot.store.migrations.upgrade import upgrade  # noqa: PLC0415

    def under_a_lock(connection: Connection) -> None:
        if engines.path is None:
            connection.execute(text("select pg_advisory_xact_lock(72616465)"))
        upgrade(connection)

    await engines.write(under_a_lock)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = str(connection.execute(text("select version_num from alembic_version")).scalar_one())
    if version > tables.SCHEMA:
        raise StoreOutdated(f"the database has the schema {version}, newer than {tables.SCHEMA} of this program")
    return version


def _unlock(connection: Connection, keys: KeySource) -> Vault:
    table = tables.secrets
    sealed = dict(connection.execute(select(table.c.name, table.c.sealed)).all())
    sealer = Sealer(*_sealing_keys(keys, empty=not sealed, wanted=next(iter(sealed.values()), b"")))
    if not sealed:
        made = {name: os.urandom(32) for name in _MADE_ONCE}
        sealed = {name: sealer.seal(key, f"secrets:{name}") for name, key in made.items()}
        connection.execute(insert(table), [{"name": name, "sealed": value} for name, value in sealed.items()])
    digests, cookies = (sealer.open(sealed[name], f"secrets:{name}") for name in _MADE_ONCE)
    return Vault(sealer, Digests(digests), cookies)


def _sealing_keys(keys: KeySource, *, empty: bool, wanted: bytes) -> list[bytes]:
    """The keys at hand; only for an empty database one is made."""
    if keys.key:
        return keys_from(keys.key, "store.key")
    if not keys.file.exists():
        if not empty:
            raise KeyMissing(wanted[:8].hex())
        write_key_file(keys.file, new_key())
    return keys_from(keys.file.read_text(), "store.key_file")
