"""Where nothing can be sent: blocked by the person, or the bot was removed from the group, all of its topics."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from bot.messages import Address
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.writer import Row, Statement


class Places:
    """Rows of `gone`."""

    def __init__(self, database: Database) -> None:
        self._engines = database.engines
        insert = database.engines.insert(tables.gone).values(at=database.engines.clock)
        self._there = select(tables.gone.c.lane).where(database.engines.among(tables.gone.c.lane, "lanes"))
        self._left = Statement(Order.LOSE_PLACE, insert.on_conflict_do_nothing())
        self._back = Statement(Order.REGAIN_PLACE, delete(tables.gone).where(tables.gone.c.lane == bindparam("which")))

    def left(self, address: Address) -> Row:
        """From now on nothing can be sent there."""
        return Row(self._left, {"lane": _chat(address.key)})

    def back(self, address: Address) -> Row:
        """It can again."""
        return Row(self._back, {"which": _chat(address.key)})

    def gone(self, connection: Connection, lanes: Iterable[str]) -> set[str]:
        """Those of the lanes where nothing can be sent."""
        chats = {lane: _chat(lane) for lane in lanes}
        if not chats:
            return set()
        there = self._engines.fetch_all(connection, self._there, {"lanes": sorted(set(chats.values()))})
        gone = {row["lane"] for row in there}
        return {lane for lane, chat in chats.items() if chat in gone}


def _chat(lane: str) -> str:
    """The address without its topic."""
    return lane[: lane.rindex("/") + 1]
