"""The outbox: what goes out, until it is sent."""

from dataclasses import dataclass, field
from enum import Enum

from pydantic import ValidationError
from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.engine import Connection

from bot.aims import Quiet
from bot.errors import KeyMissing
from bot.messages import Address, Outgoing
from bot.store import tables
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.places import Places
from bot.store.sealed import Sealed
from bot.store.settled import NOTIFICATION, Sending
from bot.store.writer import Row, Statement


class Postponed(Enum):
    """Why a message is sent later."""

    FAILED = "it was not sent for sure"
    UNKNOWN = "it may have been sent"
    WAITED = "its turn had not come, and nothing was tried"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message to be sent that this process has claimed."""

    id: int
    key: str
    address: Address
    priority: int
    begun: int  # 1 where nobody can have sent it yet
    tries: int  # sends that failed for sure
    gone: bool  # nothing could be sent there the last time
    quiet: Quiet | None  # it is not sent in these hours
    outgoing: Outgoing = field(repr=False)


class Outbox:
    """Rows of the outbox, made, claimed and ended."""

    def __init__(self, database: Database, mine: Mine) -> None:
        outbox, now = tables.outbox, database.engines.clock
        self._sealed = Sealed(Outgoing, "outbox", database.vault.sealer)
        self.claims = Claims(database.engines, outbox, mine)
        self.places = Places(database)
        self._put = Statement(
            60,
            database.engines.insert(outbox)
            .values(due=now + bindparam("wait_s"), at=now)
            .on_conflict_do_nothing(index_elements=["key"]),
        )
        self._let_out = Statement(
            59,
            update(outbox)
            .where(outbox.c.lane == bindparam("which"), outbox.c.priority == NOTIFICATION)
            .values(due=now + bindparam("wait_s"), quiet=bindparam("hours")),
        )
        self._postpone = Statement(
            70,
            update(outbox)
            .where(outbox.c.id == bindparam("row"), outbox.c.owner == mine.owner)
            .values(
                due=now + bindparam("wait_s"),
                tries=bindparam("failed"),
                begun=bindparam("open"),
                owner=None,
                until=None,
            ),
        )
        self._bury = Statement(80, insert(tables.dead).values(box="outbox", at=now, reference=""))

    def put(self, sending: Sending) -> Row:
        """A message that is to be sent; nothing where its key is there already."""
        values = {
            "key": sending.key,
            "lane": sending.address.key,
            "priority": sending.priority,
            "wait_s": sending.wait_s,
            "quiet": str(sending.quiet) if sending.quiet else None,
            "payload": self._sealed.seal(sending.outgoing, sending.key),
        }
        return Row(self._put, values)

    def let_out(self, lane: str, wait_s: float, quiet: Quiet | None) -> Row:
        """Notifications that wait for their time at an address wait so long from now, and heed other hours."""
        return Row(self._let_out, {"which": lane, "wait_s": wait_s, "hours": str(quiet) if quiet else None})

    def claim(self, connection: Connection, most: int, serves: str) -> list[Parcel]:
        """The next messages to addresses that begin so, one each. One that can't be read is set aside at once."""
        parcels = []
        rows = self.claims.claim(connection, most, (serves,))
        gone = self.places.gone(connection, {row.lane for row in rows})
        for row in rows:
            try:
                outgoing = self._sealed.open(row.payload, row.key)
                address = Address.parse(row.lane)
            except (KeyMissing, ValidationError, ValueError) as problem:
                dead = {"key": row.key, "lane": row.lane, "payload": row.payload, "reason": type(problem).__name__}
                connection.execute(self._bury.sql, dead)
                connection.execute(delete(tables.outbox).where(tables.outbox.c.id == row.id))
            else:
                numbers = row.priority, row.begun, row.tries
                quiet = Quiet.parse(row.quiet or "")
                parcels.append(Parcel(row.id, row.key, address, *numbers, row.lane in gone, quiet, outgoing))
        return parcels

    def removed(self, parcel: Parcel) -> Row:
        """The end of a message that was sent."""
        return Row(self.claims.removed, {"id": parcel.id})

    def postponed(self, parcel: Parcel, wait_s: float, why: Postponed) -> Row:
        """Another try later; the row remembers whether it may have been sent."""
        begun, tries = {
            Postponed.FAILED: (0, parcel.tries + 1),
            Postponed.UNKNOWN: (parcel.begun, parcel.tries),
            Postponed.WAITED: (parcel.begun - 1, parcel.tries),
        }[why]
        return Row(self._postpone, {"row": parcel.id, "wait_s": wait_s, "failed": tries, "open": begun})

    def buried(self, parcel: Parcel, reason: str) -> tuple[Row, ...]:
        """The end of a message that can't be sent; kept aside with its reason."""
        payload = self._sealed.seal(parcel.outgoing, parcel.key)
        values = {"key": parcel.key, "lane": parcel.address.key, "payload": payload, "reason": reason}
        return Row(self._bury, values), self.removed(parcel)
