"""What goes on beside everything else, as long as the bot runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager

import structlog

from bot.errors import LoopEnded

log = structlog.get_logger()

_AGAIN_S = 10.0


@asynccontextmanager
async def for_ever(*loops: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run loops until the end of the block; one that ends by a fault ends the block with it.

    Raises `LoopEnded` then; the fault itself is in the log alone, where nothing secret is shown.
    """
    tasks: list[asyncio.Task[None]] = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks += (group.create_task(loop) for loop in loops)
            for task in tasks:
                task.add_done_callback(_tell)
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
    except ExceptionGroup as faults:
        told = [_fault_of(task) for task in tasks]
        for fault in faults.exceptions:
            if fault not in told:
                raise fault from None
        raise LoopEnded("the bot has ended by a fault, which its log tells") from None


def _tell(task: asyncio.Task[None]) -> None:
    if fault := _fault_of(task):
        log.error("a loop ended by a fault, and the bot with it", exc_info=fault)


def _fault_of(task: asyncio.Task[None]) -> BaseException | None:
    return None if task.cancelled() else task.exception()


async def again(platform: str, run: Callable[[], Awaitable[None]], wait_s: float = _AGAIN_S) -> None:
    """Run what speaks with a platform, and anew after a fault of ours: all else goes on without it meanwhile."""
    while True:
        try:
            await run()
        except Exception:
            log.exception("a platform begins anew after a fault", platform=platform)
        else:
            return
        await asyncio.sleep(wait_s)


async def every(seconds: float, what: str, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception:  # the loop must outlive a database that fails for a while
            log.exception("upkeep failed", what=what)
