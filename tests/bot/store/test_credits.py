"""Credits: sealed, and used by one caller at a time, also among processes."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from bot.measures import Measures
from bot.store.claims import Mine
from bot.store.credits import Credits
from bot.store.upkeep import Upkeep
from tests.bot.store.conftest import Stores, writing
from tests.bot.store.test_away import whose_first_answer_is_lost


async def test_one_at_a_time(stores: Stores) -> None:
    """Whoever waits finds what the one before kept."""
    store = await stores.store()
    seen: list[str | None] = []

    async def use(number: int) -> None:
        async with store.keeping.credits.of("an account") as credit:
            seen.append(credit.value)
            await credit.keep(str(number))

    await asyncio.gather(*(use(number) for number in range(3)))
    assert seen == [None, "0", "1"]


async def test_among_processes(stores: Stores) -> None:
    """Another process waits too."""
    if stores.url.startswith("sqlite"):
        pytest.skip("an SQLite file has one bot only")
    one, other = await stores.store("one"), await stores.store("other")
    order: list[str] = []

    async def second() -> None:
        async with other.keeping.credits.of("an account") as credit:
            order.append(str(credit.value))

    async with one.keeping.credits.of("an account") as credit:
        waiting = asyncio.create_task(second())
        await credit.keep("of the first")
        order.append("first")
    await waiting
    assert order == ["first", "of the first"]


async def test_kept_and_lost(stores: Stores) -> None:
    credits_of = (await stores.store()).keeping.credits.of
    async with credits_of("an account") as credit:
        await credit.keep("secret credit")
        assert repr(credit) == "Credit(…)"
    [(sealed,)] = await stores.rows("select sealed from credits")
    assert isinstance(sealed, bytes)
    assert b"secret credit" not in sealed
    await stores.change("update credits set at = at - 86400 * 6")
    async with credits_of("an account") as credit:
        assert credit.value == "secret credit"
        assert credit.age.days == 6
        await credit.lose()
    async with credits_of("an account") as credit:
        assert credit.value is None


async def test_new_one_is_written_however_long_that_takes(stores: Stores) -> None:
    """The one before it is worth nothing any more."""
    async with AsyncExitStack() as stack:
        store = await whose_first_answer_is_lost(stores, stack)
        credits = store.keeping.credits
        assert isinstance(credits, Credits)
        waits: list[float] = []
        credits._sleep = _noting(waits)
        await credits.keep("an account", "the new one")
        assert waits == [1.0]
        async with credits.of("an account") as credit:
            assert credit.value == "the new one"


async def test_lease_is_held_while_a_call_takes_long(stores: Stores) -> None:
    if stores.url.startswith("sqlite"):
        pytest.skip("an SQLite file has one bot only")
    database, over, renewed = await stores.database(), asyncio.Event(), asyncio.Event()
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 1:
            renewed.set()
            await asyncio.Event().wait()
        await over.wait()

    async with writing(database) as writer:
        async with Credits(database, writer, Mine("one", ()), Measures(), sleep).of("an account"):
            await stores.change("update leases set until = until - 50")
            over.set()
            await renewed.wait()
            [(left,)] = await stores.rows("select until - extract(epoch from clock_timestamp()) from leases")
            assert isinstance(left, float)
            assert left > 50
        assert await stores.rows("select name from leases") == []
    assert pauses == [20.0, 20.0]


async def test_what_nobody_holds_is_deleted_after_a_day(stores: Stores) -> None:
    """Of a login whose message never came to its end."""
    credits, database = (await stores.store()).keeping.credits, await stores.database()
    for account in ("old", "young", "held"):
        async with credits.of(account) as credit:
            await credit.keep("secret")
    await stores.change("update credits set at = at - 90000 where account <> 'young'")
    await stores.change("insert into persons (id, at) values ('p', 0)")
    await stores.change(
        "insert into accounts (person, id, system, handle, suspended, at, sealed)"
        " values ('p', 'held', 'wejh', 'web:1', false, 0, '')"
    )
    async with writing(database) as writer:
        await writer.ask(Upkeep(database, conversation_s=1800, reading_s=600))
    assert sorted(await stores.rows("select account from credits")) == [("held",), ("young",)]


def _noting(waits: list[float]) -> Callable[[float], Awaitable[None]]:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return sleep
