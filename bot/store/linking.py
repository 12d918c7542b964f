"""One person on several platforms: addresses that are linked, and that each get back what is theirs.

Linked, an address is the other person's; what it had bound moves along, but for what the other one holds already, which
stays behind under the id that the address had. `addresses.own` remembers that id, `accounts.handle` where an account
was bound. To be asked within the transaction that ends the message which wanted it.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, false, func, insert, literal, or_, select, update
from sqlalchemy.engine import Connection

from bot.changes import Link
from bot.keeping import Linked
from bot.store import tables
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.known import Knowledge
from bot.store.persons import Persons
from bot.store.settled import NOTIFICATION

_ADDRESSES, _WATCHES = tables.addresses, tables.watches


class Linking:
    """Joins addresses and parts them."""

    def __init__(self, database: Database, persons: Persons, accounts: Accounts, known: Knowledge) -> None:
        self._database, self._persons, self._accounts, self._known = database, persons, accounts, known

    async def of(self, person: str) -> tuple[Linked, ...]:
        """Every address of a person of whom something is kept."""
        theirs = select(_ADDRESSES).where(_ADDRESSES.c.person == person).order_by(_ADDRESSES.c.handle)
        rows = await self._database.read(lambda connection: connection.execute(theirs).all())
        return tuple(Linked(row.handle, row.address or "") for row in rows)

    def join(self, connection: Connection, link: Link, joins: tuple[str, str, str]) -> None:
        """Let an address (a person's id, handle and address) and all linked to it be the other person's."""
        self._made(connection, link.person, link.handle, link.address)
        self._made(connection, *joins)
        whole, part = _whose(connection, link.handle), _whose(connection, joins[1])
        if whole == part:
            return
        self._accounts.move(connection, part, whole)
        _watches_moved(connection, part, whole)
        self._known.rename(connection, part, whole)
        tokens = tables.tokens
        connection.execute(update(tokens).where(tokens.c.person == part).values(person=whole))
        mine = _ADDRESSES.c.person == part
        own = func.coalesce(_ADDRESSES.c.own, _ADDRESSES.c.person)
        connection.execute(update(_ADDRESSES).where(mine).values(own=own, person=whole))

    def leave(self, connection: Connection, handle: str) -> None:
        """Let an address be a person of its own again; those that were linked to it stay together without it."""
        row = connection.execute(select(_ADDRESSES).where(_ADDRESSES.c.handle == handle)).one_or_none()
        if row is None:
            return
        if row.own is not None:
            self._parted(connection, handle, row.person, row.own)
            return
        others = _ADDRESSES.c.person == row.person, _ADDRESSES.c.own.is_not(None)
        linked = connection.execute(select(_ADDRESSES).where(*others).order_by(_ADDRESSES.c.handle)).all()
        for other in linked:
            self._parted(connection, other.handle, row.person, other.own)
        for other in linked[1:]:  # they stay one person, without the one that leaves
            first = linked[0]
            self.join(
                connection, Link(first.own, first.handle, first.address), (other.own, other.handle, other.address)
            )

    def _parted(self, connection: Connection, handle: str, whole: str, own: str) -> None:
        address = connection.execute(
            update(_ADDRESSES)
            .where(_ADDRESSES.c.handle == handle)
            .values(person=own, own=None)
            .returning(_ADDRESSES.c.address)
        ).scalar_one()
        held = self._accounts.move(connection, whole, own, handle=handle)
        both = held & self._accounts.held(connection, whole)
        _watches_doubled(connection, (whole, own), address, both)
        _watches_returned(connection, (whole, own), address, held - both)
        _waiting_returned(connection, whole, address, held - both, both)
        self._known.rename(connection, whole, own, accounts=both, keep=True)
        self._known.rename(connection, whole, own, accounts=held - both)
        persons = tables.persons
        connection.execute(
            update(persons).where(persons.c.id == whole, persons.c.notify == address).values(notify=None)
        )

    def _made(self, connection: Connection, person: str, handle: str, address: str) -> None:
        """The rows on which everything hangs, and where this one is written to alone."""
        for row in self._persons.made(person, handle):
            connection.execute(row.statement.sql, row.values)
        connection.execute(update(_ADDRESSES).where(_ADDRESSES.c.handle == handle).values(address=address))


def linking_of(database: Database) -> Linking:
    """With parts of its own, for where it is wanted so seldom that they are not kept."""
    return Linking(database, Persons(database), Accounts(database), Knowledge(database))


def _whose(connection: Connection, handle: str) -> str:
    person: str = connection.execute(select(_ADDRESSES.c.person).where(_ADDRESSES.c.handle == handle)).scalar_one()
    return person


def _watches_moved(connection: Connection, part: str, whole: str) -> None:
    """What both watch is watched once."""
    watches, others = _WATCHES, _WATCHES.alias()
    same = others.c.subject == whole, others.c.aim == watches.c.aim, others.c.account == watches.c.account
    both = select(others.c.id).where(*same).exists()
    connection.execute(delete(watches).where(watches.c.subject == part, both))
    connection.execute(update(watches).where(watches.c.subject == part).values(subject=whole))


def _watches_doubled(connection: Connection, people: tuple[str, str], address: str, accounts: Collection[str]) -> None:
    """Of accounts that both hold both go on being told."""
    watches, (whole, own) = _WATCHES, people
    columns = ["aim", "account", "paused", "at", "subject", "address"]
    theirs = select(*(watches.c[name] for name in columns[:4]), literal(own), literal(address)).where(
        watches.c.subject == whole, watches.c.account.in_(accounts)
    )
    connection.execute(insert(watches).from_select(columns, theirs, include_defaults=False))


def _watches_returned(connection: Connection, people: tuple[str, str], address: str, accounts: Collection[str]) -> None:
    """Its watches go with an address; what was told there besides is told where the rest is."""
    watches, (whole, own) = _WATCHES, people
    theirs = watches.c.subject == whole
    here = (watches.c.account == "") & (watches.c.address == address)
    back = update(watches).where(theirs, watches.c.account.in_(accounts) | here)
    connection.execute(back.values(subject=own, address=address))
    left = _left(connection, whole)
    if left is not None:
        connection.execute(update(watches).where(theirs, watches.c.address == address).values(address=left))


def _waiting_returned(
    connection: Connection, whole: str, address: str, accounts: Collection[str], both: Collection[str]
) -> None:
    """What waits to be told of an account is told to whoever holds it now, and to nobody else."""
    outbox, left = tables.outbox, _left(connection, whole)

    def of(*which: str) -> ColumnElement[bool]:
        return or_(false(), *(outbox.c.key.like(f"notice.%.{whole}.{account}.%") for account in which))

    waits = outbox.c.priority == NOTIFICATION, outbox.c.owner.is_(None)
    theirs = of(*accounts)
    rest = of("%"), ~theirs, ~of(*both, ""), outbox.c.lane == address  # of no account: it was asked for there
    if left is not None:
        connection.execute(update(outbox).where(*waits, *rest).values(lane=left))
    connection.execute(update(outbox).where(*waits, theirs).values(lane=address))


def _left(connection: Connection, whole: str) -> str | None:
    """Where a person is written to, of whom an address has parted."""
    elsewhere = select(_ADDRESSES.c.address).where(_ADDRESSES.c.person == whole, _ADDRESSES.c.address.is_not(None))
    return connection.execute(elsewhere.order_by(_ADDRESSES.c.handle).limit(1)).scalar_one_or_none()
