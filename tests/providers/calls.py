"""Every call of every client as a value, so that what holds for all of them is tested with all of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from aiohttp import ClientSession

from providers.breaker import Health
from providers.clock import Clock
from providers.counts import Counts
from providers.http import Answer
from providers.paging import Page
from providers.system import Terms

T = TypeVar("T")


class Client(Protocol):
    @property
    def health(self) -> Health: ...

    @property
    def counts(self) -> Counts: ...


@dataclass(frozen=True, slots=True)
class System:
    """One exam system: how a client is made, and what must never be seen."""

    name: str
    build: Callable[[ClientSession, str, Terms, Clock], Client]
    secrets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    system: System
    name: str
    run: Callable[[Any], Awaitable[object]]
    good: Any = field(repr=False)  # a body that brings a result
    decode: Callable[[Answer], object] = field(repr=False)
    changes: bool = False  # something in the exam system
    # Parts of `good` that are read in several shapes or not at all; anything may stand there.
    free: frozenset[str] = frozenset()
    falls_back: bool = False  # to something else, where an answer does not fit

    @property
    def id(self) -> str:
        return f"{self.system.name}-{self.name}"


async def first(pages: AsyncIterator[Page[T]]) -> tuple[T, ...]:
    """Give the first page's items."""
    async for page in pages:
        return page.items
    return ()


async def whole(pages: AsyncIterator[Page[T]]) -> list[T]:
    return [item async for page in pages for item in page.items]
