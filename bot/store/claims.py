"""Claim, renew, free: one mechanism for the tables whose rows are work.

The head of a lane is its row of the lowest (priority, id). Only a head is claimed, and only while no row of its lane is
under work; so one message of a lane is worked on at a time, and one that waits for its time holds back its own lane
only. A claimed row carries its owner and a lease by the database's clock, which the owner renews; whoever renews frees
what ran out. An owner that did not come to renewing, since it was stopped for a while, sees so by its own clock.
"""

import math
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, exists, or_, select, true, update
from sqlalchemy.engine import Connection

from bot.store.engines import Engines
from bot.store.order import Order
from bot.store.writer import Statement
from bot.values import dataclass

LEASE_S = 60.0
_SURE_S = 40.0  # two renewals; what begins then is over before the lease is

# A lease runs on while the machine sleeps, and Linux's other clock that never leaps does not.
_passed: Callable[[], float] = (
    partial(time.clock_gettime, time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic
)


@dataclass(frozen=True, slots=True)
class Mine:
    """One process, and what the lanes that it answers begin with; the others wait for whoever does."""

    owner: str
    serves: tuple[str, ...]
    clock: Callable[[], float] = _passed  # seconds, also those in which the process was stopped


class Claims:
    """The claims of one process on rows of `table` for which `only` holds; each claim brings its parameters."""

    def __init__(
        self,
        engines: Engines,
        table: Table,
        mine: Mine,
        *,
        stay: bool = False,
        only: ColumnElement[bool] | None = None,
    ) -> None:
        self._table, self._engines, self._mine = table, engines, mine
        self._only = true() if only is None else only
        # Rows that stay are claimed again and again: the ones in front must not keep those behind them from their turn.
        self._order = (table.c.due, table.c.id) if stay else (table.c.priority, table.c.id)
        owner = mine.owner
        held = and_(engines.among(table.c.id, "ids"), table.c.owner == owner)
        self.removed = Statement(Order.END, delete(table).where(held).returning(table.c.id), held=True)
        freed = update(table).where(held).values(owner=None, until=None).returning(table.c.id)
        self.freed = Statement(Order.END, freed, held=True)
        self._claims: dict[tuple[str, ...], Any] = {}
        # What was claimed by a commit whose answer got lost is nobody's work here: it is left to run out.
        self.held: dict[int, float] = {}  # row → when its lease was asked for, by our own clock
        self._alone = engines.path is not None
        self._renew = update(table).where(held).values(until=engines.clock + LEASE_S).returning(table.c.id)
        self._expired = update(table).where(table.c.until < engines.clock).values(owner=None, until=None)
        self._free = update(table).values(owner=None, until=None)

    def _claiming(self, serves: tuple[str, ...]) -> Any:
        engines, owner = self._engines, self._mine.owner
        row, first, busy = self._table, self._table.alias("first"), self._table.alias("busy")
        head = (
            select(first.c.id).where(first.c.lane == row.c.lane).order_by(first.c.priority, first.c.id).limit(1)
        ).scalar_subquery()
        under_work = exists().where(busy.c.lane == row.c.lane, busy.c.owner.is_not(None))
        heads = (
            select(row.c.id)
            .where(row.c.owner.is_(None), row.c.due <= engines.clock, self._only)
            .where(row.c.id == head, ~under_work)
            .where(or_(*(row.c.lane.startswith(prefix, autoescape=True) for prefix in serves)))
            .order_by(*self._order)
            .limit(bindparam("most"))
        )
        if engines.skip_locked:
            heads = heads.with_for_update(skip_locked=True)
        return (
            update(row)
            .where(row.c.id.in_(heads.scalar_subquery()))
            .values(owner=owner, until=engines.clock + LEASE_S, begun=row.c.begun + 1)
            .returning(
                row,
                (engines.clock - row.c.at).label("age_s"),
                (engines.clock - row.c.due).label("late_s"),
            )
        )

    def claim(
        self, connection: Connection, most: int, serves: tuple[str, ...] | None = None, **only: object
    ) -> list[dict[str, Any]]:
        """At most `most` heads of lanes that are due, now ours, oldest first; `begun` counts this claim.

        The lanes begin with one of `serves`, or with what this process answers. Of rows that stay, it is who is due
        longest.
        """
        serves = self._mine.serves if serves is None else serves
        if not serves:
            return []
        if serves not in self._claims:
            self._claims[serves] = self._claiming(serves)
        rows = self._engines.fetch_all(connection, self._claims[serves], {"most": most, **only})
        return sorted(rows, key=itemgetter("priority", "id"))

    def now(self) -> float:
        """By our own clock; for whoever is about to ask for leases."""
        return self._mine.clock()

    def note(self, ids: Iterable[int], asked: float) -> None:
        """These are ours, by leases that were `asked` for then, or later."""
        self.held.update(dict.fromkeys(ids, asked))

    def sure(self, row: int) -> bool:
        """Whether a row that we claimed can be nobody else's by now; only the database knows more."""
        return self._alone or self.now() - self.held.get(row, -math.inf) < _SURE_S

    def extend(self, connection: Connection, ids: Sequence[int]) -> list[int]:
        """Hold on to these for another lease; those that are ours still."""
        return list(connection.execute(self._renew, {"ids": ids}).scalars()) if ids else []

    def renew(self, connection: Connection, ids: Sequence[int]) -> list[int]:
        """The same, and free what anybody let run out."""
        ours = self.extend(connection, ids)
        connection.execute(self._expired)
        return ours

    def free_all(self, connection: Connection) -> None:
        """Take every lease away, whose ever it is: for a process that knows that it is alone."""
        connection.execute(self._free)
