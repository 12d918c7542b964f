"""The outbox: what goes out, until it is sent."""

from collections.abc import Collection, Mapping
from dataclasses import field
from enum import Enum
from typing import Any

from pydantic import ValidationError
from sqlalchemy import bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.aims import Quiet
from bot.errors import KeyMissing
from bot.messages import Address, Outgoing
from bot.store import tables
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.gathering import covered, together
from bot.store.order import Order
from bot.store.places import Places
from bot.store.sealed import Passing
from bot.store.settled import GATHER_S, NOTIFICATION, Sending
from bot.store.tokens import told_as_one
from bot.store.writer import Row, Statement
from bot.values import dataclass
from bot.watches import COVER

_GATHERED = 50  # of which at most so many are told as one


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
    at: float  # when it was written: a key may come again once its row is gone
    address: Address
    priority: int
    begun: int  # 1 where nobody can have sent it yet
    tries: int  # sends that failed for sure
    gone: bool  # nothing could be sent there the last time
    quiet: Quiet | None  # it is not sent in these hours
    outgoing: Outgoing = field(repr=False)

    @property
    def once(self) -> str:
        """What makes a platform show it once: the same at every try of this message, and of no other one."""
        return f"{self.key}@{self.at:.3f}"


class Outbox:
    """Rows of the outbox, made, claimed and ended."""

    def __init__(self, database: Database, mine: Mine) -> None:
        outbox, now = tables.outbox, database.engines.clock
        self._now = now
        self._digests = database.vault.digests
        self._sealed = Passing(Outgoing, "outbox", database.vault.sealer)
        self.claims = Claims(database.engines, outbox, mine)
        self.places = Places(database)
        self._put = Statement(
            Order.TELL,
            database.engines.insert(outbox)
            .values(due=now + bindparam("wait_s"), at=now)
            .on_conflict_do_nothing(index_elements=["key"]),
        )
        handle = tables.addresses.c.handle
        alone = func.replace(func.replace(handle, "_", r"\_"), ":", "/%/private/").concat("/")
        theirs = outbox.c.lane.like(alone, escape="\\"), tables.addresses.c.person == bindparam("whose")
        told = or_(outbox.c.lane == bindparam("which"), select(handle).where(*theirs).exists())
        notified = outbox.c.priority == NOTIFICATION
        waits = {"due": now + bindparam("wait_s"), "quiet": bindparam("hours")}
        self._let_out = Statement(Order.LET_OUT, update(outbox).where(notified, told).values(waits))
        self._behind = (
            select(outbox.c.id, outbox.c.key, outbox.c.payload)
            .where(outbox.c.lane == bindparam("which"), outbox.c.id > bindparam("row"), notified)
            .where(outbox.c.owner.is_(None), outbox.c.begun == 0, outbox.c.due <= now + GATHER_S)
            .order_by(outbox.c.id)
            .limit(_GATHERED)
        )
        self._postpone = Statement(
            Order.POSTPONE,
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
        self._bury = Statement(Order.BURY, insert(tables.dead).values(box="outbox", at=now, reference=""))

    def put(self, sending: Sending) -> Row:
        """A message that is to be sent; nothing where its key is there already."""
        return Row(self._put, self.values(sending))

    def values(self, sending: Sending) -> dict[str, object]:
        """The columns of a message."""
        seal = self._sealed.seal if sending.wait_s or sending.quiet else self._sealed.pass_on
        return {
            "key": sending.key,
            "lane": sending.address.key,
            "priority": sending.priority,
            "wait_s": sending.wait_s,
            "quiet": str(sending.quiet) if sending.quiet else None,
            "payload": seal(sending.outgoing, sending.key),
        }

    def tidy(self, **older: float) -> None:
        """See `Passing.tidy`."""
        self._sealed.tidy(**older)

    def let_out(self, lane: str, person: str | None, wait_s: float, quiet: Quiet | None) -> Row:
        """Notifications that wait for their time wait so long from now, and no longer, and heed other hours.

        At this address, and at all private ones of a person.
        """
        hours = str(quiet) if quiet else None
        return Row(self._let_out, {"which": lane, "whose": person, "wait_s": wait_s, "hours": hours})

    def as_of_now(self, connection: Connection, keys: Collection[str]) -> None:
        """These messages were written at this moment, and not earlier in the transaction."""
        outbox = tables.outbox
        connection.execute(update(outbox).where(outbox.c.key.in_(keys)).values(at=self._now))

    def claim(self, connection: Connection, most: int, serves: str) -> list[Parcel]:
        """The next messages to addresses that begin so, one each. One that can't be read is set aside at once."""
        parcels = []
        rows = self.claims.claim(connection, most, (serves,))
        gone = self.places.gone(connection, {row["lane"] for row in rows})
        for row in rows:
            try:
                outgoing = self._sealed.open(row["payload"], row["key"])
                address = Address.parse(row["lane"])
            except (KeyMissing, ValidationError, ValueError) as problem:
                same = {name: row[name] for name in ("key", "lane", "payload")}
                connection.execute(self._bury.sql, {**same, "reason": type(problem).__name__})
                connection.execute(delete(tables.outbox).where(tables.outbox.c.id == row["id"]))
            else:
                if outgoing.gathers and row["begun"] == 1:  # what may have been sent stays as it was
                    outgoing = self._gathered(connection, row, outgoing)
                parcels.append(
                    Parcel(  # by position, which takes half the time
                        row["id"],
                        row["key"],
                        row["at"],
                        address,
                        row["priority"],
                        row["begun"],
                        row["tries"],
                        row["lane"] in gone,
                        Quiet.parse(row["quiet"]) if row["quiet"] else None,
                        outgoing,
                    )
                )
        return parcels

    def _gathered(self, connection: Connection, row: Mapping[str, Any], outgoing: Outgoing) -> Outgoing:
        """A claimed message with those behind it that belong together with it, from now on in its row.

        Nobody else claims rows of a lane of which one is under work.
        """
        found = []
        for behind in connection.execute(self._behind, {"which": row["lane"], "row": row["id"]}).all():
            other = self._sealed.read(behind.payload, behind.key)
            both = together(outgoing, other) if other else None
            if both is None:
                break
            outgoing = both
            found.append(behind.id)
        if found:
            outbox = tables.outbox
            payload = self._sealed.seal(outgoing, row["key"])
            connection.execute(update(outbox).where(outbox.c.id == row["id"]).values(payload=payload))
            connection.execute(delete(outbox).where(outbox.c.id.in_(found)))
            told_as_one(connection, self._digests, COVER, covered(outgoing))
        return outgoing

    def removed(self, parcel: Parcel) -> Row:
        """The end of a message that was sent."""
        return Row(self.claims.removed, {"id": parcel.id})

    def postponed(self, parcel: Parcel, wait_s: float, why: Postponed) -> Row:
        """Another try later; the row remembers whether it may have been sent."""
        before = parcel.begun - 1
        begun, tries = {
            Postponed.FAILED: (min(before, 1), parcel.tries + 1),  # what is in doubt stays so, however often it was
            Postponed.UNKNOWN: (parcel.begun, parcel.tries),
            Postponed.WAITED: (before, parcel.tries),
        }[why]
        return Row(self._postpone, {"row": parcel.id, "wait_s": wait_s, "failed": tries, "open": begun})

    def buried(self, parcel: Parcel, reason: str) -> tuple[Row, ...]:
        """The end of a message that can't be sent; kept aside with its reason."""
        payload = self._sealed.seal(parcel.outgoing, parcel.key)
        values = {"key": parcel.key, "lane": parcel.address.key, "payload": payload, "reason": reason}
        return Row(self._bury, values), self.removed(parcel)
