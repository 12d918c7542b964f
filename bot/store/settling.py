"""How a settled message is written: its rows, and what is done of it when these are."""

from sqlalchemy.engine import Connection

from bot.changes import Ban, DropDead, Forget, Link, RetryDead, Unban, Unlink
from bot.store.audits import Audits
from bot.store.bans import Bans
from bot.store.buttons import Buttons
from bot.store.changes import Changes
from bot.store.conversations import Conversations
from bot.store.counts import Counters
from bot.store.dead import Dead
from bot.store.forgetting import forget, handles_of
from bot.store.forgotten import Forgotten
from bot.store.inbox import Inbox, Work
from bot.store.linking import Linking
from bot.store.outbox import Outbox
from bot.store.settled import Settled
from bot.store.tokens import Tokens
from bot.store.writer import Row
from bot.values import dataclass

LAST = Forget | Link | Unlink | Ban | Unban | RetryDead | DropDead
"""Changes that are done when all else is written."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Knows what the end of a message means."""

    inbox: Inbox
    outbox: Outbox
    conversations: Conversations
    counters: Counters
    buttons: Buttons
    tokens: Tokens
    changes: Changes
    audits: Audits
    linking: Linking
    bans: Bans
    dead: Dead
    forgotten: Forgotten

    def rows(self, settled: Settled, work: Work) -> list[Row]:
        """All of them, and the removal from the inbox."""
        # What somebody says in a group who does not run it is said for himself.
        group = work.incoming.address.key if settled.person.group_admin else None
        rows = [self.outbox.put(sending) for sending in settled.replies]
        rows += [self.conversations.kept(keep) for keep in settled.conversations]
        rows += [self.counters.counted(counting) for counting in settled.counted]
        rows += [self.buttons.put(*button) for button in settled.buttons]
        rows += [self.tokens.row(each, person=settled.person.id) for each in settled.tokens]
        for change in settled.changes:
            rows += self.changes.rows(change, settled.person, group)
        if settled.dead:
            rows.append(self.inbox.buried(work, settled.dead))
        if settled.audited:
            rows.append(self.audits.row(settled.audited))
        rows.append(self.inbox.removed(work))
        return rows

    def last(self, settled: Settled, connection: Connection) -> None:
        """Do those changes."""
        person = settled.person
        for change in settled.changes:
            match change:
                case Forget():
                    self._forget(connection, settled)
                case Link():
                    self.linking.join(connection, change, (person.id, person.handle, person.address))
                case Unlink():
                    self.linking.leave(connection, person.handle)
                case Ban() | Unban():
                    self.bans.apply(connection, change)
                case RetryDead() | DropDead():
                    self.dead.apply(connection, change)
                case _:
                    pass

    def _forget(self, connection: Connection, settled: Settled) -> None:
        """In an older copy of the database too: what says so is on the disk before the person is told."""
        person, spared = settled.person, [reply.key for reply in settled.replies]
        handles = {person.handle, *connection.execute(handles_of(person.id)).scalars()}
        at = self.forgotten.now(connection)
        forget(connection, person.id, person.handle, spared)
        self.forgotten.add(at, handles)
        self.outbox.as_of_now(connection, spared)
