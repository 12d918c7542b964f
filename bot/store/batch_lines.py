"""The lines of batches: sealed, marked before their call and ended after it."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from sqlalchemy import Row as SqlRow
from sqlalchemy import bindparam, exists, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.batches import End, Line
from bot.changes import BeginBatch
from bot.sealing import Sealer
from bot.store import tables
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class _Given:
    """A line as it came, sealed."""

    number: int
    values: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of a line, sealed."""

    why: str = field(default="", repr=False)
    more: dict[str, str] = field(default_factory=dict, repr=False)


class BatchLines:
    """Rows of `batch_rows`; a batch is named by its word."""

    def __init__(self, sealer: Sealer, owner: str) -> None:
        self._given = Sealed(_Given, "batch_rows", sealer)
        self._came = Sealed(_Came, "batch_rows.outcome", sealer)
        batches, rows = tables.batches, tables.batch_rows
        self._put = Statement(Order.PUT_LINES, insert(rows))
        ours = exists().where(batches.c.word == rows.c.batch, batches.c.owner == owner)
        line = rows.c.batch == bindparam("which"), rows.c.place == bindparam("at"), rows.c.state == End.BEGUN
        self._end = Statement(
            Order.END_LINE, update(rows).where(*line, ours).values(state=bindparam("ends"), outcome=bindparam("came"))
        )

    def put(self, batch: BeginBatch) -> Iterator[Row]:
        """All lines of a new batch."""
        for place, (number, values) in enumerate(batch.rows):
            sealed = self._given.seal(_Given(number, values), f"{batch.word}.{place}")
            yield Row(self._put, {"batch": batch.word, "place": place, "sealed": sealed})

    def ended(self, batch: str, line: Line) -> Row:
        """What came of a line that was begun."""
        came = self._came.seal(_Came(line.why, dict(line.more)), f"{batch}.{line.place}")
        return Row(self._end, {"which": batch, "at": line.place, "ends": line.end, "came": came})

    def next(self, connection: Connection, batch: str, most: int) -> tuple[Line, ...]:
        """The next that wait, marked as begun."""
        rows = tables.batch_rows
        waiting = select(rows).where(rows.c.batch == batch, rows.c.state == End.WAITING)
        found = connection.execute(waiting.order_by(rows.c.place).limit(most)).all()
        if found:
            these = rows.c.place.in_([row.place for row in found])
            connection.execute(update(rows).where(rows.c.batch == batch, these).values(state=End.BEGUN))
        return tuple(replace(self._line(row), end=End.BEGUN) for row in found)

    def cut_off(self, connection: Connection, batch: str, to: End) -> None:
        """Those that were begun by a process that is no more."""
        rows = tables.batch_rows
        connection.execute(update(rows).where(rows.c.batch == batch, rows.c.state == End.BEGUN).values(state=to))

    def all(self, connection: Connection, batch: str) -> tuple[Line, ...]:
        """As they stand."""
        rows = tables.batch_rows
        found = connection.execute(select(rows).where(rows.c.batch == batch).order_by(rows.c.place)).all()
        return tuple(self._line(row) for row in found)

    def counts(self, connection: Connection, batch: str) -> Mapping[End, int]:
        """How many stand how."""
        rows = tables.batch_rows
        counting = select(rows.c.state, func.count()).where(rows.c.batch == batch).group_by(rows.c.state)
        return {End(state): count for state, count in connection.execute(counting).all()}

    def _line(self, row: SqlRow[tuple[object, ...]]) -> Line:
        key = f"{row.batch}.{row.place}"
        given = self._given.read(row.sealed, key)
        came = self._came.read(row.outcome, key) or _Came()
        if given is None:
            return Line(row.place, 0, {}, End(row.state), came.why, came.more, lost=True)
        return Line(row.place, given.number, given.values, End(row.state), came.why, came.more)
