"""Tries at proving accounts are counted at once, together with everybody else's, on both databases."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.engine import Connection
from sqlalchemy.util import await_only

from bot.keeping import NoMoreTries, Proofs, Try
from bot.store.presence import Presence
from tests.bot.store.conftest import Stores

DAY = 86_401


async def tried(proofs: Proofs, person: str, accounts: Sequence[str]) -> list[Try | NoMoreTries]:
    return [await proofs.begin(person, account) for account in accounts]


def taken(tries: Sequence[Try | NoMoreTries]) -> list[Try]:
    return [each for each in tries if isinstance(each, Try)]


async def test_sixth_at_one_account(stores: Stores) -> None:
    """And another account, or another person, is no matter."""
    proofs = (await stores.store()).keeping.proofs
    assert [each.left for each in taken(await tried(proofs, "alice", ["a"] * 5))] == [4, 3, 2, 1, 0]
    assert await proofs.begin("alice", "a") is NoMoreTries.HERE
    assert isinstance(await proofs.begin("alice", "b"), Try)
    assert isinstance(await proofs.begin("bob", "a"), Try)


async def test_eleventh_at_all_accounts(stores: Stores) -> None:
    proofs = (await stores.store()).keeping.proofs
    assert len(taken(await tried(proofs, "alice", "abcdefghij"))) == 10
    assert await proofs.begin("alice", "k") is NoMoreTries.EVERYWHERE


async def test_after_twenty_by_anybody_only_a_code(stores: Stores) -> None:
    proofs = (await stores.store()).keeping.proofs
    for number in range(20):
        [one] = taken(await tried(proofs, f"person {number}", "a"))
        assert not one.code_only
    [one, other] = taken(await tried(proofs, "alice", "ab"))
    assert one.code_only
    assert not other.code_only


async def test_right_one(stores: Stores) -> None:
    """The person begins anew, at all accounts; for the account its wrong ones go on counting."""
    proofs = (await stores.store()).keeping.proofs
    for _again in range(5):
        *_wrong, right = taken(await tried(proofs, "alice", "aaaab"))
        await proofs.right(right.number, "alice")
    [one] = taken(await tried(proofs, "bob", "a"))
    assert one.code_only
    [mine] = taken(await tried(proofs, "alice", "b"))
    assert (mine.left, mine.code_only) == (4, False)


async def test_undone(stores: Stores) -> None:
    proofs = (await stores.store()).keeping.proofs
    for _again in range(12):
        [one] = taken(await tried(proofs, "alice", "a"))
        await proofs.undo(one.number)
    assert await stores.rows("select * from tries") == []


async def test_next_day(stores: Stores) -> None:
    proofs = (await stores.store()).keeping.proofs
    await tried(proofs, "alice", ["a"] * 6)
    await stores.change(f"update tries set at = at - {DAY}")
    assert isinstance(await proofs.begin("alice", "a"), Try)


async def test_refused_ones_are_not_counted(stores: Stores) -> None:
    """Nobody who keeps asking is kept out longer."""
    proofs = (await stores.store()).keeping.proofs
    await tried(proofs, "alice", ["a"] * 50)
    assert len(await stores.rows("select * from tries")) == 5


async def test_at_once_from_several_processes(stores: Stores) -> None:
    """However many come together, five are looked at."""
    several = [(await stores.store(name)).keeping.proofs for name in ("one", "two", "three")]
    tries = await asyncio.gather(*(each.begin("alice", "a") for each in several for _again in range(20)))
    assert len(taken(tries)) == 5
    assert sorted(each.left for each in taken(tries)) == [0, 1, 2, 3, 4]


async def test_anybody_s_at_once_from_several_processes(stores: Stores) -> None:
    several = [(await stores.store(name)).keeping.proofs for name in ("one", "two")]
    tries = await asyncio.gather(
        *(each.begin(f"{who} {number}", "a") for who, each in enumerate(several) for number in range(20))
    )
    assert sum(not each.code_only for each in taken(tries)) == 20


async def test_counted_while_a_bot_comes(stores: Stores) -> None:
    """Neither waits for the other; on SQLite only one writes at a time anyway."""
    if stores.url.startswith("sqlite"):
        pytest.skip("one connection writes, so nothing is to be waited for")
    proofs, database = (await stores.store()).keeping.proofs, await stores.database()
    presence = Presence(database.engines, "two")

    def coming(connection: Connection) -> Try | NoMoreTries:
        presence.come(connection)
        return await_only(asyncio.wait_for(proofs.begin("alice", "a"), 5))

    [one] = taken([await database.engines.write(coming)])
    assert one.left == 4


async def test_written_when_it_begins(stores: Stores) -> None:
    """Whoever dies before he looks has used up a try: the next process counts it."""
    await (await stores.store("one")).keeping.proofs.begin("alice", "a")
    [one] = taken(await tried((await stores.store("two")).keeping.proofs, "alice", "a"))
    assert one.left == 3


async def test_nothing_in_clear(stores: Stores) -> None:
    await (await stores.store()).keeping.proofs.begin("alice", "linxiaowen")
    [row] = await stores.rows("select person, account from tries")
    assert "alice" not in repr(row)
    assert "linxiaowen" not in repr(row)


async def test_number_of_a_try_that_has_run_out(stores: Stores) -> None:
    """An approval may come days later, when somebody else's try may have got the same number."""
    proofs = (await stores.store()).keeping.proofs
    [old] = taken(await tried(proofs, "alice", "a"))
    await stores.change("delete from tries")
    [new] = taken(await tried(proofs, "bob", "a"))
    await stores.change(f"update tries set id = {old.number} where id = {new.number}")
    await proofs.right(old.number, "alice")
    [one] = taken(await tried(proofs, "bob", "a"))
    assert one.left == 3
