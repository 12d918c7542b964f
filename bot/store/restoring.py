"""`restore`: a copy takes the place of the database, whole or not at all.

Everything is done to a working copy first; the database is touched by the last step alone.
"""

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, create_engine, func, insert, inspect, literal_column, select, text
from sqlalchemy.engine import Connection, Engine

from bot.disk import sync, sync_folder
from bot.errors import NotDone, StoreBusy
from bot.store import tables
from bot.store.copying import writing
from bot.store.database import Database, migrate, opened_by, reaching, version_of
from bot.store.dialects import open_engines
from bot.store.engines import Engines
from bot.store.forgotten import Forgotten
from bot.store.restored import put_to_rest
from bot.store.rotation import alone
from bot.store.seals import try_all
from bot.store.sqlite import FileLock, Sqlite
from bot.store.vault import KeySource, tried

_AT_ONCE: Final = 1000  # rows
Done = Mapping[str, int]
"""What was done to the copy, and to how many of each."""


async def restored(url: str, keys: KeySource, file: Path, *, force: bool = False) -> AsyncIterator[str | Done]:
    """Restore: says each step when it is done, and in the end what was done to the copy.

    Whoever stops listening, or dies, before the last step has the database as it was. Raises as `opened` does, and
    `NotDone`.
    """
    _there(file)
    engines = open_engines(url)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engines.close)
        if engines.path:
            engines.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(engines.path)
            lock.take()
            stack.callback(lock.free)
        with reaching():
            await _refuse_to_overwrite(engines, force=force)
        yield "the database may be overwritten"
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gradebell-")))
        target = engines.path or folder / "copy"
        part = stack.enter_context(writing(target.with_name(f"{target.name}.restored")))
        await asyncio.to_thread(shutil.copyfile, file, part)
        yield "the copy was read"
        done = await _prepared(part, replace(keys, forgotten=keys.forgotten_of(engines)))
        yield "the copy is whole, fits the key and was made ready"
        if engines.path:
            await asyncio.to_thread(_swapped, engines.path, part)
        else:
            await _loaded(engines, part)
        yield done


def _there(file: Path) -> None:
    if not file.is_file():
        raise NotDone(f"there is no file {file}")


async def _refuse_to_overwrite(engines: Engines, *, force: bool) -> None:
    if force or (engines.path and not engines.path.exists()):
        return

    def filled(connection: Connection) -> bool:
        there = inspect(connection).get_table_names()
        found = (each for each in tables.metadata.sorted_tables if each.name in there)
        return any(connection.execute(select(literal_column("1")).select_from(each).limit(1)).first() for each in found)

    if await engines.read(filled):
        raise NotDone("there is a database with rows already: --force overwrites it, and what is in it is lost")


async def _prepared(part: Path, keys: KeySource) -> Done:
    """Check the working copy, bring it to the newest schema, and let nothing in it go on by itself."""
    _check_file(part)
    engines = Sqlite(part)
    try:
        await engines.read(lambda connection: _check_rows(connection, keys))
    finally:
        await engines.close()
    async with opened_by(Sqlite(part), keys, alone=False) as database:
        done = await database.engines.write(lambda connection: _made_ready(connection, database))
        await database.engines.scrub()
    return done


def _check_file(part: Path) -> None:
    try:
        with closing(sqlite3.connect(part)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            names = {name for (name,) in connection.execute("select name from sqlite_master")}
    except sqlite3.DatabaseError as problem:
        raise NotDone("the file is not a copy as `bot.py backup` makes it") from problem
    if not {"alembic_version", "secrets"} <= names:
        raise NotDone("the file is not a copy as `bot.py backup` makes it")
    if said != "ok":
        raise NotDone("the copy is damaged: take another one")


def _check_rows(connection: Connection, keys: KeySource) -> None:
    version_of(connection)
    if tried(connection, keys) is None:
        raise NotDone("the copy is empty")


def _made_ready(connection: Connection, database: Database) -> Done:
    try_all(connection, database.vault.sealer)
    forgotten = Forgotten(database).again(connection)
    return put_to_rest(connection, database.engines) | {"forgotten": forgotten}


def _swapped(path: Path, part: Path) -> None:
    """One file takes the other's place in one step; before it, nothing must be left in the old one's log."""
    _alone_in(part)
    if path.exists():
        _emptied_log(path)
    for end in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    sync(part)
    part.replace(path)
    sync_folder(path.parent)


def _alone_in(part: Path) -> None:
    """Leave nothing of the working copy beside its file."""
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _emptied_log(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as problem:
        if "locked" in str(problem) or "busy" in str(problem):
            raise StoreBusy(f"another program has {path} open: close it first") from problem
    except sqlite3.DatabaseError:  # damaged: that is why a copy is restored
        return


async def _loaded(engines: Engines, part: Path) -> None:
    """All rows in one transaction."""
    await migrate(engines)
    copy = create_engine(f"sqlite:///{part}")
    try:
        async with alone(engines):
            await engines.write(lambda there: _rows(copy, there))
    finally:
        copy.dispose()


def _rows(copy: Engine, there: Connection) -> None:
    every = tables.metadata.sorted_tables
    names = ", ".join(there.dialect.identifier_preparer.format_table(each) for each in every)
    there.execute(text(f"truncate {names}"))
    with copy.connect() as here:
        for table in every:
            for some in here.execution_options(yield_per=_AT_ONCE).execute(select(table)).mappings().partitions():
                there.execute(insert(table), [dict(row) for row in some])
            if "id" in table.c and isinstance(table.c.id.type, BigInteger):
                sequence = func.pg_get_serial_sequence(table.name, "id")
                next_id = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
                there.execute(select(func.setval(sequence, next_id, False)))
