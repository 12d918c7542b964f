"""Identical calls under way are one call."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from providers.counts import Counts

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class _UnderWay(Generic[V]):
    __slots__ = ("task", "waiting")

    def __init__(self, task: asyncio.Task[V]) -> None:
        self.task = task
        self.waiting = 0


class Shared(Generic[K, V]):
    """Nothing is remembered: what ended is asked anew, and shared only with those who were waiting for it."""

    def __init__(self, fetch: Callable[[K], Coroutine[Any, Any, V]], counts: Counts) -> None:
        self._fetch = fetch
        self._counts = counts
        self._under_way: dict[K, _UnderWay[V]] = {}

    async def get(self, key: K) -> V:
        """Give what `fetch(key)` brings, or raise what it raises.

        Who stops waiting leaves the call to the others; when nobody waits any more, it is cancelled.
        """
        call = self._under_way.get(key)
        if call is None:
            call = self._under_way[key] = _UnderWay(asyncio.create_task(self._fetch(key)))
        else:
            self._counts.joined += 1
        call.waiting += 1
        try:
            return await asyncio.shield(call.task)
        finally:
            call.waiting -= 1
            if not call.waiting:
                self._leave(key, call)

    def _leave(self, key: K, call: _UnderWay[V]) -> None:
        # Out of the table at once: who comes while it is being cancelled must start a call of his own.
        if self._under_way.get(key) is call:
            del self._under_way[key]
        call.task.cancel()  # does nothing to a finished one
