"""The disk that fails: what it does to a transaction, it does to the whole of it."""

from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from tests.simulation.clockwork import Clockwork
from tests.simulation.disk import Disk, Store


class _Fated(Disk):
    fate = ""

    def befalls(self) -> str:
        return self.fate


def test_what_is_not_committed_was_never_there(tmp_path: Path) -> None:
    assert _kept(tmp_path, "not committed") == []


def test_what_is_not_answered_is_there(tmp_path: Path) -> None:
    assert _kept(tmp_path, "committed, not answered") == [1, 2]


def _kept(folder: Path, fate: str) -> list[int]:
    """What is left of two rows of one transaction."""
    loop = Clockwork()
    disk = _Fated(folder / "bot.db", loop, Random(1), faults=False)
    store = Store(disk)

    def insert(connection: Connection) -> None:
        for number in (1, 2):
            connection.execute(text(f"insert into found values ({number})"))

    async def asked() -> list[int]:
        await store.write(lambda connection: connection.execute(text("create table found (number integer)")))
        disk.fate = fate
        with pytest.raises(OperationalError, match=fate):
            await store.write(insert)
        disk.fate = ""
        found = await store.read(lambda connection: list(connection.execute(text("select * from found")).scalars()))
        await store.close()
        return found

    try:
        return loop.run_until_complete(asked())
    finally:
        loop.close()
