"""Accounts and who holds them; number and name sealed, found by a keyed digest."""

import asyncio
from collections.abc import Iterable
from dataclasses import field

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.engine import Connection

from bot.changes import Bind, Suspend, Unbind
from bot.keeping import Holder
from bot.people import Account
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class _Identity:
    number: str = field(repr=False)
    name: str = field(default="", repr=False)


class Accounts:
    """Rows of `accounts`."""

    def __init__(self, database: Database) -> None:
        self._database, self._digests = database, database.vault.digests
        self._identities = Sealed(_Identity, "accounts", database.vault.sealer)
        table, now = tables.accounts, database.engines.clock
        self._of = (
            select(table).where(database.engines.among(table.c.person, "people")).order_by(table.c.at, table.c.id)
        )
        insert = database.engines.insert(table).values(at=now, suspended=False)
        replaced = {name: insert.excluded[name] for name in ("sealed", "suspended", "handle")}
        self._bind = Statement(Order.BIND, insert.on_conflict_do_update(index_elements=["person", "id"], set_=replaced))
        addresses = tables.addresses
        behind = select(addresses.c.own).where(addresses.c.person == bindparam("whose"))  # stayed there when linked
        whose = or_(table.c.person == bindparam("whose"), table.c.person.in_(behind))
        one = (whose, table.c.id == bindparam("which"))
        self._unbind = Statement(Order.UNBIND, delete(table).where(*one))
        self._suspend = Statement(Order.SUSPEND, update(table).where(*one).values(suspended=True))
        # After all of a transaction's unbinding and forgetting.
        held = select(table.c.id).where(table.c.id == tables.credits.c.account).exists()
        self._forsake = Statement(
            Order.FORSAKE, delete(tables.credits).where(tables.credits.c.account == bindparam("which"), ~held)
        )

    def id_of(self, system: str, number: str) -> str:
        """The id of an account, whoever holds it."""
        return self._digests.of("account", system, number).hex()

    def load(self, connection: Connection, people: Iterable[str]) -> dict[str, tuple[Account, ...]]:
        """What each of these persons holds; what can't be read any more is left out."""
        found: dict[str, tuple[Account, ...]] = {}
        people = list(people)
        if not people:
            return found
        for row in self._database.engines.fetch_all(connection, self._of, {"people": people}):
            person, account = row["person"], row["id"]
            whose = self._opened(person, account, row["sealed"])
            if whose is None:
                continue
            held = Account(account, row["system"], whose.number, whose.name, row["at"], row["suspended"])
            found[person] = (*found.get(person, ()), held)
        return found

    def _opened(self, person: str, account: str, sealed: bytes) -> _Identity | None:
        return self._identities.read(sealed, f"{person}:{account}")

    async def numbers(self, system: str) -> frozenset[str]:
        """The numbers of all accounts in a system that somebody holds and may read."""
        table = tables.accounts
        held = select(table.c.person, table.c.id, table.c.sealed).where(table.c.system == system, ~table.c.suspended)
        rows = await self._database.read(lambda connection: connection.execute(held).all())
        return await asyncio.to_thread(self._numbers, rows)  # of thousands, it takes a while

    def _numbers(self, rows: Iterable[tuple[str, str, bytes]]) -> frozenset[str]:
        found = (self._opened(*row) for row in rows)
        return frozenset(each.number for each in found if each)

    async def holders(self, account: str) -> tuple[Holder, ...]:
        """Everybody who holds the account with this id, the longest first."""
        return await self._database.read(lambda connection: self._holders(connection, account))

    def _holders(self, connection: Connection, account: str) -> tuple[Holder, ...]:
        table, persons, addresses = tables.accounts, tables.persons, tables.addresses
        holding = (
            select(table.c.person, table.c.at, table.c.suspended, persons.c.language)
            .join_from(table, persons)
            .where(table.c.id == account, select(addresses.c.handle).where(addresses.c.person == persons.c.id).exists())
            .order_by(table.c.at, table.c.person)
        )
        rows = connection.execute(holding).all()
        handles: dict[str, list[str]] = {row.person: [] for row in rows}
        theirs = select(addresses).where(addresses.c.person.in_(list(handles))).order_by(addresses.c.handle)
        for row in connection.execute(theirs):
            handles[row.person].append(row.handle)
        return tuple(
            Holder(row.person, tuple(handles[row.person]), row.language, row.at, row.suspended) for row in rows
        )

    def held(self, connection: Connection, person: str) -> set[str]:
        """The ids of what a person holds."""
        table = tables.accounts
        return set(connection.execute(select(table.c.id).where(table.c.person == person)).scalars())

    def move(self, connection: Connection, old: str, new: str, *, handle: str | None = None) -> set[str]:
        """What one person holds another one holds from now on; with a handle, what was bound there.

        What the other one holds already stays where it is. The ids of what the other one holds afterwards.
        """
        table, held = tables.accounts, self.held(connection, new)
        bound = () if handle is None else (table.c.handle == handle,)
        for row in connection.execute(select(table).where(table.c.person == old, *bound)).all():
            if row.id in held:
                continue
            identity = self._opened(old, row.id, row.sealed)
            if identity is None:
                continue
            values = {"person": new, "sealed": self._identities.seal(identity, f"{new}:{row.id}")}
            moved = update(table).where(table.c.person == old, table.c.id == row.id).values(values)
            connection.execute(moved)
            held.add(row.id)
        return held

    def changed(self, change: Bind | Unbind | Suspend, person: str, handle: str) -> tuple[Row, ...]:
        """The rows of a change to what this person, or with `Suspend` another one, holds; `handle` is where."""
        match change:
            case Bind(account):
                identity = _Identity(account.number, account.name)
                sealed = self._identities.seal(identity, f"{person}:{account.id}")
                values = {"person": person, "id": account.id, "system": account.system, "sealed": sealed}
                return (Row(self._bind, {**values, "handle": handle}),)
            case Unbind(account):
                return self._unbound(person, account)
            case Suspend(account, whose):
                return (Row(self._suspend, {"whose": whose, "which": account}),)

    def _unbound(self, person: str, account: str) -> tuple[Row, ...]:
        return Row(self._unbind, {"whose": person, "which": account}), self.forsaken(account)

    def forsaken(self, account: str) -> Row:
        """The credit of an account goes with the last who held it."""
        return Row(self._forsake, {"which": account})
