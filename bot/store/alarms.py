"""Alarms that ring: a row as long as they do, so that administrators are told of each once, whoever saw it."""

from sqlalchemy import bindparam, delete
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database


class Alarms:
    """Rows of `alarms`. A thing that nobody saw for a while goes by itself; see `Upkeep`."""

    def __init__(self, database: Database) -> None:
        alarms, now = tables.alarms, database.engines.clock
        put = database.engines.insert(alarms).values(name=bindparam("which"), at=now)
        self._ring = put.on_conflict_do_nothing().returning(alarms.c.name)
        self._seen = alarms.update().where(alarms.c.name == bindparam("which")).values(at=now)
        self._calm = delete(alarms).where(alarms.c.name == bindparam("which")).returning(alarms.c.name)

    def ring(self, connection: Connection, name: str) -> bool:
        """Whether it did not ring yet."""
        new = connection.execute(self._ring, {"which": name}).one_or_none() is not None
        if not new:
            connection.execute(self._seen, {"which": name})
        return new

    def calm(self, connection: Connection, name: str) -> bool:
        """Whether it rang until now."""
        return connection.execute(self._calm, {"which": name}).one_or_none() is not None
