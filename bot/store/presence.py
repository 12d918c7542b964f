"""Who works on a database of several processes: bots side by side, or one command that must be alone.

By leases of the table `leases`. On SQLite the lock of the file does it (`bot.store.sqlite.FileLock`).
"""

from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from bot.errors import StoreBusy
from bot.store import tables
from bot.store.claims import LEASE_S
from bot.store.engines import Alone, Engines

ALONE: Final = "alone"
_BOT: Final = "bot/"


class Presence:
    """One process's."""

    def __init__(self, engines: Engines, owner: str) -> None:
        self._engines, self._owner = engines, owner
        leases = tables.leases
        insert = engines.insert(leases).values(owner=owner, until=engines.clock + LEASE_S)
        self._take = insert.on_conflict_do_update(
            index_elements=["name"], set_={"owner": insert.excluded.owner, "until": insert.excluded.until}
        )
        others = leases.c.owner != owner, leases.c.until >= engines.clock
        self._commands = select(leases.c.name).where(*others, leases.c.name == ALONE).limit(1)
        self._bots = select(leases.c.name).where(*others, leases.c.name.startswith(_BOT, autoescape=True)).limit(1)

    def come(self, connection: Connection) -> None:
        """A bot begins, or goes on, to work here. Raises `StoreBusy` where a command must be alone."""
        self._engines.alone(connection, Alone.COMING)
        if connection.execute(self._commands).first():
            raise StoreBusy("keys are rotated or a copy is restored in this database: start again when that is done")
        connection.execute(self._take, {"name": f"{_BOT}{self._owner}"})

    def be_alone(self, connection: Connection) -> None:
        """Keep bots away for another `LEASE_S`. Raises `StoreBusy` where one works, or did until a moment ago."""
        self._engines.alone(connection, Alone.COMING)
        if connection.execute(self._bots).first() or connection.execute(self._commands).first():
            raise StoreBusy(
                "a bot works on this database: stop it first; one that was killed counts as working for a minute"
            )
        connection.execute(self._take, {"name": ALONE})

    def go(self, connection: Connection) -> None:
        """Neither any more."""
        names = ALONE, f"{_BOT}{self._owner}"
        mine = tables.leases.c.name.in_(names), tables.leases.c.owner == self._owner
        connection.execute(delete(tables.leases).where(*mine))
