"""Messages and people for the store's tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from bot.messages import Address, Incoming, Outgoing, addresses_of
from bot.people import Limit, Person
from bot.store.claiming import Claimed
from bot.store.settled import Sending, Settled

ALL = addresses_of("web", "")  # every address of a bot
HERE = Address("web", "", "private", "alice")
GROUP = Address("web", "", "group", "class")
HOUR = Limit("lookup", 30, timedelta(hours=1))
_numbers = count()


def said(text: str, *, sender: str = "alice", where: Address | None = None, update: str = "") -> Incoming:
    address = where or Address("web", "", "private", sender)
    return Incoming(update or f"u{next(_numbers)}", address, sender, 1.0, text)


def person_of(claimed: Claimed) -> Person:
    return Person(claimed.person, claimed.work.incoming.handle, datetime(2026, 11, 22, tzinfo=UTC))


def answered(claimed: Claimed, text: str = "hello") -> Settled:
    where = claimed.work.incoming.address
    return Settled(person_of(claimed), replies=(Sending(f"{claimed.work.key}.0", where, Outgoing(text)),))
