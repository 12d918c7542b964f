"""The inbox: what came in, until it is answered; and the seen rows, by which a second delivery changes nothing."""

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from pydantic import ValidationError
from sqlalchemy import bindparam, delete, exists, insert, literal, select, update
from sqlalchemy.engine import Connection

from bot.errors import KeyMissing
from bot.messages import Address, Incoming
from bot.store import tables
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Passing
from bot.store.settled import Dead
from bot.store.writer import Row, Statement
from bot.values import dataclass

_TIMES = 3  # a message begun so often without an end is set aside


@dataclass(frozen=True, slots=True)
class Work:
    """A message that this process has claimed."""

    id: int
    key: str  # its digest in hex: the same for every delivery of the same message
    begun: int  # how often it was claimed, this time included
    calling: bool  # an earlier try had begun a call that must not be repeated
    age_s: float
    incoming: Incoming = field(repr=False)

    @property
    def suspect(self) -> bool:
        """Whether it may be what ends the process each time."""
        return self.begun > _TIMES


class Inbox:
    """Rows of the inbox, made and claimed."""

    def __init__(self, database: Database, mine: Mine) -> None:
        self._digests = database.vault.digests
        self._sealed = Passing(Incoming, "inbox", database.vault.sealer)
        self.claims = Claims(database.engines, tables.inbox, mine)
        self._now = database.engines.clock
        self._put, self._see = _arriving(database)
        self._call = Statement(
            Order.CALL,
            update(tables.inbox)
            .where(database.engines.among(tables.inbox.c.id, "ids"), tables.inbox.c.owner == mine.owner)
            .values(calling=True)
            .returning(tables.inbox.c.id),
            held=True,
        )
        self._bury = Statement(Order.BURY, insert(tables.dead).values(box="inbox", at=self._now))

    def put(self, incoming: Incoming) -> tuple[Row, ...]:
        """The rows of a message that has just come in; nothing where it was seen already."""
        address = incoming.address
        digest = self._digests.of("seen", address.platform, address.bot, incoming.update)
        payload = self._sealed.pass_on(incoming, digest.hex())
        return (
            Row(self._put, {"digest": digest, "lane": incoming.lane, "payload": payload}),
            Row(self._see, {"digest": digest}),
        )

    def claim(self, connection: Connection, most: int) -> list[Work]:
        """The next messages, one a lane. One that can't be read is set aside at once."""
        work = []
        for row in self.claims.claim(connection, most):
            key = row["digest"].hex()
            try:
                incoming = self._sealed.open(row["payload"], key)
            except (KeyMissing, ValidationError) as problem:
                self._drop(connection, row, type(problem).__name__)
            else:
                work.append(Work(row["id"], key, row["begun"], row["calling"], row["age_s"], incoming))
        return work

    def move(self, connection: Connection, old: str, new: Address) -> None:
        """What waits in the group whose lanes begin with `old` was said at `new`, in the same topic."""
        table = tables.inbox
        for row in connection.execute(select(table).where(table.c.lane.startswith(old, autoescape=True))).all():
            key = row.digest.hex()
            incoming = self._sealed.read(row.payload, key)
            if incoming is None:  # its claim sets it aside
                continue
            moved = replace(incoming, address=replace(new, topic=incoming.address.topic))
            values = {"lane": moved.lane, "payload": self._sealed.seal(moved, key)}
            connection.execute(update(table).where(table.c.id == row.id).values(values))

    def tidy(self, **older: float) -> None:
        """See `Passing.tidy`."""
        self._sealed.tidy(**older)

    def calling(self, work: Work) -> Row:
        """The mark that from now on a call must not be repeated."""
        return Row(self._call, {"id": work.id})

    def removed(self, work: Work) -> Row:
        """The end of a message; the transaction holds only while the message is still ours."""
        return Row(self.claims.removed, {"id": work.id})

    def buried(self, work: Work, dead: Dead) -> Row:
        """The message kept aside, for whoever looks into why."""
        payload = self._sealed.seal(work.incoming, work.key)
        values = {"key": work.key, "lane": work.incoming.lane, "payload": payload}
        return Row(self._bury, {**values, "reason": dead.reason, "reference": dead.reference})

    def _drop(self, connection: Connection, row: Mapping[str, Any], reason: str) -> None:
        same = {"lane": row["lane"], "payload": row["payload"]}
        dead = {"key": row["digest"].hex(), **same, "reason": reason, "reference": ""}
        connection.execute(self._bury.sql, dead)
        connection.execute(delete(tables.inbox).where(tables.inbox.c.id == row["id"]))


def _arriving(database: Database) -> tuple[Statement, Statement]:
    """How a message gets in once: the inbox asks whether it was seen, then it is seen."""
    inbox, seen, now = tables.inbox, tables.seen, database.engines.clock
    digest = bindparam("digest", type_=seen.c.digest.type)
    row = select(
        digest,
        bindparam("lane", type_=inbox.c.lane.type),
        literal(0),
        now,
        now,
        bindparam("payload", type_=inbox.c.payload.type),
    ).where(~exists().where(seen.c.digest == digest))
    columns = ["digest", "lane", "priority", "due", "at", "payload"]
    put = database.engines.insert(inbox).from_select(columns, row, include_defaults=False).on_conflict_do_nothing()
    see = database.engines.insert(seen).values(at=now).on_conflict_do_nothing()
    return Statement(Order.RECEIVE, put), Statement(Order.SEE, see)
