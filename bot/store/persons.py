"""Persons, the addresses that are theirs, and the settings of persons and groups.

A person's id is the keyed digest of the handle they first came with, so that whoever hangs something on them first, and
in whichever chat, means the same person; no row is made for somebody of whom nothing is kept.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection

from bot.aims import Quiet
from bot.changes import SetLanguage, SetQuiet, SetRemind, SetSchool, SetSpoiler, Setting
from bot.people import Person, School
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.writer import Row, Statement
from bot.values import dataclass

_Columns = tuple[str, ...]
_SETTINGS: tuple[_Columns, ...] = (("language",), ("province", "school"), ("quiet",), ("spoiler",), ("remind",))


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of a person or a group; `None` means never said."""

    language: str | None = None
    school: School | None = None
    quiet: Quiet | None = None
    spoiler: bool | None = None
    remind: str | None = None
    notify: str | None = None  # the key of an address
    kept: bool = False  # there is a row


class Persons:
    """Who somebody is, and what hangs on them."""

    def __init__(self, database: Database) -> None:
        self._digests, self._engines = database.vault.digests, database.engines
        insert, now = database.engines.insert, database.engines.clock
        persons, addresses, chats = tables.persons, tables.addresses, tables.chats
        self._of = (
            select(addresses.c.handle, persons)
            .join_from(addresses, persons)
            .where(database.engines.among(addresses.c.handle, "handles"))
        )
        self._chats = select(chats).where(database.engines.among(chats.c.chat, "chats"))
        self._make = Statement(Order.MAKE_PERSON, insert(tables.persons).values(at=now).on_conflict_do_nothing())
        self._own = Statement(Order.OWN_ADDRESS, insert(tables.addresses).on_conflict_do_nothing())
        self._set: dict[tuple[str, _Columns], Statement] = {
            (table.name, columns): _setting(database, order, table, columns)
            for order, table in ((Order.SET_PERSON, tables.persons), (Order.SET_CHAT, tables.chats))
            for columns in _SETTINGS
            if columns[0] in table.c
        }

    def load(self, connection: Connection, handles: Iterable[str]) -> dict[str, tuple[str, Known]]:
        """Who each handle is, with what is known of them; the id alone of whom nothing is kept."""
        handles = set(handles)
        rows = self._engines.fetch_all(connection, self._of, {"handles": list(handles)})
        found = {row["handle"]: (row["id"], _known(row)) for row in rows}
        return {handle: found.get(handle) or (self.id_of(handle), Known()) for handle in handles}

    def load_chats(self, connection: Connection, keys: Iterable[str]) -> dict[str, Known]:
        """What is known of each group."""
        keys = set(keys)
        if not keys:
            return {}
        rows = self._engines.fetch_all(connection, self._chats, {"chats": list(keys)})
        return {row["chat"]: _known(row) for row in rows}

    def id_of(self, handle: str) -> str:
        """The id of whoever is known by nothing but this handle."""
        return self._digests.hex("person", handle)

    def changed(self, change: Setting, person: Person, group: str | None) -> tuple[Row, ...]:
        """The rows of a change to a group's settings, or to the person's own."""
        values = _values(change)
        columns = tuple(values)
        if group is not None:
            return (Row(self._set["chats", columns], {"chat": group, **values}),)
        made = self.made(person.id, person.handle)
        return *made, Row(self._set["persons", columns], {"id": person.id, **values})

    def made(self, person: str, handle: str) -> tuple[Row, ...]:
        """The rows on which everything of a person hangs."""
        return Row(self._make, {"id": person}), Row(self._own, {"handle": handle, "person": person})


def _values(change: Setting) -> dict[str, str | bool | None]:
    match change:
        case SetLanguage(language):
            return {"language": language}
        case SetSchool(school):
            return (
                {"province": school.province, "school": school.name} if school else {"province": None, "school": None}
            )
        case SetQuiet(hours):
            return {"quiet": str(hours) if hours else None}
        case SetSpoiler(on):
            return {"spoiler": on}
        case SetRemind(before):
            return {"remind": before}


def _setting(database: Database, order: Order, table: Table, columns: _Columns) -> Statement:
    values = {"at": database.engines.clock} if "at" in table.c else {}
    insert = database.engines.insert(table).values(**values)
    upsert = insert.on_conflict_do_update(
        index_elements=list(table.primary_key), set_={column: insert.excluded[column] for column in columns}
    )
    return Statement(order, upsert)


def _known(row: Mapping[str, Any]) -> Known:
    return Known(
        row["language"],
        School(row["province"], row["school"]) if row["province"] and row["school"] else None,
        Quiet.parse(row["quiet"] or ""),
        row.get("spoiler"),  # neither this nor `notify` is a group's
        row["remind"],
        row.get("notify"),
        kept=True,
    )
