"""What a file of lines holds, and what one line of it does."""

from collections.abc import Awaitable, Callable, Mapping

from bot.batches import Ended
from bot.forms import Read
from bot.people import Person
from bot.values import dataclass
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """One argument of the command; in a header it goes by its name, or by one of the others."""

    name: str
    read: Read
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A command whose lines can come in a file."""

    name: str  # of the procedure
    title: Words
    columns: tuple[Column, ...]  # in the order of the arguments
    key: tuple[str, ...]  # the columns by which two lines mean the same thing
    do: Callable[[Mapping[str, str], Person], Awaitable[Ended]]
    brings: tuple[tuple[str, Words], ...] = ()  # what a line brings, as further columns of the result
    check: Words = ""  # how to find out what became of a line that was cut off
    once: bool = True
