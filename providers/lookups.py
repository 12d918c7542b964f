"""Identical look-ups under way are one call, and found ones are remembered ten minutes, in memory only."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final, Generic, TypeVar

from cachetools import TTLCache

from providers.clock import Clock
from providers.counts import Counts

REMEMBER_S: Final = 600
MOST: Final = 10_000  # answers; the least lately used go first

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _UnderWay(Generic[V]):
    __slots__ = ("task", "waiting")

    def __init__(self, task: asyncio.Task[V]) -> None:
        self.task = task
        self.waiting = 0


class Lookups(Generic[K, V]):
    """Failures are not remembered: each is asked anew, and shared only with those who were waiting for it."""

    def __init__(
        self, fetch: Callable[[K], Coroutine[Any, Any, V]], clock: Clock, counts: Counts, *, most: int = MOST
    ) -> None:
        self._fetch = fetch
        self._counts = counts
        self._found: TTLCache[K, V] = TTLCache(most, REMEMBER_S, timer=clock.monotonic)
        self._under_way: dict[K, _UnderWay[V]] = {}

    async def get(self, key: K) -> V:
        """Give what `fetch(key)` brings, or raise what it raises.

        Who stops waiting leaves the call to the others; when nobody waits any more, it is cancelled.
        """
        found = self._found.get(key)
        if found is not None:
            self._counts.remembered += 1
            return found
        call = self._under_way.get(key)
        if call is None:
            call = self._under_way[key] = _UnderWay(asyncio.create_task(self._call(key)))
        else:
            self._counts.joined += 1
        call.waiting += 1
        try:
            return await asyncio.shield(call.task)
        finally:
            call.waiting -= 1
            if not call.waiting:
                self._leave(key, call)

    async def _call(self, key: K) -> V:
        value = await self._fetch(key)
        self._found[key] = value
        return value

    def _leave(self, key: K, call: _UnderWay[V]) -> None:
        # Out of the table at once: who comes while it is being cancelled must start a call of his own.
        if self._under_way.get(key) is call:
            del self._under_way[key]
        call.task.cancel()  # does nothing to a finished one
