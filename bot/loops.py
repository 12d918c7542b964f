"""What goes on beside everything else, as long as the bot runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager

import structlog

log = structlog.get_logger()


@asynccontextmanager
async def for_ever(*loops: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run loops until the end of the block; one that ends by a fault ends the block with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop) for loop in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception:  # the loop must outlive a database that fails for a while
            log.exception("upkeep failed")
