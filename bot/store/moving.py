"""A group that has another id from now on: what waits, what is open and what was set goes along."""

from dataclasses import replace

from sqlalchemy import String, delete, func, literal, select, update
from sqlalchemy.engine import Connection

from bot.messages import Address
from bot.store import tables
from bot.store.conversations import Conversations
from bot.store.inbox import Inbox
from bot.store.watches import Watches

_BY_LANE = ((tables.outbox, tables.outbox.c.lane), (tables.chats, tables.chats.c.chat))


class Moving:
    """To be asked of the writer, so that it is one transaction."""

    def __init__(self, inbox: Inbox, conversations: Conversations, watches: Watches) -> None:
        self._inbox, self._conversations, self._watches = inbox, conversations, watches

    def __call__(self, connection: Connection, old: Address, new: Address) -> None:
        """Move every topic of the group `old`; told twice, the second time changes nothing."""
        here, there = _group(old), _group(new)
        chat = tables.chats.c.chat
        if connection.execute(select(chat).where(chat.startswith(here, autoescape=True)).limit(1)).first():
            connection.execute(delete(tables.chats).where(chat.startswith(there, autoescape=True)))
        connection.execute(delete(tables.gone).where(tables.gone.c.lane.startswith(here, autoescape=True)))
        for table, lane in _BY_LANE:
            renamed = literal(there, String).concat(func.substr(lane, len(here) + 1))
            connection.execute(update(table).where(lane.startswith(here, autoescape=True)).values({lane: renamed}))
        self._inbox.move(connection, here, new)
        self._conversations.move(connection, here, there)
        self._watches.move(connection, here, there)


def _group(address: Address) -> str:
    """What the lanes of all of a group's topics begin with."""
    return replace(address, topic="").key
