"""Copies: of either database, into either, whole or not at all; and nothing in them goes on by itself."""

import shutil
import sqlite3
import stat
from contextlib import AsyncExitStack, aclosing, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.changes import Bind, Forget, Unlink
from bot.errors import KeyMissing, NotDone, StoreBusy, StoreOutdated
from bot.people import Account
from bot.sealing import new_key
from bot.store.copying import copied
from bot.store.database import opened
from bot.store.restoring import restored
from bot.store.rotation import rotated
from bot.store.settled import Settled
from bot.store.store import Store
from bot.store.vault import KeySource
from tests.bot.store.conftest import Stores
from tests.bot.store.furnished import account_of, furnish
from tests.bot.store.messages import ALL, person_of, said
from tests.bot.store.test_forgetting import forget
from tests.bot.store.test_linking import account, linked, numbers, says
from tests.bot.store.test_rotation import died

_WEEK = timedelta(days=7)


async def restore(stores: Stores, file: Path, *, force: bool = True, most: int = 1000) -> dict[str, int]:
    """Restore, and stop listening after so many steps; what was done to the copy."""
    done: dict[str, int] = {}
    async with aclosing(cast("Any", restored(stores.url, stores.keys, file, force=force))) as going:
        async for step in going:
            most -= 1
            if isinstance(step, dict):
                done = step
            if not most:
                break
    return done


async def people(stores: Stores) -> list[object]:
    return [handle for (handle,) in await stores.rows("select handle from addresses order by handle")]


async def kept(store: Store, sender: str) -> None:
    """Somebody of whom something is kept."""
    await store.receive([said("/bind", sender=sender)])
    claimed = next(each for each in await store.claim(5) if each.work.incoming.sender == sender)
    account = Account(store.keeping.accounts.id_of("kaoshiyun", sender), "kaoshiyun", sender)
    await store.settle(claimed.work, Settled(person_of(claimed), changes=(Bind(account),)))


async def copy(stores: Stores, tmp_path: Path) -> Path:
    """A copy with Alice in it, made while the bot runs; Bob comes later."""
    store, file = await stores.store(), tmp_path / "copies" / "one"
    await furnish(await stores.database(), store)
    file.parent.mkdir()
    await copied(stores.url, stores.keys, file)
    await kept(store, "bob")
    return file


async def test_what_was_copied_is_there_again(stores: Stores, tmp_path: Path) -> None:
    file = await copy(stores, tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["one"]
    await stores.stack.aclose()
    done = await restore(stores, file)
    assert done["credits"] == 1
    assert await people(stores) == ["web:alice"]
    store = await stores.store()
    async with store.keeping.credits.of(account_of(store, "alice").id) as credit:
        assert credit.value == "credit of alice"
    await kept(store, "carol")  # new rows get new numbers
    await furnish(await stores.database(), store, "dora")
    assert await people(stores) == ["web:alice", "web:carol", "web:dora"]


async def test_nothing_in_it_goes_on_by_itself(stores: Stores, tmp_path: Path) -> None:
    """Not what waited for an answer, to be sent, or for its time; and words that can be used once are used up."""
    store = await stores.store()
    await store.lease("telegram/7")
    await store.keeping.tokens.put("code", "an account", per=_WEEK)
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    done = await restore(stores, file)
    assert (done["inbox"], done["outbox"], done["batches"], done["tokens"]) == (1, 1, 1, 1)
    store = await stores.store("two")
    assert await store.claim(5) == []
    assert await stores.rows("select key from outbox") == []
    assert await stores.rows("select place from batch_rows") == []
    assert await stores.rows("select kind from tokens") == [("cover",)]
    assert await stores.rows("select name from leases") == []
    assert await store.parcels(ALL, 5) == []


async def test_sealed_in_the_copy_too(stores: Stores, tmp_path: Path) -> None:
    """The key is not in it, and nothing of what is sealed can be read."""
    data = (await copy(stores, tmp_path)).read_bytes()
    assert b"web//private/alice/" in data
    for secret in ("林晓雯".encode(), b"credit of", b"score of", stores.keys.file.read_text().strip().encode()):
        assert secret not in data


@pytest.mark.parametrize("moved", [False, True])
async def test_who_was_forgotten_since_is_not_there(stores: Stores, tmp_path: Path, *, moved: bool) -> None:
    """At the address that was forgotten, with all that hangs on it; others are. Also in a database of another kind."""
    store = await stores.store()
    await kept(store, "bob")
    await copy(stores, tmp_path)
    await stores.change("delete from inbox")
    await forget(store, "alice")
    await stores.stack.aclose()
    if moved:  # whose list has another name
        (written,) = tmp_path.rglob("*.forgotten")
        written.rename(written.with_name("of-another-kind.forgotten"))
    done = await restore(stores, tmp_path / "copies" / "one")
    assert done["forgotten"] == 1
    assert await people(stores) == ["web:bob"]
    for table in ("history", "files", "buttons", "conversations", "dead", "watches", "known", "credits"):
        assert await stores.rows(f"select count(*) from {table}") == [(0,)], table


@pytest.mark.parametrize(("one", "other"), [("phone", "laptop"), ("laptop", "phone")])
async def test_address_that_parted_and_was_forgotten_alone(
    stores: Stores, tmp_path: Path, one: str, other: str
) -> None:
    """In the copy both are one person still: what was bound at the other address stays."""
    store = await stores.store()
    for sender in (one, other):
        await says(store, sender, Bind(account(store, f"of {sender}")))
    await linked(store, "phone", "laptop")
    await copied(stores.url, stores.keys, tmp_path / "copy")
    await says(store, "laptop", Unlink())
    await says(store, one, Forget())
    await stores.stack.aclose()
    assert (await restore(stores, tmp_path / "copy"))["forgotten"] == 1
    store = await stores.store()
    assert numbers(await says(store, other)) == [f"of {other}"]
    assert numbers(await says(store, one)) == []


async def test_database_that_is_damaged_can_be_overwritten(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        stores = Stores(f"sqlite:///{tmp_path}/bot.db", KeySource(tmp_path / "bot.key"), stack)
        file = await copy(stores, tmp_path)
        await stack.aclose()
        (tmp_path / "bot.db").write_bytes(b"no database any more " * 1000)
        await restore(stores, file)
        assert await people(stores) == ["web:alice"]


async def test_who_came_back_before_the_copy_is_there(stores: Stores, tmp_path: Path) -> None:
    store = await stores.store()
    await kept(store, "alice")
    await forget(store, "alice")
    await copy(stores, tmp_path)
    await stores.stack.aclose()
    assert (await restore(stores, tmp_path / "copies" / "one"))["forgotten"] == 0
    assert "web:alice" in await people(stores)


async def test_file_that_was_put_there_by_hand(stores: Stores, tmp_path: Path) -> None:
    """The next start forgets them again; what says so to whom it is new is not lost by that."""
    store = await stores.store()
    if not stores.url.startswith("sqlite"):
        return
    await copy(stores, tmp_path)
    await stores.change("delete from inbox")
    await forget(store, "alice")
    assert await store.forget_again() == 0
    assert ("told",) in await stores.rows("select key from outbox")
    await stores.stack.aclose()
    shutil.copy(tmp_path / "copies" / "one", tmp_path / "bot.db")
    assert await (await stores.store()).forget_again() == 1
    assert await people(stores) == []
    assert await (await stores.store()).forget_again() == 0


async def test_list_of_the_forgotten_names_nobody(stores: Stores) -> None:
    store, database = await stores.store(), await stores.database()
    await kept(store, "alice")
    await forget(store, "alice")
    [line] = database.forgotten.read_text().splitlines()
    assert "alice" not in line
    assert stat.S_IMODE(database.forgotten.stat().st_mode) == 0o600
    database.forgotten.write_text(f"1.0 {'0' * 32}\n{line}\ncut of")
    await kept(store, "bob")
    await forget(store, "bob")
    await store.forget_again()
    lines = database.forgotten.read_text().splitlines()
    assert [each == line for each in lines] == [True, False]


async def test_list_that_can_not_be_written(stores: Stores) -> None:
    """Nobody is told to be forgotten who might come back with a copy: it is tried again, and then told as a fault."""
    store, database = await stores.store(), await stores.database()
    await kept(store, "alice")
    database.forgotten.mkdir()
    with pytest.raises(NotDone, match="can not be written"):
        await forget(store, "alice")
    assert await people(stores) == ["web:alice"]
    assert await stores.rows("select key from outbox") == []


async def test_no_database_is_overwritten_unasked(stores: Stores, tmp_path: Path) -> None:
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    with pytest.raises(NotDone, match="--force"):
        await restore(stores, file, force=False)
    assert await people(stores) == ["web:alice", "web:bob"]
    with pytest.raises(NotDone, match="another name"):
        await copied(stores.url, stores.keys, file)


async def test_refused_while_a_bot_runs(stores: Stores, tmp_path: Path) -> None:
    file = await copy(stores, tmp_path)
    store, database = await stores.store("two"), await stores.database()
    if database.engines.path is None:
        await store.come()
        with pytest.raises(StoreBusy):
            await restore(stores, file)
    else:
        async with opened(stores.url, stores.keys):
            with pytest.raises(StoreBusy):
                await restore(stores, file)
    assert await people(stores) == ["web:alice", "web:bob"]


async def test_key_that_does_not_fit_the_copy(stores: Stores, tmp_path: Path) -> None:
    """It is named, and nothing is changed; both keys in the file are enough, and the newer one can take over."""
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    old = stores.keys.file.read_text()
    async for _step in rotated(stores.url, stores.keys):
        pass
    with pytest.raises(KeyMissing):
        await restore(stores, file)
    assert await people(stores) == ["web:alice", "web:bob"]
    await stores.stack.aclose()
    stores.keys.file.write_text(stores.keys.file.read_text() + old)
    await restore(stores, file)
    async for _step in rotated(stores.url, stores.keys):
        pass
    assert len(stores.keys.file.read_text().split()) == 1
    assert await people(stores) == ["web:alice"]
    store = await stores.store()
    async with store.keeping.credits.of(account_of(store, "alice").id) as credit:
        assert credit.value == "credit of alice"


@pytest.mark.parametrize("content", [b"", b"no database at all, whatever its name says", None])
async def test_file_that_is_no_copy(stores: Stores, tmp_path: Path, content: bytes | None) -> None:
    await copy(stores, tmp_path)
    await stores.stack.aclose()
    file = tmp_path / "other"
    if content is None:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("create table t (a)")
    else:
        file.write_bytes(content)
    with pytest.raises(NotDone, match="not a copy"):
        await restore(stores, file)
    assert await people(stores) == ["web:alice", "web:bob"]


async def test_damaged_copy(stores: Stores, tmp_path: Path) -> None:
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    data = bytearray(file.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    file.write_bytes(data)
    with pytest.raises(NotDone):
        await restore(stores, file)
    assert await people(stores) == ["web:alice", "web:bob"]


async def test_copy_of_a_newer_program(stores: Stores, tmp_path: Path) -> None:
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    with pytest.raises(StoreOutdated):
        await restore(stores, file)
    assert await people(stores) == ["web:alice", "web:bob"]


async def test_older_copy_is_brought_to_the_newest_schema(stores: Stores, tmp_path: Path) -> None:
    """The migrations run on the copy, before it takes the database's place."""
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("alter table aims drop column restored")
        connection.execute("update alembic_version set version_num = '0006'")
        connection.commit()
    await restore(stores, file)
    assert await stores.rows("select count(*) from aims where restored > 0") == [(1,)]


async def test_interrupted_after_any_step(stores: Stores, tmp_path: Path) -> None:
    """The old or the new, never half; and the next try is as the first."""
    file = await copy(stores, tmp_path)
    await stores.stack.aclose()
    for most in (1, 2, 3):
        await restore(stores, file, most=most)
        assert await people(stores) == ["web:alice", "web:bob"]
        await stores.stack.aclose()
    await restore(stores, file, most=4)
    assert await people(stores) == ["web:alice"]


@pytest.mark.long
async def test_killed_at_any_step(stores: Stores, tmp_path: Path) -> None:
    """By `kill -9`; what is left lying about is gone after the next try."""
    file = await copy(stores, tmp_path)
    if not stores.url.startswith("sqlite"):
        return
    for step in range(4):
        await stores.stack.aclose()
        assert died("restore", stores.url, stores.keys.file, step, file)
        assert await people(stores) == ["web:alice", "web:bob"]
    await stores.stack.aclose()
    assert not died("restore", stores.url, stores.keys.file, 9, file)
    assert await people(stores) == ["web:alice"]
    await stores.stack.aclose()
    assert {each.name for each in tmp_path.iterdir()} <= {"bot.db", "bot.db.lock", "bot.key", "copies", "run"}


async def test_from_one_database_into_the_other(tmp_path: Path, postgresql: str, stores: Stores) -> None:
    """A copy is the same whichever it is of: so a school moves from SQLite to PostgreSQL, or back."""
    file = await copy(stores, tmp_path)
    here = replace(stores, url=f"sqlite:///{tmp_path}/moved.db")
    await restore(here, file, force=False)
    assert await people(here) == ["web:alice"]
    again = tmp_path / "again"
    await copied(here.url, here.keys, again)
    await stores.stack.aclose()
    await restore(stores, again)
    assert await people(stores) == ["web:alice"]


async def test_empty_database_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(NotDone, match="no database"):
        await copied(f"sqlite:///{tmp_path}/bot.db", KeySource(tmp_path / "key", new_key()), tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []
