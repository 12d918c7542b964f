"""An empty database, made once and copied for every bot that would begin with making one."""

from functools import cache
from pathlib import Path

from sqlalchemy import create_engine

from bot.store import tables


@cache
def _whole() -> bytes:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        tables.make(connection)
        connection.commit()
        whole: bytes = connection.connection.driver_connection.serialize()  # type: ignore[union-attr] # it is connected
    engine.dispose()
    return whole


def make(path: Path) -> None:
    """With all tables and nothing in them, unless there is one already."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_whole())
