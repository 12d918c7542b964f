"""Statements as SQLite's driver takes them, put into words once.

SQLAlchemy makes the statement, and tells what its types make of a value on its way in and out; the driver does the
rest. Otherwise a question of twenty rows takes three times as long, and a transaction has a dozen of them.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Dialect, Executable, LargeBinary
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]
Process = Callable[[Any], Any]


class Prepared:
    """A statement, the order of its parameters, and how a row's values become these.

    Raises `TypeError` where they would depend on more than the row.
    """

    def __init__(self, sql: Executable, dialect: Dialect, columns: Collection[str]) -> None:
        compiled = sql.compile(dialect=dialect, column_keys=list(columns))  # type: ignore[attr-defined] # a ClauseElement too
        lacking = [name for name in compiled.positiontup if name not in columns and compiled.binds[name].required]
        later = compiled.insert_prefetch or compiled.update_prefetch or compiled.post_compile_params
        if lacking or later:  # the driver would take it, and write something else
            raise TypeError(f"not to be prepared without {lacking}: {compiled.string}")
        self._text: str = compiled.string
        self._places = [(name, _to(compiled.binds[name].type, dialect)) for name in compiled.positiontup]
        self._same = {name: value for name, value in compiled.params.items() if name not in columns}
        returned = sql.exported_columns.items() if sql.is_select or sql.is_dml else ()  # type: ignore[attr-defined] # as above
        self._columns = [name for name, _column in returned]
        self._made = [(name, made) for name, column in returned if (made := _from(column.type, dialect))]

    def write(self, connection: Connection, rows: Sequence[Values]) -> None:
        """The statement for each of these rows."""
        parameters = [self._parameters(row) for row in rows]
        with _told(self._text):
            connection.connection.cursor().executemany(self._text, parameters)

    def find(self, connection: Connection, values: Values) -> list[dict[str, Any]]:
        """All that it returns, by the names of columns."""
        with _told(self._text):
            cursor = connection.connection.cursor()
            cursor.execute(self._text, self._parameters(values))
            rows = cursor.fetchall()
        found = [dict(zip(self._columns, row, strict=True)) for row in rows]
        for name, made in self._made:
            for row in found:
                row[name] = made(row[name])
        return found

    def _parameters(self, row: Values) -> tuple[object, ...]:
        whole = {**self._same, **row} if self._same else row
        return tuple([process(whole[name]) if process else whole[name] for name, process in self._places])


def say(connection: Connection, text: str) -> None:
    """A statement without parameters, of which nothing returns."""
    with _told(text):
        connection.connection.cursor().execute(text)


@contextmanager
def _told(text: str) -> Iterator[None]:
    """Errors as SQLAlchemy tells them, and as there without what was to be written."""
    try:
        yield
    except sqlite3.Error as problem:
        raise DBAPIError.instance(text, None, problem, sqlite3.Error, hide_parameters=True) from problem


def _to(of: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """What makes a value fit for the driver, which takes and gives bytes as they are."""
    own = of.dialect_impl(dialect)
    return None if isinstance(own, LargeBinary) else own.bind_processor(dialect)


def _from(of: TypeEngine[Any], dialect: Dialect) -> Process | None:
    own = of.dialect_impl(dialect)
    return None if isinstance(own, LargeBinary) else own.result_processor(dialect, None)
