"""Credits: sealed, and used by one caller at a time, also among processes."""

import asyncio

import pytest

from tests.bot.store.conftest import Stores


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
