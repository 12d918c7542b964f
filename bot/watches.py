"""What is looked at again and again, for whom, and what comes of a look: the vocabulary of watching.

A *watch* is one person's, or one group's, wish to be told of an *aim*. One look at an aim serves everybody who watches
it. What kinds of aims there are is built by `handlers/`, as forms are.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from bot.aims import REMIND, Aim, Quiet
from bot.as_json import AsJson
from bot.messages import Address, Reply
from bot.people import Account
from bot.values import dataclass
from bot.words import Words

COVER = "cover"  # the kind of token that uncovers a notification
UNCOVER = "/reveal "  # before its word: what the button says that does
NAMES_BETWEEN = " · "
_MOST_NAMED = 5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told, where and how."""

    subject: str  # a person's id, or a group's address
    address: Address
    language: str | None  # None: the bot's own
    account: Account | None = None  # whose grades; None where a group watches an exam
    quiet: Quiet | None = None
    covers: bool = False  # scores are to be covered
    remind: str = REMIND  # how long before an exam
    id: int = 0  # of the watch


Grades = tuple[tuple[str, str], ...]
"""The key of each, and what it is of."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What a covered notification hides, behind its word."""

    text: str = field(repr=False)
    account: str = ""  # the id of whose grades it is
    grades: Grades = field(default=(), repr=False)


COVERED: Final = AsJson(Cover)

Holders = Callable[[Collection[str], Collection[str]], Awaitable[tuple[Watcher, ...]]]
"""Who watches all of a kind with one of these accounts, meant by their numbers or by their ids."""


async def _nobody(_accounts: Collection[str], _known: Collection[str]) -> tuple[Watcher, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Look:
    """One look that is due."""

    aim: Aim
    watchers: tuple[Watcher, ...]  # of this very aim
    known: Mapping[str, str] = field(repr=False)  # as the last look left it, by account id, WHOLE for the aim's own
    failures: int  # looks in a row that failed
    since_s: float  # since the first one
    now: datetime  # aware, in the bot's time zone
    late_s: float = 0.0  # since this look was due
    turn_s: float | None = None  # until its turn in a line that was announced, 0 or less once it has come
    # Who watches all of its kind: many, and asked for as a look finds their accounts.
    holders: Holders = field(default=_nobody, repr=False)


def named(names: Iterable[T]) -> list[T | str]:
    """Names, each once, as many as one line takes."""
    each = list(dict.fromkeys(names))
    return [*each[:_MOST_NAMED], "…"] if len(each) > _MOST_NAMED else [*each]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told to one watcher, once: `key` is the same however often it is found."""

    watcher: Watcher
    key: str
    reply: Reply
    covered: Words | None = None  # what is said instead to who wants scores covered; None: there is none in it
    gathers: str = ""  # it may be told together with what is soon found for the same watcher with the same word
    changes: int = 1  # that it tells of
    grades: Grades = ()  # whose scores are in it
    names: tuple[Words, ...] = ()  # of the exams that it is of
    sums: Words | None = None  # how it reads with {count} in the place of their number, where several are told as one


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look."""

    known: Mapping[str, str] = field(default_factory=dict, repr=False)  # what is known from now on, where it changed
    notices: tuple[Notice, ...] = ()
    again: timedelta | None = None  # None: after the kind's usual interval
    sharp: bool = False  # `again` is a turn in a line, and so without jitter
    failed: bool = False  # asked again later and later
    over: bool = False  # there is nothing more to come
    paused: tuple[Notice, ...] = ()  # to who has to do something first; all watches of that account rest until then
    aims: tuple[Aim, ...] = ()  # others that are to be looked at, as this one shows


@dataclass(frozen=True, slots=True)
class Kind:
    """How aims of one kind are looked at."""

    name: str  # one that begins with a dot is nobody's subscription, and not listed as one
    look: Callable[[Look], Awaitable[Looked]]
    every: timedelta
    longest: timedelta | None = None  # between looks, however often they failed; None: twelve times `every`


@dataclass(frozen=True, slots=True)
class Watch:
    """One watch of a person or a group, as `/watches` shows it."""

    id: int
    aim: Aim
    account: str  # the account's id, "" where there is none
    paused: bool
    since: float  # seconds of the epoch
