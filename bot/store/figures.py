"""How much waits, for how long, and how much there is: counts alone, for whoever looks after the bot."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, Table, case, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.staff import Depth, Kept, Waiting
from bot.store import tables
from bot.store.database import Database

PLATFORMS = ("telegram", "onebot", "web")
_BOXES: Mapping[str, Table] = {"inbox": tables.inbox, "outbox": tables.outbox, "aims": tables.aims}


class Figures:
    """Counts rows, at once for everybody who asks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        now = database.engines.clock
        self._depths = {box: _depth(table, now) for box, table in _BOXES.items()}
        addresses, dead = tables.addresses.c.handle, tables.dead
        self._people = select(func.count(tables.persons.c.id))
        self._by_platform = select(
            *(func.count(case((addresses.startswith(f"{each}:", autoescape=True), 1))) for each in PLATFORMS)
        )
        accounts = tables.accounts.c.system
        self._by_system = select(accounts, func.count()).group_by(accounts).order_by(accounts)
        self._dead = select(dead.c.box, func.count()).group_by(dead.c.box)
        self._watches = select(func.count(tables.watches.c.id))

    async def waiting(self) -> Waiting | None:
        """What waits, and what was set aside; `None` while the database does not answer."""
        try:
            return await self._database.read(self._waiting)
        except (SQLAlchemyError, OSError):
            return None

    async def kept(self) -> Kept:
        """Of whom something is kept."""
        return await self._database.read(self._kept)

    def _waiting(self, connection: Connection) -> Waiting:
        depths = {box: Depth(*connection.execute(query).one()) for box, query in self._depths.items()}
        return Waiting(depths, _counts(connection, self._dead))

    def _kept(self, connection: Connection) -> Kept:
        counts = connection.execute(self._by_platform).one()
        return Kept(
            people=connection.execute(self._people).scalar_one(),
            addresses=dict(zip(PLATFORMS, counts, strict=True)),
            accounts=_counts(connection, self._by_system),
            watches=connection.execute(self._watches).scalar_one(),
        )


def _counts(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {name: count for name, count in connection.execute(query).all()}  # noqa: C416 - rows are no pairs to mypy


def _depth(table: Table, now: ColumnElement[float]) -> Select[int, int, float]:
    """All rows, those that are due, and how long the one that is due longest waits, in seconds."""
    due = table.c.due <= now
    late = func.coalesce(func.max(case((due, now - table.c.due))), 0.0)
    return select(func.count(table.c.id), func.count(case((due, 1))), late)
