"""What handlers ask of the store, kept in memory: each test sets and sees it directly."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.keeping import Holder, Keeping, Reading, Record


@dataclass
class Accounts:
    held: dict[str, tuple[Holder, ...]] = field(default_factory=dict)  # by the account's id

    def id_of(self, system: str, number: str) -> str:
        return f"{system}/{number}"

    async def numbers(self, system: str) -> frozenset[str]:
        return frozenset(number.partition("/")[2] for number in self.held if number.startswith(f"{system}/"))

    async def holders(self, account: str) -> tuple[Holder, ...]:
        return self.held.get(account, ())


@dataclass
class Tokens:
    values: dict[tuple[str, str], str] = field(default_factory=dict)  # by kind and word
    taken: dict[tuple[str, str], str] = field(default_factory=dict)  # by whom

    async def put(self, kind: str, value: str, _per: timedelta, *, person: str = "") -> str:
        word = f"WORD{len(self.values)}"
        self.values[kind, word] = value
        return word

    async def look(self, kind: str, word: str) -> str | None:
        return None if (kind, word) in self.taken else self.values.get((kind, word))

    async def take(self, kind: str, word: str, by: str) -> str | None:
        if self.taken.setdefault((kind, word), by) != by:
            return None
        return self.values.get((kind, word))


@dataclass
class Credit:
    value: str | None = None
    age: timedelta = timedelta()

    async def keep(self, value: str) -> None:
        self.value, self.age = value, timedelta()

    async def lose(self) -> None:
        self.value = None


class Credits:
    def __init__(self) -> None:
        self.all: dict[str, Credit] = defaultdict(Credit)  # by the account's id
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def of(self, account: str) -> AsyncIterator[Credit]:
        async with self._locks[account]:
            yield self.all[account]


@dataclass
class Readings:
    read: dict[tuple[str, str], Reading] = field(default_factory=dict)

    async def load(self, system: str, part: str) -> Reading | None:
        return self.read.get((system, part))

    async def keep(self, system: str, part: str, value: str) -> None:
        self.read[system, part] = Reading(time.time(), value)


class Records:
    async def of(self, _person: str, handle: str) -> Record:
        return Record((handle,))


def kept() -> Keeping:
    """Nothing yet."""
    return Keeping(Accounts(), Tokens(), Credits(), Records(), Readings())
