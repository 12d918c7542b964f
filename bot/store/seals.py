"""Every column that holds what is sealed, and the place of each of its values, under which alone it opens.

What is sealed anywhere in the store has its line here: `keys rotate` seals anew what stands in these columns, and
`check` and `restore` ask them which keys are needed.
"""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Column, Row, Table, func, select
from sqlalchemy.engine import Connection

from bot.errors import KeyMissing
from bot.sealing import Sealer
from bot.store import tables
from bot.values import dataclass

ID_BYTES: Final = 8  # of a sealed value, in front: the key's id
ROTATING: Final = "rotating"  # a row of `secrets` as long as something may be sealed under an older key


@dataclass(frozen=True, slots=True)
class Seal:
    """One column."""

    table: Table
    column: Column[bytes]
    place: Callable[[Row[Any]], str]

    @property
    def names(self) -> list[Column[Any]]:
        """The table's primary key."""
        return list(self.table.primary_key)


def _by(table: Table, column: str, *names: str) -> Seal:
    """The place is the table's name and these columns; digests are written in hex."""

    def place(row: Row[Any]) -> str:
        values = (getattr(row, name) for name in names)
        key = ":".join(value.hex() if isinstance(value, bytes) else str(value) for value in values)
        return f"{table.name}:{key}"

    return Seal(table, table.c[column], place)


_LINES: Final = tables.batch_rows.c
SECRETS: Final = _by(tables.secrets, "sealed", "name")
SEALS: Final = (
    _by(tables.inbox, "payload", "digest"),
    _by(tables.outbox, "payload", "key"),
    Seal(tables.dead, tables.dead.c.payload, lambda row: f"{row.box}:{row.key}"),
    _by(tables.accounts, "sealed", "person", "id"),
    _by(tables.credits, "sealed", "account"),
    _by(tables.tokens, "sealed", "digest"),
    _by(tables.readings, "sealed", "id"),
    _by(tables.aims, "sealed", "lane"),
    _by(tables.known, "sealed", "aim", "account"),
    _by(tables.conversations, "answers", "lane"),
    _by(tables.buttons, "line", "token"),
    _by(tables.history, "payload", "chat", "frame"),
    _by(tables.files, "payload", "token"),
    _by(tables.batches, "sealed", "word"),
    Seal(tables.batch_rows, _LINES.sealed, lambda row: f"batch_rows:{row.batch}.{row.place}"),
    Seal(tables.batch_rows, _LINES.outcome, lambda row: f"batch_rows.outcome:{row.batch}.{row.place}"),
)
"""All but the secrets, which are sealed anew last."""


def try_all(connection: Connection, sealer: Sealer) -> bool:
    """Whether all is sealed under the newest key. Raises `KeyMissing` where something needs a key that is not here.

    But for what was set aside just because it does not open.
    """
    fresh = True
    for seal in (SECRETS, *SEALS):
        if seal.table is tables.dead:
            continue
        first = func.substr(seal.column, 1, ID_BYTES)
        for found in connection.execute(select(first).where(func.length(seal.column) > 0).distinct()).scalars():
            key_id = bytes(found).hex()
            if key_id not in sealer.key_ids:
                raise KeyMissing(key_id)
            fresh = fresh and key_id == sealer.key_id
    return fresh
