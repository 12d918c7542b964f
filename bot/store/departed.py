"""Who blocked the bot, or removed it from a group, is forgotten after a while."""

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.messages import Address
from bot.store import tables
from bot.store.database import Database
from bot.store.forgetting import forget
from bot.store.linking import linking_of
from bot.store.unwatched import stop_all

DEPARTED_S = 90 * 86400.0


class Departed:
    """To be asked of the writer now and then."""

    def __init__(self, database: Database) -> None:
        gone = tables.gone
        self._database = database
        self._long_gone = select(gone.c.lane).where(gone.c.at < database.engines.clock - DEPARTED_S)

    def __call__(self, connection: Connection) -> None:
        for lane in connection.execute(self._long_gone).scalars().all():
            address = Address.parse(lane)
            if address.group:
                _forget_group(connection, lane)
            else:
                self._forget_person(connection, f"{address.platform}:{address.chat}")
            connection.execute(delete(tables.gone).where(tables.gone.c.lane == lane))

    def _forget_person(self, connection: Connection, handle: str) -> None:
        """Where they can be reached elsewhere, only this address is let go, with what was bound there."""
        linking_of(self._database).leave(connection, handle)
        whose = select(tables.addresses.c.person).where(tables.addresses.c.handle == handle)
        person = connection.execute(whose).scalar_one_or_none()
        if person is not None:
            forget(connection, person, handle, ())


def _forget_group(connection: Connection, lane: str) -> None:
    """All of its topics: what was set, what it watches, and what nobody will read any more."""
    for subject in connection.execute(select(tables.watches.c.subject).distinct()).scalars().all():
        if subject.startswith(lane):
            stop_all(connection, subject)
    for column in (tables.chats.c.chat, tables.outbox.c.lane, tables.conversations.c.lane):
        connection.execute(delete(column.table).where(column.startswith(lane, autoescape=True)))
