"""What counts against limits: who and what only as keyed digests, each until it runs out."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from bot.people import Counted
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.settled import Counting
from bot.store.writer import Row, Statement

Counts = dict[tuple[str, str], int]
"""How many different things of a kind a subject has asked for lately: by (subject, kind)."""


class Counters:
    """Rows of counted things."""

    def __init__(self, database: Database) -> None:
        self._digests, self._engines = database.vault.digests, database.engines
        self._now = database.engines.clock
        table = tables.counts
        self._used = (
            select(table.c.subject, table.c.kind, func.count().label("times"))
            .where(database.engines.among(table.c.subject, "subjects"), table.c.until >= self._now)
            .group_by(table.c.subject, table.c.kind)
        )
        # The same thing again counts from its first time, so that nobody who keeps asking is kept out longer.
        insert = database.engines.insert(table).values(until=self._now + bindparam("per_s"))
        self._count = Statement(
            Order.COUNT,
            insert.on_conflict_do_update(
                index_elements=list(table.primary_key),
                set_={"until": insert.excluded.until},
                where=table.c.until < self._now,
            ),
        )

    def load(self, connection: Connection, subjects: Iterable[str]) -> Counts:
        """What these subjects have used up."""
        names = {self._subject(subject): subject for subject in subjects}
        rows = self._engines.fetch_all(connection, self._used, {"subjects": list(names)})
        return {(names[row["subject"]], row["kind"]): row["times"] for row in rows}

    def has(self, connection: Connection, counting: Counting) -> bool:
        """Whether the same thing was counted already and is therefore free."""
        table, values = tables.counts, self._values(counting.subject, counting.counted)
        row = select(table.c.kind).where(*(table.c[name] == value for name, value in values.items()))
        return connection.execute(row.where(table.c.until >= self._now)).first() is not None

    def counted(self, counting: Counting) -> Row:
        """One thing more."""
        values = self._values(counting.subject, counting.counted)
        return Row(self._count, {**values, "per_s": counting.counted.limit.per.total_seconds()})

    def _subject(self, subject: str) -> str:
        return self._digests.hex("subject", subject)

    def _values(self, subject: str, counted: Counted) -> dict[str, object]:
        return {
            "subject": self._subject(subject),
            "kind": counted.limit.kind,
            "thing": self._digests.of("thing", counted.limit.kind, counted.thing),
        }
