"""Watches that rest until their person has done something, such as a new login, and that go on afterwards."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.writer import Row, Statement
from bot.watches import Watcher


class Resting:
    """Rows of `watches` by account."""

    def __init__(self, database: Database) -> None:
        watches, aims, now = tables.watches, tables.aims, database.engines.clock
        of = watches.c.account == bindparam("of")
        rests = select(watches.c.aim).where(of, watches.c.paused)
        self._wake = Statement(Order.WAKE, update(aims).where(aims.c.lane.in_(rests)).values(due=now))
        self._go_on = Statement(Order.GO_ON, update(watches).where(of).values(paused=False))
        theirs = of, watches.c.subject == bindparam("whose"), ~watches.c.paused
        self._rest = update(watches).where(*theirs).values(paused=True).returning(watches.c.id)

    def begun(self, connection: Connection, watcher: Watcher) -> bool:
        """All watches of the watcher's account rest; whether one did not yet, and so who watches is to be told."""
        theirs = {"whose": watcher.subject, "of": watcher.account.id if watcher.account else "-"}
        return bool(connection.execute(self._rest, theirs).all())

    def ended(self, account: str) -> tuple[Row, ...]:
        """Whoever watches this account is told again, from the next look on, which is due now."""
        return Row(self._wake, {"of": account}), Row(self._go_on, {"of": account})
