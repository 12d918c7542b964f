"""PostgreSQL through asyncpg."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Double, Executable, any_, bindparam, literal_column, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store import tables
from bot.store.engines import QUIET, Alone
from bot.store.prepared import Values

T = TypeVar("T")

_CONNECT_S, _COMMAND_S = 10.0, 30.0
_AWAY = ("08", "25006", "40", "53", "55P03", "57", "58")
"""What its SQLSTATE begins with where the server is away, full, read only or shutting down, or undid a deadlock."""


class Postgresql:
    """All through one pool."""

    clock: ColumnElement[float] = literal_column(
        "cast(extract(epoch from clock_timestamp()) as double precision)", Double
    )
    insert: Callable[[Any], Any] = staticmethod(postgresql.insert)
    skip_locked: bool = True
    path: Path | None = None

    def __init__(self, address: str) -> None:
        _know_partial_indexes()
        # A server that is silent for ever must not hold up the only writer, nor a stop.
        patience = {"timeout": _CONNECT_S, "command_timeout": _COMMAND_S}
        self._engine = create_async_engine(address, pool_size=5, max_overflow=5, connect_args=patience, **QUIET)

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        return column == any_(bindparam(name, type_=postgresql.ARRAY(column.type)))

    def execute_many(self, connection: Connection, sql: Executable, rows: Sequence[Values]) -> None:
        connection.execute(sql, rows)

    def fetch_all(self, connection: Connection, sql: Executable, values: Values) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(sql, values).mappings()]

    async def write(self, question: Callable[[Connection], T]) -> T:
        async def transact() -> T:
            async with self._engine.begin() as connection:
                return await connection.run_sync(question)

        return await asyncio.shield(asyncio.create_task(transact()))

    async def read(self, question: Callable[[Connection], T]) -> T:
        async with self._engine.connect() as connection:
            return await connection.run_sync(question)

    def away(self, problem: Exception) -> bool:
        # SQLAlchemy has one class for all that asyncpg's server says, and `InterfaceError` for a closed connection.
        said = str(getattr(problem.orig, "sqlstate", None)) if isinstance(problem, DBAPIError) else ""
        return said.startswith(_AWAY) or isinstance(problem, InterfaceError | OSError | TimeoutError)

    def alone(self, connection: Connection, what: Alone) -> None:
        connection.execute(text("select pg_advisory_xact_lock(:what)"), {"what": what})

    async def scrub(self) -> bool:
        """Nothing to be done: VACUUM, which PostgreSQL runs by itself, takes the rows away."""
        return True

    async def close(self) -> None:
        await self._engine.dispose()


def _know_partial_indexes() -> None:
    """The tables name them for SQLite alone: else each bot on SQLite would load this dialect too."""
    for index in (index for table in tables.metadata.tables.values() for index in table.indexes):
        if (where := index.dialect_kwargs.get("sqlite_where")) is not None:
            index.dialect_kwargs["postgresql_where"] = where
