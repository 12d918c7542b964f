"""What was read of an exam system's lists, sealed, for whoever asks next."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.keeping import Reading
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement, Writer


class Readings:
    """Rows of `readings`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer, self._digests = database, writer, database.vault.digests
        self._values = Sealed(str, "readings", database.vault.sealer)
        table, now = tables.readings, database.engines.clock
        insert = database.engines.insert(table).values(at=now)
        replaced = {"at": insert.excluded.at, "sealed": insert.excluded.sealed}
        self._keep = Statement(Order.KEEP_READING, insert.on_conflict_do_update(index_elements=["id"], set_=replaced))

    async def load(self, system: str, part: str) -> Reading | None:
        """What was last read; `None` where nothing is kept of it."""
        return await self._database.read(lambda connection: self._load(connection, self._id(system, part)))

    async def keep(self, system: str, part: str, value: str) -> None:
        """Put what was just read in the place of what was read before."""
        key = self._id(system, part)
        row = {"id": key, "system": system, "sealed": self._values.seal(value, key)}
        await self._writer.write(Row(self._keep, row))

    def _load(self, connection: Connection, key: str) -> Reading | None:
        row = connection.execute(select(tables.readings).where(tables.readings.c.id == key)).one_or_none()
        value = self._values.read(row.sealed, key) if row else None
        return None if row is None or value is None else Reading(row.at, value)

    def _id(self, system: str, part: str) -> str:
        return self._digests.of("reading", system, part).hex()
