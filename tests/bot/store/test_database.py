"""Opening a database: its schema, its key, its lock."""

import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import ReflectedIndex

from bot.conversation import Open
from bot.errors import KeyMissing, SettingsMistaken, StoreBusy, StoreOutdated
from bot.sealing import Sealer, keys_from, new_key
from bot.store import tables
from bot.store.database import Database, looked_at, opened
from bot.store.history import History, Line
from bot.store.migrations.upgrade import upgrade
from bot.store.settled import Keep, Settled
from bot.store.sqlite import FileLock
from bot.store.upkeep import Upkeep
from bot.store.vault import KeySource
from tests.bot.store.conftest import Stores, writing
from tests.bot.store.messages import person_of, said


def _index(found: ReflectedIndex) -> tuple[object, ...]:
    where = [str(value) for option, value in found["dialect_options"].items() if option.endswith("_where")]
    return found["column_names"], found["unique"], where


def schema(connection: Connection) -> dict[str, object]:
    """All that makes a difference between two databases without rows, by table."""
    found: dict[str, object] = {}
    looked_at = inspect(connection)
    for name in sorted(looked_at.get_table_names()):
        columns = {
            each["name"]: (str(each["type"]), each["nullable"], each["default"]) for each in looked_at.get_columns(name)
        }
        indexes = {each["name"]: _index(each) for each in looked_at.get_indexes(name)}
        keys = looked_at.get_pk_constraint(name)["constrained_columns"], looked_at.get_unique_constraints(name)
        found[name] = columns, indexes, keys, looked_at.get_foreign_keys(name)
    if connection.dialect.name == "sqlite":
        without = text("select name from sqlite_master where sql like '%WITHOUT ROWID%' order by name")
        found["without rowid"] = connection.execute(without).scalars().all()
    return found


async def test_migrations_make_the_tables(stores: Stores) -> None:
    """A new database is as one that was brought there step by step; `SCHEMA` names the last of them."""

    def anew(connection: Connection) -> dict[str, object]:
        tables.metadata.drop_all(connection)
        connection.execute(text("drop table alembic_version"))
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []
        return schema(connection)

    database = await stores.database()
    made = await database.read(schema)
    assert await database.engines.write(anew) == made
    assert await stores.rows("select version_num from alembic_version") == [(tables.SCHEMA,)]


async def test_newer_schema_is_refused(stores: Stores) -> None:
    await stores.change("update alembic_version set version_num = '9999'")
    with pytest.raises(StoreOutdated, match="9999"):
        await stores.database()


@asynccontextmanager
async def sqlite(folder: Path, key: str = "") -> AsyncIterator[Database]:
    async with opened(f"sqlite:///{folder}/bot.db", KeySource(folder / "bot.key", key)) as database:
        yield database


async def test_key_file_is_made_for_an_empty_database(tmp_path: Path) -> None:
    async with sqlite(tmp_path):
        assert stat.S_IMODE((tmp_path / "bot.key").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "bot.db").stat().st_mode) == 0o600


async def test_missing_key_is_named_and_none_is_made(tmp_path: Path) -> None:
    async with sqlite(tmp_path) as database:
        key_id = database.vault.sealer.key_id
    (tmp_path / "bot.key").unlink()
    with pytest.raises(KeyMissing, match=key_id):
        async with sqlite(tmp_path):
            pass
    assert not (tmp_path / "bot.key").exists()


async def test_other_key_is_refused(tmp_path: Path) -> None:
    async with sqlite(tmp_path) as database:
        key_id = database.vault.sealer.key_id
    with pytest.raises(KeyMissing, match=key_id):
        async with sqlite(tmp_path, new_key()):
            pass


async def test_what_is_no_key_is_told_before_a_database_is_made(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/bot.db", tmp_path / "bot.key"
    for setting, keys in (("store.key", KeySource(file, "abc")), ("store.key_file", KeySource(file))):
        if not keys.key:
            file.write_text("abc")
        with pytest.raises(SettingsMistaken, match=f"{setting}: not a key"):
            await looked_at(url, keys)
        with pytest.raises(SettingsMistaken, match=f"{setting}: not a key"):
            async with opened(url, keys):
                pass
        assert not list(tmp_path.glob("bot.db*"))


async def test_key_that_is_there_already_is_named(tmp_path: Path) -> None:
    """By its id, before there is a database too; else it is said that one will be made."""
    url, file = f"sqlite:///{tmp_path}/bot.db", tmp_path / "bot.key"
    assert await looked_at(url, KeySource(file)) == ("ok, will be made at the first start",) * 2
    key = new_key()
    key_id = Sealer(*keys_from(key, "store.key")).key_id
    assert await looked_at(url, KeySource(file, key)) == ("ok, will be made at the first start", f"ok, {key_id}")


async def test_keys_stay_the_same(tmp_path: Path) -> None:
    async with sqlite(tmp_path) as database:
        first = database.vault
    async with sqlite(tmp_path) as database:
        assert database.vault.cookie_key == first.cookie_key
        assert database.vault.digests.of("a") == first.digests.of("a")


async def test_second_bot_is_refused(tmp_path: Path) -> None:
    async with sqlite(tmp_path):
        with pytest.raises(StoreBusy):
            async with sqlite(tmp_path):
                pass
    async with sqlite(tmp_path):
        pass


def test_lock_ends_with_its_holder(tmp_path: Path) -> None:
    one, other = FileLock(tmp_path / "bot.db"), FileLock(tmp_path / "bot.db")
    one.take()
    with pytest.raises(StoreBusy):
        other.take()
    one.free()
    other.take()
    other.free()


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/name", "sqlite://"])
async def test_address_of_no_database_of_ours(url: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsMistaken, match=r"store\.url"):
        async with opened(url, KeySource(tmp_path / "bot.key")):
            pass


async def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    def pragmas(connection: Connection) -> tuple[object, ...]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return tuple(connection.execute(text(f"pragma {name}")).scalar_one() for name in names)

    async with sqlite(tmp_path) as database:
        assert await database.engines.write(pragmas) == ("wal", 2, 1, 1)


async def test_full_disk_leaves_who_writes_patient(tmp_path: Path) -> None:
    """What else was to be written while the log can't be emptied waits for its turn as before."""
    soft, hard = getrlimit(RLIMIT_FSIZE)
    async with sqlite(tmp_path) as database:
        written = text("insert into alarms values ('a', 0)")
        await database.engines.write(lambda connection: connection.execute(written))
        setrlimit(RLIMIT_FSIZE, (0, hard))
        try:
            with pytest.raises(sqlite3.OperationalError):
                await database.engines.scrub()
        finally:
            setrlimit(RLIMIT_FSIZE, (soft, hard))
        patience = text("pragma busy_timeout")
        assert await database.engines.write(lambda connection: connection.execute(patience).scalar_one()) == 10_000
        assert await database.engines.scrub()


async def test_history_keeps_a_line_in_its_last_form(stores: Stores) -> None:
    database = await stores.database()
    async with writing(database) as writer:
        history = History(database, writer)
        await history.keep("chat", Line("1", "asking"))
        await history.keep("chat", Line("2", "more"))
        await history.keep("chat", Line("1", "answer", options=(("/cet", "again"),)))
        await history.keep("other", Line("1", "elsewhere"))
        lines = await history.last("chat", 50)
        assert [line.text for line in lines] == ["answer", "more"]
        assert await history.last("chat", 1) == lines[1:]


async def test_history_hears_a_line_once(stores: Stores) -> None:
    """Whatever it has become since, it does not come back."""
    database = await stores.database()
    async with writing(database) as writer:
        history = History(database, writer)
        assert await history.hear("chat", Line("1", "hunter2", author="web:a"))
        await history.keep("chat", Line("1", "••••", author="web:a"))
        assert not await history.hear("chat", Line("1", "hunter2", author="web:a"))
        assert await history.hear("other", Line("1", "elsewhere", author="web:a"))
        assert [line.text for line in await history.last("chat", 50)] == ["••••"]


async def test_files_rooms_and_ended_cookies(stores: Stores) -> None:
    database = await stores.database()
    async with writing(database) as writer:
        history = History(database, writer)
        await history.put_file("token", "chat", "成绩.csv", b"\xff\x00")
        assert await history.file("token") == ("chat", "成绩.csv", b"\xff\x00")
        assert await history.file("other") is None
        assert await history.room_admin("class", "web:a") == "web:a"
        assert await history.room_admin("class", "web:b") == "web:a"
        assert not await history.ended("visitor")
        await history.end("visitor")
        assert await history.ended("visitor")


async def test_file_that_can_not_be_read_any_more(stores: Stores) -> None:
    """Its link leads nowhere, as one that has run out."""
    database = await stores.database()
    async with writing(database) as writer:
        history = History(database, writer)
        await history.put_file("token", "chat", "成绩.csv", b"1")
        await stores.change("update files set payload = substr(payload, 1, 25)")
        assert await history.file("token") is None


async def test_upkeep_deletes_what_has_run_out(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([])
    database = await stores.database()
    async with writing(database) as writer:
        history = History(database, writer)
        await history.keep("chat", Line("old", "old"))
        await stores.change("update history set at = at - 31 * 86400.0")
        await history.keep("chat", Line("new", "new"))
        await writer.ask(Upkeep(database, conversation_s=1800, reading_s=600))
        assert [line.id for line in await history.last("chat", 50)] == ["new"]


async def test_answers_of_what_ran_out_go_before_the_question(stores: Stores) -> None:
    """A password may be among them; who comes late is still told which form it was."""
    store, database = await stores.store(), await stores.database()
    for sender in ("alice", "bob"):
        await store.receive([said("a line", sender=sender)])
        [claimed] = await store.claim(1)
        kept = Keep(claimed.work.incoming.lane, Open("login", "sure", {"password": "hunter2"}))
        await store.settle(claimed.work, Settled(person_of(claimed), conversations=(kept,)))
    await stores.change("update conversations set at = at - 5401 where lane = 'web//private/alice/'")
    async with writing(database) as writer:
        await writer.ask(Upkeep(database, conversation_s=1800, reading_s=600))
    await store.receive([said("late", sender="alice"), said("in time", sender="bob")])
    waiting = {each.work.incoming.sender: each.waiting for each in await store.claim(2)}
    assert waiting["alice"]
    assert waiting["alice"].open == Open("login", "sure", {})
    assert waiting["bob"]
    assert waiting["bob"].open.answers == {"password": "hunter2"}


async def test_lease_of_a_dead_process_is_no_row_for_ever(stores: Stores) -> None:
    store, database = await stores.store(), await stores.database()
    assert await store.lease("credit/of somebody")
    assert await store.lease("telegram/7")
    await stores.change("update leases set until = until - 90000 where name like 'credit/%'")
    async with writing(database) as writer:
        await writer.ask(Upkeep(database, conversation_s=1800, reading_s=600))
    assert await stores.rows("select name from leases") == [("telegram/7",)]
