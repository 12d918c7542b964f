"""What is deleted by and by, so that nothing stays longer than docs/privacy.md says."""

from sqlalchemy import ColumnElement, Executable, Update, delete, select, update
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database
from bot.store.departed import Departed
from bot.store.unwatched import asleep, orphaned, unwatched

HOUR_S, DAY_S = 3600.0, 86400.0
_KEPT_S = (
    (tables.seen, 2 * DAY_S),
    (tables.buttons, 7 * DAY_S),
    (tables.history, 30 * DAY_S),
    (tables.files, 30 * DAY_S),
    (tables.tries, DAY_S),
    (tables.dead, 90 * DAY_S),
    (tables.alarms, DAY_S),  # refreshed as long as anybody sees it
    (tables.batches, 30 * DAY_S),  # on a platform that is switched off; else they have ended long before
    (tables.ended, 400 * DAY_S),
    (tables.audits, 400 * DAY_S),
)


class Upkeep:
    """Deletes what has run out; to be asked of the writer every minute or so."""

    def __init__(self, database: Database, *, conversation_s: float, reading_s: float) -> None:
        clock = database.engines.clock
        self._departed = Departed(database)
        # A conversation that ran out stays a while, so that a late answer can be told why it is none.
        kept = (*_KEPT_S, (tables.conversations, conversation_s + DAY_S), (tables.readings, reading_s))
        self._statements: list[Executable] = [_emptied(clock - conversation_s - HOUR_S)]
        self._statements += [delete(table).where(table.c.at < clock - seconds) for table, seconds in kept]
        credits, held = tables.credits, tables.accounts.c.id
        held_by_nobody = ~select(held).where(held == credits.c.account).exists()  # its message never came to its end
        self._statements.append(delete(credits).where(credits.c.at < clock - DAY_S, held_by_nobody))
        self._statements += [unwatched(), asleep(), orphaned()]
        self._statements += [delete(table).where(table.c.until < clock) for table in (tables.counts, tables.tokens)]
        self._statements.append(delete(tables.leases).where(tables.leases.c.until < clock - DAY_S))  # of the dead

    def __call__(self, connection: Connection) -> None:
        self._departed(connection)
        for statement in self._statements:
            connection.execute(statement)


def _emptied(before: ColumnElement[float]) -> Update:
    """The answers of what ran out go earlier, since a password may be among them."""
    table = tables.conversations
    return update(table).where(table.c.at < before, table.c.answers != b"").values(answers=b"")
