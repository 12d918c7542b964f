"""Many lines of one command, from a file, done one by one: the vocabulary of batches.

A *batch* goes on by itself, outlives restarts and can be stopped. What one line means is a `Procedure`, built by
`handlers/`, as forms are.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from enum import IntEnum

from bot.messages import Document
from bot.people import Person
from bot.values import dataclass
from bot.words import Words


class End(IntEnum):
    """How far a line is; stored by its number."""

    WAITING = 0  # nothing of it happened
    BEGUN = 1  # marked before its call: where the process dies, nobody knows what became of it
    DONE = 2
    REFUSED = 3
    UNKNOWN = 4  # it may have happened; not repeated where the procedure is `once`


@dataclass(frozen=True, slots=True)
class Ended:
    """What came of a line. One that is `WAITING` afterwards is done again later."""

    end: End
    why: Words | None = None
    more: Mapping[str, str] = field(default_factory=dict, repr=False)  # what it brought, by column
    tell: "Telling | None" = None  # what somebody is told by it
    pause: timedelta | None = None  # the system does not answer: the other lines wait at least so long


@dataclass(frozen=True, slots=True)
class Telling:
    """A notification that goes out with the end of its line, or not at all."""

    handle: str
    address: str  # the key of the address; "": wherever the handle is alone
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a batch as it stands."""

    place: int  # among the lines of the batch
    number: int  # in the file that it came from
    values: Mapping[str, str] = field(repr=False)
    end: End = End.WAITING
    why: str = field(default="", repr=False)
    more: Mapping[str, str] = field(default_factory=dict, repr=False)
    lost: bool = False  # it can't be read any more: no number, no values


@dataclass(frozen=True, slots=True)
class Procedure:
    """How the lines of one kind of batch are done."""

    name: str
    title: Words
    do: Callable[[Mapping[str, str], Person], Awaitable[Ended]]
    result: Callable[[Sequence[Line], str], Document | None]  # the lines at the end, in a language
    once: bool = True  # a line must not be done twice: one that was cut off is never repeated


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a batch is."""

    kind: str
    counts: Mapping[End, int]
    stopped: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def ended(self) -> int:
        return sum(count for end, count in self.counts.items() if end not in (End.WAITING, End.BEGUN))
