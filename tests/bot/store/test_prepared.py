"""Statements that go to SQLite's driver by themselves: what they return, and what becomes of an error."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.store import tables
from bot.store.sqlite import Sqlite
from tests.bot.store.conftest import Stores

NAMES = select(tables.rooms.c.room).order_by(tables.rooms.c.room)
NOTED = [{"person": name, "spoiler": spoiler} for name, spoiler in (("a", True), ("b", False), ("c", None))]


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Sqlite]:
    """A database with our tables, and four rooms in it."""
    file = Sqlite(tmp_path / "rooms.db")
    await file.write(tables.metadata.create_all)
    await file.write(
        lambda connection: file.execute_many(connection, insert(tables.rooms), [room(name) for name in "abcd"])
    )
    yield file
    await file.close()


def room(name: str) -> dict[str, str]:
    return {"room": name, "admin": "web:a"}


async def test_columns_come_by_name_and_in_their_types(stores: Stores) -> None:
    """Whichever database it is; what is a truth value there is one here."""
    persons = tables.persons
    written = insert(persons).values(at=0.0)
    asked = select(persons.c.id, persons.c.spoiler, func.length(persons.c.id).label("letters")).order_by(persons.c.id)
    engines = (await stores.database()).engines

    def question(connection: Connection) -> list[dict[str, object]]:
        engines.execute_many(
            connection, written, [{"id": each["person"], "spoiler": each["spoiler"]} for each in NOTED]
        )
        return engines.fetch_all(connection, asked, {})

    assert await engines.write(question) == [
        {"id": each["person"], "spoiler": each["spoiler"], "letters": 1} for each in NOTED
    ]


async def test_error_while_rows_are_fetched_is_the_database_s(file: Sqlite) -> None:
    """As a page of the disk that can't be read: the caller is told so, and may try again."""

    def unreadable(room: str) -> str:
        if room == "d":
            raise OSError
        return room

    def question(connection: Connection) -> list[dict[str, object]]:
        driver: Any = connection.connection.driver_connection
        driver.create_function("unreadable", 1, unreadable)
        return file.fetch_all(connection, select(func.unreadable(tables.rooms.c.room)), {})

    with pytest.raises(OperationalError):  # which to the writer is a database that does not answer
        await file.write(question)


async def test_one_read_sees_one_state(file: Sqlite) -> None:
    """Whoever writes in the meantime changes nothing of it."""

    def question(connection: Connection) -> list[int]:
        before = file.fetch_all(connection, NAMES, {})
        with sqlite3.connect(file.path or "") as other:
            other.execute("insert into rooms (room, admin) values ('e', 'web:a')")
        other.close()
        return [len(before), len(file.fetch_all(connection, NAMES, {}))]

    assert await file.read(question) == [4, 4]


async def test_after_a_commit_that_failed_comes_the_next(file: Sqlite) -> None:
    """SQLite leaves such a transaction open, on a connection that is kept from one to the next."""

    def orphaned(connection: Connection) -> None:
        connection.exec_driver_sql("create table parents (id integer primary key)")
        connection.exec_driver_sql(
            "create table children (parent references parents (id) deferrable initially deferred)"
        )
        connection.exec_driver_sql("insert into children values (1)")

    with pytest.raises(IntegrityError):
        await file.write(orphaned)
    await file.write(lambda connection: file.execute_many(connection, insert(tables.rooms), [room("e")]))

    assert [row["room"] for row in await file.write(lambda c: file.fetch_all(c, NAMES, {}))] == [*"abcde"]
