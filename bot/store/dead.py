"""What was set aside: listed without what is in it, tried once more, or dropped."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, delete, select
from sqlalchemy.engine import Connection

from bot.changes import DropDead, RetryDead
from bot.staff import SetAside
from bot.store import tables
from bot.store.database import Database
from bot.store.settled import INTERRUPTED, NOTIFICATION

_DEAD: Final = tables.dead


class Dead:
    """Rows of `dead`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        insert, now = database.engines.insert, database.engines.clock
        # What was said waits anew from now on; what is sent once more goes behind answers.
        again = {"due": now, "at": now}
        self._inbox = insert(tables.inbox).values(priority=0, **again).on_conflict_do_nothing()
        self._outbox = insert(tables.outbox).values(priority=NOTIFICATION, **again).on_conflict_do_nothing()

    async def newest(self, most: int) -> tuple[SetAside, ...]:
        """The last ones, the newest first."""
        columns = (_DEAD.c.id, _DEAD.c.box, _DEAD.c.lane, _DEAD.c.reason, _DEAD.c.reference, _DEAD.c.at)
        query = select(*columns).order_by(_DEAD.c.id.desc()).limit(most)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_shown(row) for row in rows)

    def apply(self, connection: Connection, change: RetryDead | DropDead) -> None:
        """One row, or all of them. A call that was interrupted is never repeated, so that is left where it is."""
        which = _DEAD.c.id == change.row if change.row else _DEAD.c.id > 0
        if isinstance(change, RetryDead):
            which &= _DEAD.c.reason != INTERRUPTED
        # In one statement: what another process sets aside, or tries again, meanwhile is neither lost nor doubled.
        taken = connection.execute(delete(_DEAD).where(which).returning(_DEAD)).all()
        if isinstance(change, RetryDead):
            self._again(connection, taken)

    def _again(self, connection: Connection, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            same = {"lane": row.lane, "payload": row.payload}
            if row.box == "inbox":
                connection.execute(self._inbox, {"digest": bytes.fromhex(row.key), **same})
            else:
                connection.execute(self._outbox, {"key": row.key, **same})


def _shown(row: Row[int, str, str, str, str, float]) -> SetAside:
    platform = row.lane.partition("/")[0]
    group = row.lane.split("/")[2:3] == ["group"]
    return SetAside(row.id, row.box, platform, row.reason, row.reference, row.at, group=group)
