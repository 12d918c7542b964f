"""What handlers ask of the store, kept in memory: each test sets and sees it directly."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from bot.batches import Standing
from bot.inline import Asker
from bot.keeping import Glimpse, Holder, Keeping, Linked, NoMoreTries, Reading, Record, Try
from bot.people import Counted
from bot.staff import Acted, Depth, Kept, Reached, SetAside, Waiting
from bot.watches import Watch


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
    persons: dict[tuple[str, str], str] = field(default_factory=dict)  # whose

    async def put(self, kind: str, value: str, _per: timedelta, *, person: str = "") -> str:
        word = f"WORD{len(self.values)}"
        self.values[kind, word], self.persons[kind, word] = value, person
        return word

    async def look(self, kind: str, word: str, *, person: str = "") -> str | None:
        word = word.strip().upper()
        if (kind, word) in self.taken or (person and self.persons.get((kind, word)) != person):
            return None
        return self.values.get((kind, word))

    async def newest(self, kind: str, person: str) -> str | None:
        theirs = (each for each, whose in reversed(self.persons.items()) if (each[0], whose) == (kind, person))
        return next((self.values[each] for each in theirs if each not in self.taken), None)

    async def last(self, kind: str, person: str) -> tuple[str, ...]:
        newest = await self.newest(kind, person)
        return () if newest is None else (newest,)

    async def take(self, kind: str, word: str, by: str) -> str | None:
        word = word.strip().upper()
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


@dataclass
class Proofs:
    """Tries that were wrong, or are not known to be right: by number, who and at what."""

    wrong: dict[int, tuple[str, str]] = field(default_factory=dict)
    begun: int = 0

    async def begin(self, person: str, account: str) -> Try | NoMoreTries:
        tries = list(self.wrong.values())
        here, everywhere = tries.count((person, account)), sum(whose == person for whose, _account in tries)
        if here >= 5:
            return NoMoreTries.HERE
        if everywhere >= 10:
            return NoMoreTries.EVERYWHERE
        self.begun += 1
        anybody = sum(which == account for _person, which in tries)
        self.wrong[self.begun] = (person, account)
        return Try(self.begun, min(4 - here, 9 - everywhere), code_only=anybody >= 20)

    async def right(self, number: int, person: str) -> None:
        del self.wrong[number]
        for tried, (whose, account) in self.wrong.items():
            if whose == person:
                self.wrong[tried] = ("", account)

    async def undo(self, number: int) -> None:
        del self.wrong[number]


@dataclass
class Watches:
    held: dict[str, tuple[Watch, ...]] = field(default_factory=dict)  # by subject

    async def of(self, subject: str) -> tuple[Watch, ...]:
        return self.held.get(subject, ())


@dataclass
class Addresses:
    linked: dict[str, tuple[Linked, ...]] = field(default_factory=dict)  # by person

    async def of(self, person: str) -> tuple[Linked, ...]:
        return self.linked.get(person, ())


@dataclass
class Glances:
    askers: dict[str, Asker] = field(default_factory=dict)  # by handle
    glimpses: tuple[Glimpse, ...] = ()
    counted: list[Counted] = field(default_factory=list)

    async def asker(self, handle: str) -> Asker:
        return self.askers.get(handle, Asker(handle, None))

    async def known(self, _asker: Asker) -> tuple[Glimpse, ...]:
        return self.glimpses

    async def left(self, _asker: Asker, counted: Counted) -> bool:
        return counted in self.counted or len(self.counted) < counted.limit.most

    async def count(self, _asker: Asker, counted: Counted) -> None:
        self.counted.append(counted)


@dataclass
class Line:
    length: int = 0  # how many are in it, whatever for

    async def waiting(self, _kind: str, _topic: str) -> int:
        return self.length

    async def awake(self, _kinds: Collection[str]) -> int:
        return self.length


@dataclass
class Batches:
    standings: dict[str, Standing] = field(default_factory=dict)  # by word

    async def standing(self, word: str, _address: str) -> Standing | None:
        return self.standings.get(word)


class Records:
    async def of(self, _person: str, handle: str) -> Record:
        return Record((handle,))


@dataclass
class People:
    known: tuple[Reached, ...] = ()

    async def everybody(self) -> tuple[Reached, ...]:
        return self.known

    async def reached(self, person: str) -> Reached | None:
        return next((each for each in self.known if each.person == person), None)


class Figures:
    async def waiting(self) -> Waiting:
        depths = {"inbox": Depth(1, 1, 0.5), "outbox": Depth(3, 1, 2.0), "aims": Depth(20, 2, 65.0)}
        return Waiting(depths, {"outbox": 2})

    async def kept(self) -> Kept:
        return Kept(12, {"telegram": 8, "onebot": 3, "web": 2}, {"cet": 3, "kaoshiyun": 4}, 9)


@dataclass
class Dead:
    rows: tuple[SetAside, ...] = ()

    async def newest(self, most: int) -> tuple[SetAside, ...]:
        return self.rows[:most]


@dataclass
class Audits:
    done: tuple[Acted, ...] = ()

    async def newest(self, _admins: Collection[str], most: int) -> tuple[Acted, ...]:
        return self.done[:most]


def kept() -> Keeping:
    """Nothing yet."""
    return Keeping(
        accounts=Accounts(),
        tokens=Tokens(),
        credits=Credits(),
        proofs=Proofs(),
        records=Records(),
        readings=Readings(),
        watches=Watches(),
        addresses=Addresses(),
        glances=Glances(),
        line=Line(),
        batches=Batches(),
        figures=Figures(),
        people=People(),
        dead=Dead(),
        audits=Audits(),
    )
