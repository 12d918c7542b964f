"""What administrators did: who and about whom only as keyed digests, each row until it runs out.

A row is written before a call that must not be repeated begins, and once more at the end; one that stays "begun" is of
a call during which the process died.
"""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from bot.staff import Acted
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.settled import Audited
from bot.store.writer import Row, Statement


class Audits:
    """Rows of what was done."""

    def __init__(self, database: Database) -> None:
        self._database, self._digests = database, database.vault.digests
        table = tables.audits
        insert = database.engines.insert(table).values(at=database.engines.clock)
        ended = insert.on_conflict_do_update(
            index_elements=[table.c.key], set_={"ended": bindparam("ends"), "at": insert.excluded.at}
        )
        self._put = Statement(Order.AUDIT, ended)

    def row(self, audited: Audited) -> Row:
        """One row a message, however often it is written."""
        return Row(
            self._put,
            {
                "key": audited.key,
                "who": self._who(audited.handle),
                "command": audited.command,
                "about": self._digests.of("about", audited.command, *audited.about),
                "ended": audited.ended,
                "ends": audited.ended,
            },
        )

    async def newest(self, admins: Collection[str], most: int) -> tuple[Acted, ...]:
        """The last of it, the newest first, with the handle of whoever is one of `admins`."""
        names = {self._who(handle): handle for handle in admins}
        query = select(tables.audits).order_by(tables.audits.c.at.desc()).limit(most)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Acted(names.get(row.who, ""), row.command, row.ended, row.at) for row in rows)

    def _who(self, handle: str) -> bytes:
        """Under which digest an administrator stands."""
        return self._digests.of("administrator", handle)
