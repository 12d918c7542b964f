"""Who is banned: digests of handles, until they are lifted. Nothing else of a person is needed, or kept, for it."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from bot.changes import Ban, Unban
from bot.store import tables
from bot.store.database import Database
from bot.store.forgetting import handles_of
from bot.store.persons import Persons
from bot.store.unwatched import stop_all


class Bans:
    """Rows of bans."""

    def __init__(self, database: Database, persons: Persons) -> None:
        self._digests, self._engines, self._persons = database.vault.digests, database.engines, persons
        bans = tables.bans
        self._put = database.engines.insert(bans).values(at=database.engines.clock).on_conflict_do_nothing()
        self._lift = delete(bans).where(bans.c.who == bindparam("whose"))
        self._among = select(bans.c.who).where(database.engines.among(bans.c.who, "digests"))

    def among(self, connection: Connection, handles: Iterable[str]) -> frozenset[str]:
        """Which of these are banned."""
        names = {self._who(handle): handle for handle in handles}
        found = self._engines.fetch_all(connection, self._among, {"digests": list(names)})
        return frozenset(names[row["who"]] for row in found)

    def apply(self, connection: Connection, change: Ban | Unban) -> None:
        """Ban somebody, or let somebody in again, at all their addresses; what a banned person watched ends."""
        person, _known = self._persons.load(connection, [change.handle])[change.handle]
        for handle in {change.handle, *connection.execute(handles_of(person)).scalars()}:
            if isinstance(change, Ban):
                connection.execute(self._put, {"who": self._who(handle)})
            else:
                connection.execute(self._lift, {"whose": self._who(handle)})
        if isinstance(change, Ban):
            stop_all(connection, person)

    def _who(self, handle: str) -> str:
        return self._digests.hex("ban", handle)
