"""Waiting for a message's turn in a platform's budget."""

import asyncio

from bot.budget import Budget


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
