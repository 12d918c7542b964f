"""Where everybody is told what is for all: once each, wherever they want notifications."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import Row, bindparam, select
from sqlalchemy.engine import Connection

from bot.messages import Address
from bot.staff import Reached
from bot.store import tables
from bot.store.bans import Bans
from bot.store.database import Database


class Reaching:
    """Reads persons with their addresses."""

    def __init__(self, database: Database, bans: Bans) -> None:
        self._database, self._bans = database, bans
        persons, addresses = tables.persons, tables.addresses
        columns = persons.c.id, persons.c.notify, addresses.c.handle
        self._all = select(*columns).join_from(persons, addresses).order_by(persons.c.id, addresses.c.handle)
        self._one = self._all.where(persons.c.id == bindparam("whose"))

    async def everybody(self) -> tuple[Reached, ...]:
        return await self._database.read(
            lambda connection: self._reached(connection, connection.execute(self._all).all())
        )

    async def reached(self, person: str) -> Reached | None:
        """As of now; `None` where nothing is kept of them any more."""

        def read(connection: Connection) -> tuple[Reached, ...]:
            return self._reached(connection, connection.execute(self._one, {"whose": person}).all())

        return next(iter(await self._database.read(read)), None)

    def _reached(self, connection: Connection, rows: Sequence[Row[str, str | None, str]]) -> tuple[Reached, ...]:
        banned = self._bans.among(connection, [row.handle for row in rows])
        return tuple(each for each in _each(rows) if each.handle not in banned)


def _each(rows: Sequence[Row[str, str | None, str]]) -> Iterator[Reached]:
    for person, found in groupby(rows, lambda row: row.id):
        theirs = list(found)
        notify = theirs[0].notify or ""
        wanted = Address.parse(notify).platform if notify else ""
        handles = [row.handle for row in theirs]
        chosen = next((each for each in handles if wanted and each.startswith(f"{wanted}:")), "")
        yield Reached(person, chosen or handles[0], notify if chosen else "")
