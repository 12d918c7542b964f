"""What is kept of a person in readable form, for the person alone."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from bot.keeping import Record, Written
from bot.store import tables
from bot.store.counts import Counters
from bot.store.database import Database
from bot.store.forgetting import alone, handles_of, in_group
from bot.store.history import Line
from bot.store.sealed import Sealed


class Records:
    """Reads what a handler does not know of a person anyway."""

    def __init__(self, database: Database) -> None:
        self._database, self._counters = database, Counters(database)
        self._lines = Sealed(Line, "history", database.vault.sealer)

    async def of(self, person: str, handle: str) -> Record:
        """What is kept of this person; no password and no credit is in it."""
        return await self._database.read(lambda connection: self._of(connection, person, handle))

    def _of(self, connection: Connection, person: str, handle: str) -> Record:
        handles = sorted({handle, *connection.execute(handles_of(person)).scalars()})
        table = tables.conversations
        mine = or_(*(alone(table.c.lane, each) | in_group(table.c.lane, each) for each in handles))
        batches, rows = tables.batches, tables.batch_rows
        lines = select(batches.c.kind, func.count().label("lines")).join(rows, rows.c.batch == batches.c.word)
        theirs = lines.where(or_(*(alone(batches.c.address, each) for each in handles))).group_by(batches.c.kind)
        return Record(
            handles=tuple(handles),
            messages=tuple(self._written(connection, handles)),
            unfinished=tuple(connection.execute(select(table.c.form).where(mine).order_by(table.c.form)).scalars()),
            counted={kind: count for (_, kind), count in self._counters.load(connection, [person]).items()},
            lines={row.kind: row.lines for row in connection.execute(theirs)},
        )

    def _written(self, connection: Connection, handles: list[str]) -> Iterator[Written]:
        """The lines of private web chats, oldest first; one that can't be read any more is left out."""
        table = tables.history
        lines = select(table).where(or_(*(alone(table.c.chat, each) for each in handles))).order_by(table.c.id)
        for row in connection.execute(lines):
            line = self._lines.read(row.payload, f"{row.chat}:{row.frame}")
            if line:
                yield Written(row.at, line.text, by_the_person=bool(line.author))
