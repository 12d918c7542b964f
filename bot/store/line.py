"""Aims that wait for a topic, such as a sitting: lined up when it is announced, and counted."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Double, Update, bindparam, case, func, or_, select, update

from bot.changes import Announce
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.writer import Row, Statement

_AWAKE_S = 86_400.0


class Line:
    """The column `turn` of `aims`."""

    def __init__(self, database: Database) -> None:
        self._database, self._now = database, database.engines.clock
        self._announce = Statement(Order.ANNOUNCE, _lined_up(self._now))

    def announced(self, change: Announce) -> Row:
        """Give aims of a topic their turns, one after the other in the order in which they were made."""
        values = {"of": change.kind, "which": change.topic, "apart_s": change.apart_s, "soon_s": change.soon_s}
        return Row(self._announce, values)

    async def waiting(self, kind: str, topic: str) -> int:
        """How many aims of a kind wait for a topic, whether it was announced or not."""
        aims = tables.aims
        return await self._count(aims.c.kind == kind, aims.c.topic == topic)

    async def awake(self, kinds: Collection[str]) -> int:
        """How many aims of these kinds are looked at within a day."""
        aims = tables.aims
        return await self._count(aims.c.kind.in_(kinds), aims.c.due < self._now + _AWAKE_S)

    async def _count(self, *which: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(tables.aims).where(*which)
        return await self._database.read(lambda connection: connection.execute(query).scalar_one())


def _lined_up(now: ColumnElement[float]) -> Update:
    """Whose turn does not come soon is looked at now, so that it can be told when; whose is still to come keeps it."""
    aims, apart, soon = tables.aims, bindparam("apart_s", type_=Double), bindparam("soon_s", type_=Double)
    rank = (func.row_number().over(order_by=aims.c.id) - 1).label("rank")
    line = (
        select(aims.c.id, rank)
        .where(aims.c.kind == bindparam("of"), aims.c.topic == bindparam("which"))
        .where(or_(aims.c.turn.is_(None), aims.c.turn <= now))
        .subquery("line")
    )
    wait_s = line.c.rank * apart
    due = case((wait_s < soon, now + wait_s), else_=now)
    return update(aims).where(aims.c.id == line.c.id).values(turn=now + wait_s, due=due)
