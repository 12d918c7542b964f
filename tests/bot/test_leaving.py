"""Waiting for one's turn to be sent."""

import asyncio

import pytest

from bot.budget import Budget, Pace
from bot.leaving import leaving


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
