"""`backup`: a consistent copy of the whole database, while bots work on it.

A copy is an SQLite file, whichever database it is of, with the same tables and what is sealed sealed as it was; so it
can be restored into either.
"""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, insert, select
from sqlalchemy.engine import Connection

from bot.disk import come_to_be, new_empty
from bot.errors import NotDone, SettingsMistaken
from bot.store import tables
from bot.store.database import reaching, version_of
from bot.store.dialects import open_engines
from bot.store.engines import Engines
from bot.store.seals import try_all
from bot.store.vault import KeySource, tried

_AT_ONCE: Final = 1000  # rows


async def copied(url: str, keys: KeySource, file: Path) -> None:
    """Copy the database at `url` into a new file. Raises as `opened` does, and `NotDone`; changes nothing."""
    _new(file)
    engines = open_engines(url)
    if engines.path and not engines.path.exists():
        raise NotDone(f"store.url: there is no database at {engines.path} yet")
    try:
        with reaching(), writing(file) as part:
            await engines.read(lambda connection: _ready(connection, keys))
            if engines.path:
                await asyncio.to_thread(_vacuumed, engines.path, part)
            else:
                await _read_into(engines, part)
            try:
                come_to_be(part, file)
            except FileExistsError as problem:
                raise NotDone(_there(file)) from problem
    finally:
        await engines.close()


def _new(file: Path) -> None:
    if file.exists():
        raise NotDone(_there(file))
    if not file.absolute().parent.is_dir():
        raise NotDone(f"there is no folder {file.absolute().parent}")


def _there(file: Path) -> str:
    return f"{file} is there already: take another name"


@contextmanager
def writing(file: Path) -> Iterator[Path]:
    """A file beside it that is there only meanwhile, for its owner alone."""
    part = file.with_name(f"{file.name}.part")
    names = [part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm"))]
    for each in names:
        each.unlink(missing_ok=True)
    try:
        new_empty(part)
        yield part
    except OSError as problem:
        raise NotDone(f"{file}: can not be written ({problem.strerror})") from problem
    except sqlite3.Error as problem:  # a full disk, as a rule
        raise NotDone(f"{file}: can not be written ({problem})") from problem
    finally:
        for each in names:
            each.unlink(missing_ok=True)


def _ready(connection: Connection, keys: KeySource) -> None:
    """Whether a copy of it could be restored."""
    version = version_of(connection)
    vault = tried(connection, keys)
    if vault is None:
        raise NotDone("the database is empty: there is nothing to copy")
    if version == tables.SCHEMA:
        try_all(connection, vault.sealer)
    elif connection.dialect.name != "sqlite":
        raise SettingsMistaken(["store.url: the database has an older schema: run `bot.py migrate` first"])


def _vacuumed(database: Path, part: Path) -> None:
    """As one moment's whole, without what was deleted from it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))


async def _read_into(engines: Engines, part: Path) -> None:
    copy = create_engine(f"sqlite:///{part}")
    try:
        with copy.begin() as there:
            tables.make(there)
            await engines.read(lambda here: _rows(here, there))
    finally:
        copy.dispose()


def _rows(here: Connection, there: Connection) -> None:
    here.execution_options(isolation_level="REPEATABLE READ", yield_per=_AT_ONCE)
    for table in tables.metadata.sorted_tables:
        for some in here.execute(select(table)).mappings().partitions():
            there.execute(insert(table), [dict(row) for row in some])
