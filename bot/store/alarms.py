"""Alarms that ring: a row as long as they do, so that administrators are told of each once, whoever saw it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import bindparam, delete
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database
from bot.store.outbox import Outbox
from bot.store.persons import Known, Persons
from bot.store.settled import Sending
from bot.store.writer import Writer

Telling = Callable[[Mapping[str, Known]], Sequence[Sending]]
"""What is sent, given what is known of each person, by handle."""


class Alarms:
    """Rows of `alarms`. A thing that nobody saw for a while goes by itself; see `Upkeep`."""

    def __init__(self, database: Database, writer: Writer, persons: Persons, outbox: Outbox) -> None:
        self._writer, self._persons, self._outbox = writer, persons, outbox
        alarms, now = tables.alarms, database.engines.clock
        put = database.engines.insert(alarms).values(name=bindparam("which"), at=now)
        self._ring = put.on_conflict_do_nothing().returning(alarms.c.name)
        self._seen = alarms.update().where(alarms.c.name == bindparam("which")).values(at=now)
        self._calm = delete(alarms).where(alarms.c.name == bindparam("which")).returning(alarms.c.name)

    async def set(self, name: str, handles: Collection[str], tell: Telling, *, rings: bool) -> bool:
        """Let it ring, or ring no more; only where that is new, and so True, it is told, in the same transaction."""

        def told(connection: Connection) -> bool:
            new = self._rung(connection, name) if rings else self._calmed(connection, name)
            if new:
                known = self._persons.load(connection, handles)
                for sending in tell({handle: each for handle, (_person, each) in known.items()}):
                    row = self._outbox.put(sending)
                    connection.execute(row.statement.sql, row.values)
            return new

        return await self._writer.ask(told)

    def _rung(self, connection: Connection, name: str) -> bool:
        """Whether it did not ring yet."""
        new = connection.execute(self._ring, {"which": name}).one_or_none() is not None
        if not new:
            connection.execute(self._seen, {"which": name})
        return new

    def _calmed(self, connection: Connection, name: str) -> bool:
        """Whether it rang until now."""
        return connection.execute(self._calm, {"which": name}).one_or_none() is not None
