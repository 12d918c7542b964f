"""What only one process may do, such as asking for a bot's updates: a lease by the database's clock."""

from sqlalchemy import delete, or_
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.claims import LEASE_S, Mine
from bot.store.database import Database


class Leases:
    """Rows of `leases`."""

    def __init__(self, database: Database, mine: Mine) -> None:
        table, clock, self._owner = tables.leases, database.engines.clock, mine.owner
        insert = database.engines.insert(table).values(owner=mine.owner, until=clock + LEASE_S)
        self._take = insert.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": insert.excluded.owner, "until": insert.excluded.until},
            where=or_(table.c.owner == mine.owner, table.c.until < clock),
        ).returning(table.c.name)

    def take(self, connection: Connection, name: str) -> bool:
        """Whether it is ours now, for another `LEASE_S`."""
        return connection.execute(self._take, {"name": name}).first() is not None

    def give_up(self, connection: Connection, name: str) -> None:
        """Let another process have it at once, if it was ours."""
        table = tables.leases
        connection.execute(delete(table).where(table.c.name == name, table.c.owner == self._owner))

    def free_all(self, connection: Connection) -> None:
        """Take every lease away, for the one process that knows that it is alone."""
        connection.execute(delete(tables.leases))
