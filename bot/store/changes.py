"""What handlers ask to be kept, as rows."""

from bot.changes import (
    Announce,
    Ban,
    BeginBatch,
    Bind,
    Change,
    DropDead,
    Forget,
    Holding,
    Link,
    RetryDead,
    SetNotify,
    SetQuiet,
    SetRemind,
    Setting,
    Spend,
    SteerBatch,
    StopWatching,
    Suspend,
    Unban,
    Unbind,
    Unlink,
    WatchFor,
)
from bot.people import Person
from bot.store.accounts import Accounts
from bot.store.batches import Batches
from bot.store.line import Line
from bot.store.outbox import Outbox
from bot.store.persons import Persons
from bot.store.resting import Resting
from bot.store.settled import NewToken
from bot.store.telling import Telling
from bot.store.tokens import Tokens
from bot.store.watches import Watches
from bot.store.writer import Row
from bot.values import dataclass

_Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Knows which rows a change means."""

    persons: Persons
    accounts: Accounts
    watches: Watches
    line: Line
    tokens: Tokens
    outbox: Outbox
    resting: Resting
    telling: Telling
    batches: Batches

    def rows(self, change: Change, person: Person, group: str | None) -> _Rows:
        """The rows of a change that somebody said, for himself or, where he runs it, for a `group`."""
        match change:
            case Bind() | Unbind() | Suspend():
                return self._held(change, person)
            case WatchFor() | StopWatching():
                return self._watched(change, person, group)
            case BeginBatch() | SteerBatch():
                return self.batches.changed(change, person.address, person.language)
            case Spend() | Announce():
                return self._worded(change)
            case Forget() | Link() | Unlink() | Ban() | Unban() | RetryDead() | DropDead():
                return ()  # asked at the transaction's end
            case _:
                return self._set(change, person, group)

    def _worded(self, change: Spend | Announce) -> _Rows:
        if isinstance(change, Spend):
            return (self.tokens.spent(change.kind, change.word),)
        token = NewToken(change.token, change.topic, change.topic, change.lasts)
        return self.tokens.renewed(token), self.line.announced(change)

    def _held(self, change: Holding, person: Person) -> _Rows:
        if isinstance(change, Bind):
            whose, handle = (change.person, change.handle) if change.person else (person.id, person.handle)
            held = (*self.persons.made(whose, handle), *self.accounts.changed(change, whose, handle))
            return (*held, *self.resting.ended(change.account.id))
        rows = self.accounts.changed(change, person.id, person.handle)
        if isinstance(change, Suspend):
            return *rows, self.telling.dropped(change.person, change.account)
        stopped = self.watches.changed(StopWatching(account=change.account), person.id)
        known = self.watches.known.forsaken(change.account, person.id)
        return (*rows, *stopped, known, self.telling.dropped(person.id, change.account))

    def _watched(self, change: WatchFor | StopWatching, person: Person, group: str | None) -> _Rows:
        if isinstance(change, StopWatching):  # who only stops need not be kept
            return self.watches.changed(change, group or person.id)
        other = change.person or group  # kept by what is bound for them, or not at all
        made = () if other else self.persons.made(person.id, person.handle)
        return (*made, *self.watches.changed(change, other or person.id))

    def _set(self, change: Setting | SetNotify, person: Person, group: str | None) -> _Rows:
        if isinstance(change, SetNotify):
            return (self.watches.addressed(person.id, change.address),)
        rows = self.persons.changed(change, person, group)
        if isinstance(change, SetQuiet | SetRemind):
            rows = *rows, self.watches.reminders_soon(group or person.id)
        if not isinstance(change, SetQuiet):
            return rows
        # What waits for quiet hours to end waits for these ones, or no longer.
        wait_s = change.hours.left_s(person.now) if change.hours else 0.0
        whose = None if group else person.id
        return (*rows, self.outbox.let_out(person.address, whose, wait_s, change.hours))
