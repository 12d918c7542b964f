"""What differs between SQLite (`sqlite.py`) and PostgreSQL (`postgresql.py`).

The clock, conflicts, lists, locks, and which errors mean that it is away.
"""

from collections.abc import Callable, Sequence
from enum import IntEnum, unique
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Executable
from sqlalchemy.engine import Connection

from bot.store.prepared import Values

T = TypeVar("T")

# An error's text would quote what was to be written.
QUIET: dict[str, Any] = {"hide_parameters": True}


@unique
class Alone(IntEnum):
    """What one process at a time does, by the number of PostgreSQL's lock for it."""

    MIGRATING = 72616465
    COMING = 72616466  # a bot, or a command that keeps bots away
    COUNTING_TRIES = 72616467


class Engines(Protocol):
    """A database that can be asked within a transaction, one that writes or one that only reads."""

    clock: ColumnElement[float]  # now, in seconds of the epoch, by the database's own clock
    insert: Callable[[Any], Any]  # an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`
    skip_locked: bool  # rows that another process is claiming are passed over
    path: Path | None  # the database's file, where it is one

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """Whether the column of numbers or texts is one of the list that is bound as `name`.

        The statement is the same however long the list is, so that it need not be put together and prepared anew.
        """

    def execute_many(self, connection: Connection, sql: Executable, rows: Sequence[Values]) -> None:
        """One statement for each of these rows, which have the columns of the first one."""

    def fetch_all(self, connection: Connection, sql: Executable, values: Values) -> list[dict[str, Any]]:
        """The rows that a statement returns, by the names of columns; for what is asked with every message.

        As with `execute_many`, the statement is the same object each time, by which it is remembered.
        """

    async def write(self, question: Callable[[Connection], T]) -> T:
        """Ask within one transaction that is committed on return."""

    async def read(self, question: Callable[[Connection], T]) -> T:
        """Ask without holding up whoever writes."""

    def away(self, problem: Exception) -> bool:
        """Whether an error tells of the database's state, which may pass, and not of what was asked."""

    def alone(self, connection: Connection, what: Alone) -> None:
        """Let no other process do the same until this transaction has ended; for what first counts and then writes."""

    async def scrub(self) -> bool:
        """Leave nothing of what was deleted in the database's files; False where that has to be tried again."""

    async def close(self) -> None: ...
