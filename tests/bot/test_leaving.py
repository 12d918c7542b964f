"""Waiting for one's turn to be sent."""

import asyncio

import pytest

from bot.budget import Budget, Pace
from bot.leaving import at_once, leaving


async def test_who_gives_up_gives_the_place_back() -> None:
    """Else a few announcements given up during a long halt would leave no room for ever."""
    now = [1000.0]
    budget = Budget(Pace(29, 1, 18), lambda: now[0])
    before = budget.room()
    budget.halt("one", 30)
    budget.halt("other", 30)
    waiting = [asyncio.create_task(leaving(budget, str(number), group=False)) for number in range(10)]
    await asyncio.sleep(0)
    for task in waiting:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    now[0] += 31
    assert budget.room() == before


async def test_said_at_once_or_not_at_all() -> None:
    said: list[str] = []

    async def say() -> str:
        said.append("hello")
        return "1"

    budget = Budget(Pace(29, 1, 18, burst=1))
    assert await at_once(budget, "one", say, group=False) == "1"
    assert await at_once(budget, "one", say, group=False) is None
    assert said == ["hello"]


async def test_what_was_not_begun_leaves_nothing_behind() -> None:
    """No coroutine that nobody awaits."""
    budget = Budget(Pace(20, 1, 18), lambda: 1000.0)
    begun: list[str] = []

    async def say() -> None:
        begun.append("hello")

    budget.take("other", group=False)
    assert budget.leaves_in() == 0  # the next one leaves a twentieth of a second later
    waiting = asyncio.create_task(at_once(budget, "one", say, group=False))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert begun == []
