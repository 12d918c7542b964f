"""Messages as they are claimed: each with all that answering it needs, read in the same transaction."""

from dataclasses import field

from sqlalchemy.engine import Connection

from bot.messages import Incoming
from bot.people import Account
from bot.store.accounts import Accounts
from bot.store.bans import Bans
from bot.store.conversations import Conversations, Waiting
from bot.store.counts import Counters, Counts
from bot.store.inbox import Inbox, Work
from bot.store.persons import Known, Persons
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message with all that answering it needs to know."""

    work: Work
    person: str  # the person's id
    known: Known  # of the person
    chat: Known | None  # of the group that it was written in
    waiting: Waiting | None = field(repr=False)
    counts: Counts = field(repr=False)
    accounts: tuple[Account, ...] = ()  # of the person
    banned: bool = False


def network_subject(incoming: Incoming) -> str:
    """The name under which a network address is counted; "" where there is none."""
    return f"network:{incoming.network}" if incoming.network else ""


@dataclass(frozen=True, slots=True)
class Claiming:
    """Claims from the inbox, and asks the others about those who wrote."""

    inbox: Inbox
    persons: Persons
    conversations: Conversations
    counters: Counters
    accounts: Accounts
    bans: Bans

    def __call__(self, connection: Connection, most: int) -> list[Claimed]:
        """The next messages of at most `most` lanes, which are this process's from now on."""
        works = self.inbox.claim(connection, most)
        if not works:
            return []
        persons = self.persons.load(connection, {work.incoming.handle for work in works})
        groups = {work.incoming.address.key for work in works if work.incoming.address.group}
        chats = self.persons.load_chats(connection, groups)
        waiting = self.conversations.load(connection, {work.incoming.lane for work in works})
        subjects = {person for person, _known in persons.values()} | {network_subject(work.incoming) for work in works}
        counts = self.counters.load(connection, subjects - {""})
        accounts = self.accounts.load(connection, {person for person, known in persons.values() if known.kept})
        banned = self.bans.among(connection, persons)
        claimed = []
        for work in works:
            incoming = work.incoming
            person, known = persons[incoming.handle]
            claimed.append(
                Claimed(  # by position, which takes half the time
                    work,
                    person,
                    known,
                    chats.get(incoming.address.key, Known()) if incoming.address.group else None,
                    waiting.get(incoming.lane),
                    counts,
                    accounts.get(person, ()),
                    incoming.handle in banned,
                )
            )
        return claimed
