"""What administrators did: who and about whom only as keyed digests, each row until it runs out.

A row is written before a call that must not be repeated begins, and once more at the end; one that stays "begun" is of
a call during which the process died.
"""

from sqlalchemy import bindparam

from bot.store import tables
from bot.store.database import Database
from bot.store.settled import Audited
from bot.store.writer import Row, Statement


class Audits:
    """Rows of what was done."""

    def __init__(self, database: Database) -> None:
        self._digests = database.vault.digests
        table = tables.audits
        insert = database.engines.insert(table).values(at=database.engines.clock)
        ended = insert.on_conflict_do_update(
            index_elements=[table.c.key], set_={"ended": bindparam("ends"), "at": insert.excluded.at}
        )
        self._put = Statement(45, ended)

    def row(self, audited: Audited) -> Row:
        """One row a message, however often it is written."""
        return Row(
            self._put,
            {
                "key": audited.key,
                "who": self.who(audited.handle),
                "command": audited.command,
                "about": self._digests.of("about", audited.command, *audited.about),
                "ended": audited.ended,
                "ends": audited.ended,
            },
        )

    def who(self, handle: str) -> bytes:
        """Under which digest an administrator stands."""
        return self._digests.of("administrator", handle)
