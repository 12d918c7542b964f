"""Watches that rest until their person has done something, such as a new login, and that go on afterwards."""

from collections.abc import Mapping

from sqlalchemy import Double, bindparam, select, update

from bot.store import tables
from bot.store.database import Database
from bot.store.writer import Row, Statement
from bot.watches import Watcher


class Resting:
    """Rows of `watches` by account."""

    def __init__(self, database: Database) -> None:
        watches, aims, box, now = tables.watches, tables.aims, tables.outbox, database.engines.clock
        of = watches.c.account == bindparam("of")
        rests = select(watches.c.aim).where(of, watches.c.paused)
        self._wake = Statement(48, update(aims).where(aims.c.lane.in_(rests)).values(due=now))
        self._go_on = Statement(49, update(watches).where(of).values(paused=False))
        theirs = of, watches.c.subject == bindparam("whose")
        names = ("key", "lane", "priority", "payload")
        given = [bindparam(name, type_=box.c[name].type) for name in names]
        told = select(*given, now + bindparam("wait_s", type_=Double), now)
        first = told.where(select(watches.c.id).where(*theirs, ~watches.c.paused).exists())
        put = database.engines.insert(box).from_select([*names, "due", "at"], first, include_defaults=False)
        # Before they rest, so that of several looks that find the same only one says so.
        self._tell = Statement(62, put.on_conflict_do_nothing(index_elements=["key"]))
        self._rest = Statement(63, update(watches).where(*theirs).values(paused=True))

    def begun(self, watcher: Watcher, message: Mapping[str, object]) -> tuple[Row, ...]:
        """All watches of the watcher's account rest; a row of the outbox says so where one did not rest yet."""
        theirs = {"whose": watcher.subject, "of": watcher.account.id if watcher.account else "-"}
        return Row(self._tell, {**message, **theirs}), Row(self._rest, theirs)

    def ended(self, account: str) -> tuple[Row, ...]:
        """Whoever watches this account is told again, from the next look on, which is due now."""
        return Row(self._wake, {"of": account}), Row(self._go_on, {"of": account})
