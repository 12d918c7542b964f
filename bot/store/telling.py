"""Notifications of who watches, written only as long as they do: meanwhile they may have stopped, or be forgotten."""

from hashlib import sha256

from sqlalchemy import Double, bindparam, delete, false, or_, select

from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.outbox import Outbox
from bot.store.settled import NOTIFICATION, Sending
from bot.store.writer import Row, Statement
from bot.watches import Watcher

_KEY = 200  # characters
_COLUMNS = ("key", "lane", "priority", "quiet", "payload")


class Telling:
    """Rows of the outbox that a look leads to."""

    def __init__(self, database: Database, outbox: Outbox) -> None:
        self._outbox = outbox
        box, watches, accounts, now = tables.outbox, tables.watches, tables.accounts, database.engines.clock
        theirs = (accounts.c.person == watches.c.subject) & (accounts.c.id == watches.c.account)
        may_see = or_(watches.c.account == "", accounts.c.suspended == false())
        same = or_(watches.c.account == "", watches.c.subject == bindparam("whose"))  # a group's changes as it moves
        watching = watches.c.id == bindparam("watch"), same, may_see
        still = select(watches.c.id).outerjoin(accounts, theirs).where(*watching)
        given = [bindparam(name, type_=box.c[name].type) for name in _COLUMNS]
        row = select(*given, now + bindparam("wait_s", type_=Double), now).where(still.exists())
        put = database.engines.insert(box).from_select([*_COLUMNS, "due", "at"], row, include_defaults=False)
        self._tell = Statement(Order.TELL, put.on_conflict_do_nothing(index_elements=["key"]))
        waits = box.c.priority == NOTIFICATION, box.c.owner.is_(None), box.c.key.like(bindparam("like"), escape="\\")
        self._drop = Statement(Order.DROP_NOTICE, delete(box).where(*waits))

    def told(self, watcher: Watcher, sending: Sending) -> Row:
        """What one watcher is told; nothing where they watch no more, or may not see the account any more."""
        return Row(self._tell, {**self._outbox.values(sending), "watch": watcher.id, "whose": watcher.subject})

    def dropped(self, person: str, account: str) -> Row:
        """What waits for somebody who holds an account no longer, or must not see it."""
        return Row(self._drop, {"like": f"notice.%.{person}.{account}.%"})


def key_of(lane: str, watcher: Watcher, key: str) -> str:
    """What makes a notification of the aim with this key one; short, since PostgreSQL indexes no long one."""
    key = key if len(key) <= _KEY else sha256(key.encode()).hexdigest()
    return f"notice.{lane}.{watcher.subject}.{watcher.account.id if watcher.account else ''}.{key}"
