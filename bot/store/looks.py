"""Looks at aims: claimed when they are due, and ended with all that comes of them."""

from collections.abc import Sequence
from functools import partial
from operator import attrgetter

from sqlalchemy.engine import Connection

from bot.store.buttons import Buttons
from bot.store.ending import claimed, end, hold
from bot.store.outbox import Outbox
from bot.store.resting import Resting
from bot.store.settled import Seen
from bot.store.telling import Telling
from bot.store.tokens import Tokens
from bot.store.watches import Due, Watches
from bot.store.writer import Row, Writer
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Looks:
    """One process's looks."""

    writer: Writer
    watches: Watches
    outbox: Outbox
    tokens: Tokens
    buttons: Buttons
    telling: Telling
    resting: Resting

    async def due(self, most: int, *, of: str = "", but: Sequence[str] = ()) -> list[Due]:
        """The next aims to be looked at: of one kind, or of all but these."""
        kinds = [of] if of else but
        return await claimed(
            self.writer,
            self.watches.claims,
            lambda connection: self.watches.claim(connection, most, kinds, others=not of),
            attrgetter("id"),
        )

    async def hold(self, due: Due) -> None:
        """Make sure that nobody else looks. Raises `LeaseLost`."""
        await hold(self.writer, self.watches.claims, due.id)

    async def free(self, due: Due) -> None:
        """Give an aim back without having looked."""
        freed = Row(self.watches.claims.freed, {"id": due.id})
        await end(self.writer, self.watches.claims, due.id, freed)

    async def ended(self, due: Due, seen: Seen) -> None:
        """Write what is known, what is told and when the next look is due, in one transaction. Raises `LeaseLost`."""
        rows = [self.watches.known.kept(due.lane, account, value) for account, value in seen.known.items()]
        rows += [self.telling.told(*each) for each in seen.told]
        rows += [self.tokens.row(token, person=person) for token, person in seen.tokens]
        rows += [self.buttons.put(*button) for button in seen.buttons]
        rows += [self.watches.aimed(aim, due.restored) for aim in seen.aims]
        rows += self.watches.again(due, seen)
        await end(self.writer, self.watches.claims, due.id, *rows, then=partial(self._ended, due, seen))

    def _ended(self, due: Due, seen: Seen, connection: Connection) -> None:
        """What depends on what others have written meanwhile."""
        told = [sending for watcher, sending in seen.paused if self.resting.begun(connection, watcher)]
        for row in map(self.outbox.put, told):
            connection.execute(row.statement.sql, row.values)
        if seen.tokens:
            self.tokens.unwanted(connection, [person for _token, person in seen.tokens])
        if seen.over:
            self.watches.over(due.lane, connection, due.watched)
