"""Who watches an aim, with all that telling them needs."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, bindparam, or_, select
from sqlalchemy.engine import Connection

from bot.aims import REMIND, Quiet
from bot.messages import Address
from bot.people import Account
from bot.store import tables
from bot.store.accounts import Accounts
from bot.store.database import Database
from bot.store.places import Places
from bot.watches import Watcher

Watched: TypeAlias = tuple[tuple[Watcher, bool], ...]
"""Who watches, and whether they have to do something, or to come back, first."""


class Watchers:
    """Rows of `watches`; an aim is meant by its key."""

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._accounts, self._places = accounts, Places(database)
        watches, held = tables.watches, tables.accounts
        self._of = _watchers().where(watches.c.aim == bindparam("aim"))
        self._holding = self._of.where(database.engines.among(watches.c.account, "accounts"))
        theirs = select(held.c.id).where(
            held.c.person == watches.c.subject, held.c.id == watches.c.account, ~held.c.suspended
        )
        gone, persons = select(tables.gone.c.lane), tables.persons
        chosen = select(persons.c.id).where(persons.c.id == watches.c.subject, persons.c.notify.not_in(gone))
        self._any = select(watches.c.id).where(watches.c.aim == bindparam("aim"), theirs.exists()).limit(1)
        self._any_wanted = self._any.where(~watches.c.paused, or_(watches.c.address.not_in(gone), chosen.exists()))

    def of(self, connection: Connection, aim: str) -> tuple[Watched, tuple[int, ...]]:
        """Everybody who watches this very aim, and its watches by their ids, also of who may not see the account."""
        rows = connection.execute(self._of, {"aim": aim}).all()
        return self._watched(connection, rows), tuple(row.id for row in rows)

    def holding(self, connection: Connection, aim: str, accounts: Collection[str]) -> Watched:
        """Who watches it with one of these accounts, by their ids."""
        rows = connection.execute(self._holding, {"aim": aim, "accounts": sorted(accounts)}).all()
        return self._watched(connection, rows)

    def anybody(self, connection: Connection, aim: str) -> tuple[bool, bool]:
        """Whether anybody watches it with an own account, and whether it is somebody who has nothing to do first."""
        wanted = connection.execute(self._any_wanted, {"aim": aim}).first() is not None
        return wanted or connection.execute(self._any, {"aim": aim}).first() is not None, wanted

    def _watched(self, connection: Connection, rows: Sequence[Row[Any]]) -> Watched:
        chosen = {row.notify for row in rows if row.notify}
        gone = self._places.gone(connection, {row.address for row in rows} | chosen)
        held = self._accounts.load(connection, {row.subject for row in rows if row.account})
        told = [(row, _where(row, gone)) for row in rows]
        watchers = ((_watcher(row, at, held.get(row.subject, ())), row.paused or at in gone) for row, at in told)
        return tuple((watcher, paused) for watcher, paused in watchers if watcher)


def _where(row: Row[Any], gone: Collection[str]) -> str:
    """The place that the person has chosen, as long as something can be sent there; else where it was asked for."""
    return str(row.notify if row.notify and row.notify not in gone else row.address)


def _watchers() -> Select[Any]:
    """Rows of `watches` with the settings of whose they are."""
    watches, persons, chats = tables.watches, tables.persons, tables.chats
    return (
        select(
            watches,
            persons.c.language,
            persons.c.quiet,
            persons.c.spoiler,
            persons.c.remind,
            persons.c.notify,
            chats.c.language.label("chat_language"),
            chats.c.quiet.label("chat_quiet"),
            chats.c.remind.label("chat_remind"),
        )
        .outerjoin(persons, persons.c.id == watches.c.subject)
        .outerjoin(chats, chats.c.chat == watches.c.subject)
        .order_by(watches.c.id)
    )


def _watcher(row: Row[Any], address: str, accounts: Iterable[Account]) -> Watcher | None:
    """`None` for an account that is not the person's any more."""
    account = next((each for each in accounts if each.id == row.account and not each.suspended), None)
    if row.account and account is None:
        return None
    return Watcher(
        row.subject,
        Address.parse(address),
        row.language or row.chat_language,
        account,
        Quiet.parse(row.quiet or row.chat_quiet or ""),
        covers=bool(row.spoiler),
        remind=row.remind or row.chat_remind or REMIND,
        id=row.id,
    )
