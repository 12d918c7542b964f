"""A key is changed for another one: everything is sealed anew, and at every moment the keys at hand open everything."""

import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import LargeBinary, func, select, text

from bot.errors import KeyMissing, NotDone, SettingsMistaken, StoreBusy
from bot.sealing import new_key
from bot.store import tables
from bot.store.database import looked_at, opened
from bot.store.rotation import rotated
from bot.store.seals import SEALS, SECRETS
from bot.store.vault import KeySource
from tests.bot.store.conftest import Stores
from tests.bot.store.furnished import furnish, read_all

DIGESTS = {
    "seen.digest",
    "inbox.digest",
    "tokens.digest",
    "tries.person",
    "counts.thing",
    "files.token",
    "audits.who",
    "audits.about",
    "ended.visitor",
}
DYING = Path(__file__).with_name("dying.py")


def test_every_sealed_column_has_its_line() -> None:
    """A new table's column of bytes is a digest, or `bot.store.seals` has to know its place."""
    held = (each for table in tables.metadata.sorted_tables for each in table.c if isinstance(each.type, LargeBinary))
    assert {str(each) for each in held} - DIGESTS == {str(each.column) for each in (SECRETS, *SEALS)}


async def steps(stores: Stores, most: int = 1000) -> list[str]:
    """Rotate, and stop listening after so many steps, as if it had died there."""
    said: list[str] = []
    if not most:
        return said
    async with aclosing(cast("Any", rotated(stores.url, stores.keys, at_once=1))) as going:
        async for step in going:
            said.append(step)
            if len(said) == most:
                break
    return said


async def test_everything_opens_under_the_new_key_alone(stores: Stores) -> None:
    database, store = await stores.database(), await stores.store()
    await furnish(database, store)
    old, before = database.vault, stores.keys.file.read_text()
    await steps(stores)
    assert len(stores.keys.file.read_text().split()) == 1
    assert before not in stores.keys.file.read_text()
    for seal in (SECRETS, *SEALS):
        filled = select(func.substr(seal.column, 1, 8)).where(seal.column.is_not(None)).distinct()
        [key_id] = await database.read(lambda connection, asked=filled: connection.execute(asked).scalars().all())  # type: ignore[misc]
        assert key_id.hex() != old.sealer.key_id, seal.table.name
    again, after = await stores.store("two"), await stores.database()
    assert (after.vault.cookie_key, after.vault.digests.of("a")) == (old.cookie_key, old.digests.of("a"))
    await read_all(after, again)


@pytest.mark.long
async def test_interrupted_after_any_step_and_resumed(stores: Stores) -> None:
    """The bot may run in between, and reads everything; the second time finishes.

    Half of the steps on each kind of database: they are the same ones.
    """
    await furnish(await stores.database(), await stores.store())
    count = len(await steps(stores))
    for interrupted in range(int(stores.url.startswith("postgresql")), count, 2):
        before = stores.keys.file.read_text()
        await steps(stores, interrupted)
        database = await stores.database()
        await read_all(database, await stores.store(f"bot {interrupted}"))
        database_said, key_said = await looked_at(stores.url, stores.keys)
        whole = interrupted in (0, count)
        assert database_said == "ok"
        assert key_said.startswith("ok") == (whole or interrupted >= count - 1), (interrupted, key_said)
        await steps(stores)
        assert stores.keys.file.read_text() != before
        assert len(stores.keys.file.read_text().split()) == 1
        assert (await looked_at(stores.url, stores.keys))[1].startswith("ok")


async def test_neither_key_can_be_taken_away_meanwhile(stores: Stores) -> None:
    """The next start names the one that is missing, and changes nothing."""
    await furnish(await stores.database(), await stores.store())
    await steps(stores, 4)
    new, old = stores.keys.file.read_text().split()
    for left in (new, old):
        stores.keys.file.write_text(left)
        with pytest.raises(KeyMissing):
            await stores.database()
    stores.keys.file.write_text(f"{new}\n{old}\n")
    await steps(stores)


async def test_keys_of_the_environment(stores: Stores) -> None:
    """The operator changes them; the file is not touched."""
    old, new = new_key(), new_key()
    stores.keys = KeySource(stores.keys.file, old)
    await furnish(await stores.database(), await stores.store())
    with pytest.raises(SettingsMistaken, match="new,old"):
        await steps(stores)
    stores.keys = KeySource(stores.keys.file, f"{new},{old}")
    await steps(stores)
    stores.keys = KeySource(stores.keys.file, new)
    await read_all(await stores.database(), await stores.store("two"))
    assert not stores.keys.file.exists()


async def test_refused_while_a_bot_runs(stores: Stores) -> None:
    store, database = await stores.store(), await stores.database()
    await furnish(database, store)
    if database.engines.path is None:
        await store.come()
        with pytest.raises(StoreBusy):
            await steps(stores)
        await store.go()
    else:
        async with opened(stores.url, stores.keys):
            with pytest.raises(StoreBusy):
                await steps(stores)
    assert len(stores.keys.file.read_text().split()) == 1
    await steps(stores)


async def test_no_bot_starts_meanwhile(stores: Stores) -> None:
    """On a database of several processes; that of a file has its lock."""
    store, database = await stores.store(), await stores.database()
    if database.engines.path is not None:
        return
    await furnish(database, store)
    async with aclosing(cast("Any", rotated(stores.url, stores.keys, at_once=1))) as going:
        async for step in going:
            if step.startswith("known"):
                with pytest.raises(StoreBusy):
                    await store.come()
    await store.come()


async def test_row_under_a_key_that_is_not_here(stores: Stores) -> None:
    """Nothing is changed."""
    await furnish(await stores.database(), await stores.store())
    where = "x'" if stores.url.startswith("sqlite") else "'\\x"
    await stores.change(f"update known set sealed = {where}{'ab' * 40}'")
    before = stores.keys.file.read_text()
    with pytest.raises(KeyMissing, match="abababababababab"):
        await steps(stores)
    with pytest.raises(KeyMissing, match="abababababababab"):
        await looked_at(stores.url, stores.keys)
    assert stores.keys.file.read_text() == before


async def test_damaged_row_stops_it(stores: Stores) -> None:
    """Both keys stay; one that was set aside for just that is left as it is."""
    database, store = await stores.database(), await stores.store()
    await furnish(database, store)
    await database.engines.write(lambda connection: connection.execute(text("update dead set key = 'another'")))
    await steps(stores)
    await furnish(await stores.database(), store := await stores.store("two"), "bob")
    await stores.change("update known set aim = 'another'")
    with pytest.raises(NotDone, match="known"):
        await steps(stores)
    assert len(stores.keys.file.read_text().split()) == 2


async def test_old_ciphertext_is_gone_from_the_files(stores: Stores, tmp_path: Path) -> None:
    database, store = await stores.database(), await stores.store()
    if database.engines.path is None:
        return
    await furnish(database, store)
    old = bytes.fromhex(database.vault.sealer.key_id)
    await stores.stack.aclose()
    assert old in b"".join(each.read_bytes() for each in tmp_path.glob("bot.db*"))
    await steps(stores)
    assert old not in b"".join(each.read_bytes() for each in tmp_path.glob("bot.db*"))


@pytest.fixture
async def furnished(tmp_path: Path) -> AsyncIterator[Stores]:
    async with AsyncExitStack() as stack:
        stores = Stores(f"sqlite:///{tmp_path}/bot.db", KeySource(tmp_path / "bot.key"), stack)
        await furnish(await stores.database(), await stores.store())
        yield stores


def died(*arguments: object) -> bool:
    """Whether the program still had something to do when it was killed."""
    command = [sys.executable, str(DYING), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=DYING.parents[3])
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


@pytest.mark.long
async def test_killed_at_any_step(furnished: Stores, tmp_path: Path) -> None:
    """By `kill -9`, again and again a step later, on the same database."""
    await furnished.stack.aclose()
    step = 0
    while died("rotate", furnished.url, furnished.keys.file, step):
        step += 3
        await read_all(await furnished.database(), await furnished.store(f"bot {step}"))
        await furnished.stack.aclose()
    assert step > 6
    await read_all(await furnished.database(), await furnished.store("last"))
