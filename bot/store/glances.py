"""What an inline query may see, at once: who asks, what is known already, and what is left of a limit."""

from sqlalchemy.engine import Connection

from bot.inline import Asker
from bot.keeping import Glimpse
from bot.people import Counted
from bot.store.accounts import Accounts
from bot.store.bans import Bans
from bot.store.counts import Counters
from bot.store.database import Database
from bot.store.known import Knowledge
from bot.store.persons import Persons
from bot.store.settled import Counting
from bot.store.writer import Writer


class Glances:
    """Reads beside the pipeline, and counts what it asked of a system."""

    def __init__(self, database: Database, writer: Writer, persons: Persons, accounts: Accounts) -> None:
        self._database, self._writer, self._persons, self._accounts = database, writer, persons, accounts
        self._known, self._counters = Knowledge(database), Counters(database)
        self._bans = Bans(database, persons)

    async def asker(self, handle: str) -> Asker:
        """Who this is."""
        return await self._database.read(lambda connection: self._asker(connection, handle))

    def _asker(self, connection: Connection, handle: str) -> Asker:
        person, known = self._persons.load(connection, [handle])[handle]
        held = self._accounts.load(connection, [person]) if known.kept else {}
        banned = bool(self._bans.among(connection, [handle]))
        return Asker(person, known.language, held.get(person, ()), banned=banned)

    async def known(self, asker: Asker) -> tuple[Glimpse, ...]:
        """What is known of the accounts that may be read, by kind of aim."""
        accounts = [each.id for each in asker.accounts if not each.suspended]
        return await self._database.read(lambda connection: self._known.of(connection, accounts, asker.id))

    async def left(self, asker: Asker, counted: Counted) -> bool:
        """Whether the person may look this up once more, or did so already."""
        counting = Counting(asker.id, counted)
        what = asker.id, counted.limit.kind
        used = await self._database.read(lambda connection: self._counters.load(connection, [asker.id]))
        if used.get(what, 0) < counted.limit.most:
            return True
        return await self._database.read(lambda connection: self._counters.has(connection, counting))

    async def count(self, asker: Asker, counted: Counted) -> None:
        """It was looked up."""
        await self._writer.write(self._counters.counted(Counting(asker.id, counted)))
