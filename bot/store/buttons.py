"""Lines too long for a button, each behind a token, for a week."""

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement


class Buttons:
    """Rows of long buttons."""

    def __init__(self, database: Database) -> None:
        self._lines = Sealed(str, "buttons", database.vault.sealer)
        insert = database.engines.insert(tables.buttons).values(at=database.engines.clock)
        self._put = Statement(Order.KEEP_BUTTON, insert.on_conflict_do_nothing())

    def put(self, token: str, line: str, lane: str) -> Row:
        """A button of a message to this address."""
        return Row(self._put, {"token": token, "lane": lane, "line": self._lines.seal(line, token)})

    def line(self, connection: Connection, token: str) -> str | None:
        query = select(tables.buttons.c.line).where(tables.buttons.c.token == token)
        return self._lines.read(connection.execute(query).scalar_one_or_none(), token)
