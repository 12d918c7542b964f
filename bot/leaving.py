"""Waiting for a message's turn in a platform's budget."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.budget import Budget

T = TypeVar("T")


async def leaving(budget: Budget, chat: str, *, group: bool, after_s: float = 0.0) -> None:
    """Take up a message to this chat; return when it may leave, in `after_s` at the earliest.

    Who is cancelled gives the place back: places that nobody uses would in time leave no room for anybody.
    """
    budget.take(chat, group=group)
    try:
        if after_s:
            await asyncio.sleep(after_s)
        while wait_s := budget.leaves_in():  # noqa: ASYNC110 - it is time that is waited for
            await asyncio.sleep(wait_s)
    except asyncio.CancelledError:
        budget.forgo()
        raise


async def at_once(budget: Budget, chat: str, say: Callable[[], Awaitable[T]], *, group: bool) -> T | None:
    """Say something if the chat may be written to now; None where it may not."""
    if not budget.room() or budget.wait_s(chat, group=group):
        return None
    await leaving(budget, chat, group=group)
    try:
        return await say()
    finally:
        budget.landed(chat, group=group)
