"""What is done to a copy before it is worked with: nothing in it goes on by itself, or is told a second time."""

from typing import Final

from sqlalchemy import Table, case, delete, func, select, update
from sqlalchemy.engine import Connection

from bot.store import tables
from bot.store.engines import Engines
from bot.store.forgotten import newest_moment

_LASTING: Final = ("announced", "cover")  # words that may be used again and again: all others may have been taken since


def put_to_rest(connection: Connection, engines: Engines) -> dict[str, int]:
    """How many rows of what went, by table; and how many `credits` may be worth nothing any more."""
    since = newest_moment(connection)
    gone = {table.name: _count(connection, table) for table in _worked_off()}
    for table in _worked_off():
        connection.execute(delete(table))
    tokens = tables.tokens
    taken = connection.execute(delete(tokens).where(tokens.c.kind.not_in(_LASTING)))
    connection.execute(delete(tables.leases))
    aims = tables.aims
    # One that waits for its turn in a line keeps it; all others are looked at now, so that what changed is told soon.
    due = case((aims.c.turn.is_(None), engines.clock), else_=aims.c.due)
    fresh = {"owner": None, "until": None, "begun": 0, "failures": 0, "due": due, "restored": since}
    connection.execute(update(aims).values(fresh))
    return gone | {"tokens": taken.rowcount, "credits": _count(connection, tables.credits)}


def _worked_off() -> list[Table]:
    """Tables whose rows are work that somebody claims; aims are looked at again and again."""
    claimed = (table for table in tables.metadata.sorted_tables if "owner" in table.c and "due" in table.c)
    return [table for table in claimed if table is not tables.aims]


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
