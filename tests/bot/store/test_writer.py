"""The writer: batches, questions last, one bad row hurting only its own caller."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Update, bindparam, insert, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.errors import StoreUnreachable
from bot.store import tables
from bot.store.database import opened
from bot.store.order import Order
from bot.store.vault import KeySource
from bot.store.writer import Row, Statement, Writer
from tests.bot.store.conftest import Stores, writing

PUT = Statement(Order.KEEP_LINE, insert(tables.rooms))


def room(name: str) -> Row:
    return Row(PUT, {"room": name, "admin": "web:a"})


def rooms(connection: Connection) -> list[str]:
    return list(connection.execute(select(tables.rooms.c.room).order_by(tables.rooms.c.room)).scalars())


async def test_all_that_waits_is_one_transaction(stores: Stores) -> None:
    async with writing(await stores.database()) as writer:
        await asyncio.gather(*(writer.write(room(f"{n:02}")) for n in range(50)))
        assert writer.batches == 1
        assert len(await writer.ask(rooms)) == 50


async def test_batch_grows_as_long_as_others_come(stores: Stores) -> None:
    """At each turn of the loop one more; who is alone waits for nobody."""

    async def after(turns: int) -> None:
        for _turn in range(turns):
            await asyncio.sleep(0)
        await writer.write(room(f"{turns:02}"))

    async with writing(await stores.database()) as writer:
        await asyncio.gather(*(after(turns) for turns in range(20)))
        assert writer.batches == 1
        await writer.write(room("later"))
        assert writer.batches == 2


async def test_question_sees_what_came_with_it(stores: Stores) -> None:
    async with writing(await stores.database()) as writer:
        asked, _written = await asyncio.gather(writer.ask(rooms), writer.write(room("a")))
        assert (asked, writer.batches) == (["a"], 1)


async def test_bad_row_hurts_only_its_caller(stores: Stores) -> None:
    async with writing(await stores.database()) as writer:
        results = await asyncio.gather(
            writer.write(room("a")), writer.write(room("b"), room("b")), writer.write(room("c")), return_exceptions=True
        )
        assert [type(result) for result in results] == [type(None), IntegrityError, type(None)]
        assert await writer.ask(rooms) == ["a", "c"]


async def test_question_that_fails_hurts_only_its_caller(stores: Stores) -> None:
    def broken(_connection: Connection) -> None:
        raise RuntimeError("broken")

    async with writing(await stores.database()) as writer:
        results = await asyncio.gather(writer.ask(broken), writer.write(room("a")), return_exceptions=True)
        assert isinstance(results[0], RuntimeError)
        assert await writer.ask(rooms) == ["a"]


@pytest.mark.parametrize(
    "lacks",
    [
        update(tables.rooms).where(tables.rooms.c.room == bindparam("which")).values(admin="web:b"),
        update(tables.rooms).where(tables.rooms.c.room.in_(["a", "b"])).values(admin=bindparam("admin")),
    ],
    ids=["a value", "a list of its own"],
)
async def test_statement_that_needs_more_than_the_row_is_refused(stores: Stores, lacks: Update) -> None:
    """The driver would find nothing, and say nothing of it."""
    engines = (await stores.database()).engines
    if engines.path is None:
        pytest.skip("PostgreSQL's driver prepares by itself")
    async with writing(await stores.database()) as writer:
        with pytest.raises(TypeError, match="not to be prepared"):
            await writer.write(Row(Statement(Order.KEEP_LINE, lacks), {"admin": "web:c"}))


async def test_cancelled_caller_leaves_the_batch_whole(stores: Stores) -> None:
    async with writing(await stores.database()) as writer:
        leaving, staying = (asyncio.create_task(writer.write(room(name))) for name in "ab")
        await asyncio.sleep(0)
        leaving.cancel()
        await staying
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert await writer.ask(rooms) == ["a", "b"]


async def test_stopping_writes_what_waits(stores: Stores) -> None:
    database = await stores.database()
    writer = Writer(database.engines)
    waiting = asyncio.create_task(writer.write(room("a")))
    await asyncio.sleep(0)
    writer.stop()
    await writer.run()
    await waiting
    assert await database.read(rooms) == ["a"]


@asynccontextmanager
async def alone(folder: Path) -> AsyncIterator[Writer]:
    """On SQLite, where it has a thread for itself."""
    keys = KeySource(folder / "bot.key")
    async with opened(f"sqlite:///{folder}/bot.db", keys) as database, writing(database) as writer:
        yield writer


async def test_full_database_is_trouble_until_something_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changes nothing fits a full one, too, and tells nothing; nor does what was long ago."""
    async with alone(tmp_path) as writer:
        await writer.ask(lambda connection: connection.execute(text("PRAGMA max_page_count = 1")))
        with pytest.raises(StoreUnreachable):
            await writer.write(*(room(f"{n}{'x' * 1000}") for n in range(50)))
        await writer.ask(rooms)
        assert writer.trouble() == "the database takes nothing (OperationalError)"
        with monkeypatch.context() as later:
            later.setattr("bot.store.writer._LATELY_S", 0)
            assert writer.trouble() == ""
        await writer.ask(lambda connection: connection.execute(text("PRAGMA max_page_count = 1000000")))
        await writer.write(room("a"))
        assert writer.trouble() == ""


async def test_transaction_that_waits_is_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.writer._PATIENCE_S", 0)
    begun, free = Event(), Event()

    def held(_connection: Connection) -> None:
        begun.set()
        free.wait(10)

    async with alone(tmp_path) as writer:
        asking = asyncio.ensure_future(writer.ask(held))
        await asyncio.to_thread(begun.wait, 10)
        told = writer.trouble()
        free.set()
        await asking
        assert (told, writer.trouble()) == ("the database keeps what is to be written waiting", "")
