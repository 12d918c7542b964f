"""What a handler may ask of the store, or have written at once, before its message ends.

Everything else that is to be kept is a `Change`, and part of the message's one closing transaction.
"""

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import field
from datetime import timedelta
from enum import Enum
from typing import Protocol

from bot.batches import Standing
from bot.inline import Asker
from bot.people import Counted
from bot.staff import Audits, Dead, Figures, People
from bot.values import dataclass
from bot.watches import Watch


@dataclass(frozen=True, slots=True)
class Holder:
    """A person who holds an account, with every handle that notifications may go to."""

    person: str
    handles: tuple[str, ...]
    language: str | None  # None: the bot's own
    since: float  # seconds of the epoch
    suspended: bool


class Accounts(Protocol):
    """Who holds what."""

    def id_of(self, system: str, number: str) -> str:
        """The id of an account, whoever holds it."""

    async def numbers(self, system: str) -> frozenset[str]:
        """The numbers of all accounts in a system that somebody holds and may read."""

    async def holders(self, account: str) -> tuple[Holder, ...]:
        """Everybody who holds the account with this id, the longest first."""


class Tokens(Protocol):
    """Short-lived values behind words that nobody can guess. Only digests of the words are kept."""

    async def put(self, kind: str, value: str, per: timedelta, *, person: str = "") -> str:
        """Keep a value for a while; the word for it. It is forgotten with the person that it is of."""

    async def look(self, kind: str, word: str, *, person: str = "") -> str | None:
        """What is behind a word; `None` where it ran out, was taken, never was, or is not of this person."""

    async def newest(self, kind: str, person: str) -> str | None:
        """What is behind the word of this kind that a person got last."""

    async def last(self, kind: str, person: str) -> tuple[str, ...]:
        """The same, with what was told together with it, in order."""

    async def take(self, kind: str, word: str, by: str) -> str | None:
        """The same, for the first who takes it; who took it may again, since a message may be answered twice."""


class Credit(Protocol):
    """The credit of one account, while nobody else may use it."""

    @property
    def value(self) -> str | None:
        """The session token; `None` where there is none."""

    @property
    def age(self) -> timedelta:
        """How long ago it was received."""

    async def keep(self, value: str) -> None:
        """Commit a new one; returns when it is written."""

    async def lose(self) -> None:
        """The system no longer takes it."""


class Credits(Protocol):
    """The credits of system accounts: one row, and one call at a time, for each."""

    def of(self, account: str) -> AbstractAsyncContextManager[Credit]:
        """The credit of the account with this id; waits until nobody else uses it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a list of an exam system."""

    at: float  # seconds of the epoch
    value: str = field(repr=False)


class Readings(Protocol):
    """What was read of exam systems' lists, for whoever asks next: of accounts that nobody holds, nothing."""

    async def load(self, system: str, part: str) -> Reading | None:
        """What was last read of this part of a system; `None` where nothing is kept of it."""

    async def keep(self, system: str, part: str, value: str) -> None:
        """Put what was just read in its place."""


@dataclass(frozen=True, slots=True)
class Try:
    """A try at an account. It counts as a wrong one until it is known to be right."""

    number: int
    left: int  # how many more the person has for this account within the day
    code_only: bool = False  # so many were wrong, whoever's, that only a code may still bind it


class NoMoreTries(Enum):
    """Why a try is not looked at at all, and not counted either."""

    HERE = "here"  # the person's wrong ones at this account
    EVERYWHERE = "everywhere"  # the person's wrong ones at all accounts


class Proofs(Protocol):
    """Tries at proving accounts, within a day. A crash between the steps leaves a wrong one behind, and no more."""

    async def begin(self, person: str, account: str) -> Try | NoMoreTries:
        """Count one more; returns when it is written, so that only then anybody looks whether it is right."""

    async def right(self, number: int, person: str) -> None:
        """It was right: the person begins anew. Wrong ones go on counting for the accounts they were made at."""

    async def undo(self, number: int) -> None:
        """Nobody could tell whether it was right."""


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a web chat."""

    at: float  # seconds of the epoch
    text: str = field(repr=False)
    by_the_person: bool


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a person beside settings and accounts."""

    handles: tuple[str, ...]
    messages: tuple[Written, ...] = field(default=(), repr=False)
    unfinished: tuple[str, ...] = ()  # commands whose question is open
    counted: Mapping[str, int] = field(default_factory=dict)  # by the kind of limit
    lines: Mapping[str, int] = field(default_factory=dict)  # of files that are worked off, by the kind of batch


class Records(Protocol):
    """What somebody may see of themselves."""

    async def of(self, person: str, handle: str) -> Record: ...


class Watches(Protocol):
    """What somebody watches."""

    async def of(self, subject: str) -> tuple[Watch, ...]:
        """What a person, by the id, or a group, by its address, watches, the oldest first."""


@dataclass(frozen=True, slots=True)
class Linked:
    """One of a person's addresses."""

    handle: str
    address: str  # the key of where they are written to alone there; "" where it was never linked


class Addresses(Protocol):
    """Where a person is."""

    async def of(self, person: str) -> tuple[Linked, ...]:
        """Every address of a person of whom something is kept."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """Something that is known of an account."""

    kind: str  # of the aim
    account: str  # its id
    value: str = field(repr=False)


class Glances(Protocol):
    """What an inline query may see, at once."""

    async def asker(self, handle: str) -> Asker:
        """Who this is."""

    async def known(self, asker: Asker) -> tuple[Glimpse, ...]:
        """What is known of the accounts that may be read, the newest aims first."""

    async def left(self, asker: Asker, counted: Counted) -> bool:
        """Whether the person may look this up once more, or did so already."""

    async def count(self, asker: Asker, counted: Counted) -> None:
        """It was looked up."""


class Line(Protocol):
    """Those who wait for something that will be announced, and then are looked at one after the other."""

    async def waiting(self, kind: str, topic: str) -> int:
        """How many aims of a kind wait for a topic, whether it was announced or not."""

    async def awake(self, kinds: Collection[str]) -> int:
        """How many aims of these kinds are looked at within a day."""


class Batches(Protocol):
    """What is worked off line by line."""

    async def standing(self, word: str, address: str) -> Standing | None:
        """How far the batch of this word is, which was asked for at this address; `None` where there is none."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """All of it, for `handlers.menu`."""

    accounts: Accounts
    tokens: Tokens
    credits: Credits
    proofs: Proofs
    records: Records
    readings: Readings
    watches: Watches
    addresses: Addresses
    glances: Glances
    line: Line
    figures: Figures
    people: People
    dead: Dead
    audits: Audits
    batches: Batches
