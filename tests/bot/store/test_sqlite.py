"""SQLite's two ways: what becomes of a read whose caller has gone, and of a transaction that does not end well."""

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Event, Semaphore

import pytest
from sqlalchemy import event, text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.sqlite import Sqlite

_PATIENCE_S = 10
_MADE = (
    "create table rooms (name text primary key)",
    "create table doors (room text references rooms deferrable initially deferred)",
)


class Held(Sqlite):
    """Whoever reads `held()` waits until it is let go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._free, self._reached = Event(), Semaphore(0)
        self.closed = False
        event.listen(self._reading, "connect", self._learn)

    def _learn(self, connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.create_function("held", 0, self._hold)

    def _hold(self) -> bool:
        self._reached.release()
        return self._free.wait(_PATIENCE_S)

    async def reached(self) -> None:
        """Wait until one more reads it."""
        assert await asyncio.to_thread(self._reached.acquire, timeout=_PATIENCE_S)

    def let_go(self) -> None:
        self._free.set()

    async def close(self) -> None:
        self.closed = True
        await super().close()


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Held]:
    made = Held(tmp_path / "bot.db")
    await made.write(lambda connection: [connection.execute(text(each)) for each in _MADE])
    yield made
    made.let_go()
    if not made.closed:
        await made.close()


def held(connection: Connection) -> None:
    connection.execute(text("select held()")).all()


def add(connection: Connection, name: str = "a") -> None:
    connection.execute(text("insert into rooms values (:name)"), {"name": name})


def rooms(connection: Connection) -> list[str]:
    return list(connection.execute(text("select name from rooms order by name")).scalars())


async def _given_up(task: asyncio.Task[object]) -> None:
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled()


async def test_whoever_gives_up_waiting_to_read_is_not_in_the_way(file: Held) -> None:
    asked: list[Connection] = []
    async with asyncio.TaskGroup() as group:
        for _each in range(2):  # as many as read at once
            group.create_task(file.read(held))
            await file.reached()
        third = asyncio.create_task(file.read(asked.append))
        await asyncio.sleep(0)
        await _given_up(third)
        file.let_go()
    assert await file.read(rooms) == []
    assert not asked


async def test_read_that_nobody_waits_for_fails_silently(file: Held, caplog: pytest.LogCaptureFixture) -> None:
    def wrong(connection: Connection) -> None:
        held(connection)
        connection.execute(text("select * from nowhere"))

    reading = asyncio.create_task(file.read(wrong))
    await file.reached()
    await _given_up(reading)
    del reading
    file.let_go()
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})  # what goes on by itself
    gc.collect()
    assert not caplog.records


async def test_closing_waits_for_what_reads(file: Held) -> None:
    ended = Event()

    def slow(connection: Connection) -> None:
        held(connection)
        ended.set()

    reading = asyncio.create_task(file.read(slow))
    await file.reached()
    await _given_up(reading)
    closing = asyncio.create_task(file.close())
    await asyncio.sleep(0)
    assert not closing.done()
    file.let_go()
    await closing
    assert ended.is_set()


async def test_reading_keeps_nothing(file: Held) -> None:
    await file.read(add)
    assert await file.read(rooms) == []


async def test_transaction_that_can_not_be_committed(file: Held) -> None:
    def inconsistent(connection: Connection) -> None:
        add(connection)
        connection.execute(text("insert into doors values ('nowhere')"))

    with pytest.raises(IntegrityError):
        await file.write(inconsistent)
    await file.write(lambda connection: add(connection, "b"))
    assert await file.read(rooms) == ["b"]


async def test_transaction_that_sqlite_undid_by_itself(file: Held) -> None:
    """Nobody is told that it was written, though its question went on after the error."""

    def undone(connection: Connection) -> None:
        add(connection)
        connection.exec_driver_sql("rollback")  # as SQLite does where the disk is full

    with pytest.raises(OperationalError):
        await file.write(undone)
    await file.write(lambda connection: add(connection, "b"))
    assert await file.read(rooms) == ["b"]
