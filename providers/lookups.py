"""Identical look-ups under way are one call, and found ones are remembered ten minutes, in memory only."""

from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Final, Generic, TypeVar

from cachetools import TTLCache

from providers.clock import Clock
from providers.counts import Counts
from providers.shared import Shared

REMEMBER_S: Final = 600
MOST: Final = 10_000  # answers; the least lately used go first

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


def _always(_: object) -> bool:
    return True


class Lookups(Generic[K, V]):
    """Failures are not remembered: each is asked anew, and shared only with those who were waiting for it."""

    def __init__(
        self,
        fetch: Callable[[K], Coroutine[Any, Any, V]],
        clock: Clock,
        counts: Counts,
        *,
        most: int = MOST,
        lasting: Callable[[V], bool] = _always,
    ) -> None:
        """`lasting` tells whether an answer will stay as it is; another one is asked for anew."""
        self._fetch = fetch
        self._counts = counts
        self._lasting = lasting
        self._found: TTLCache[K, V] = TTLCache(most, REMEMBER_S, timer=clock.monotonic)
        self._shared = Shared(self._call, counts)

    async def get(self, key: K) -> V:
        """Give what `fetch(key)` brings, or raise what it raises; see `Shared.get`."""
        found = self._found.get(key)
        if found is not None:
            self._counts.remembered += 1
            return found
        return await self._shared.get(key)

    async def _call(self, key: K) -> V:
        value = await self._fetch(key)
        if self._lasting(value):
            self._found[key] = value
        return value
