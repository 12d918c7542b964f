"""Wakes whoever waits for something to change."""

import asyncio
from collections.abc import Callable


class Bell:
    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def ring(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    async def until(self, true: Callable[[], bool], patience_s: float) -> None:
        """Return once `true()`; raise `TimeoutError` after `patience_s` seconds of real time."""
        async with asyncio.timeout(patience_s):
            while not true():
                future = asyncio.get_running_loop().create_future()
                self._waiting.append(future)
                await future
