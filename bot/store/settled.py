"""How a message ends, as a value. The store knows how to write it; nothing of it happens in part."""

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from typing import Literal

from bot.aims import Aim, Quiet
from bot.changes import Change
from bot.conversation import Open
from bot.messages import Address, Outgoing
from bot.people import Counted, Person
from bot.values import dataclass
from bot.watches import Watcher

ANSWER = 0
WARNING = 5  # waits neither for quiet hours to end nor behind what does
NOTIFICATION = 10
GATHER_S = 30.0  # at most so long a notification waits for others that it may be told together with


@dataclass(frozen=True, slots=True)
class Sending:
    """One message on its way to an address; `key` makes it one, however often it is written."""

    key: str
    address: Address
    outgoing: Outgoing
    priority: int = ANSWER
    wait_s: float = 0.0  # it is not sent before
    quiet: Quiet | None = None  # nor in these hours


@dataclass(frozen=True, slots=True)
class Keep:
    """The conversation of a lane from now on; `None` means that there is none."""

    lane: str
    conversation: Open | None


@dataclass(frozen=True, slots=True)
class Counting:
    """One thing to be counted, for a person or a network address."""

    subject: str
    counted: Counted


INTERRUPTED = "interrupted during a call"


@dataclass(frozen=True, slots=True)
class Dead:
    """A message that is set aside, and why."""

    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Audited:
    """What an administrator did, or tried to; `key` is of the message that said it."""

    key: str
    handle: str
    command: str
    about: tuple[str, ...] = field(repr=False)  # what was answered, in the order of the steps
    ended: Literal["begun", "done", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class NewToken:
    """A word for which something is kept a while; see `bot.keeping.Tokens`."""

    kind: str
    word: str = field(repr=False)
    value: str = field(repr=False)
    per: timedelta


@dataclass(frozen=True, slots=True)
class Seen:
    """How a look at an aim ends."""

    wait_s: float  # until the next one
    failed: bool = False
    over: bool = False  # there is no next one
    known: Mapping[str, str] = field(default_factory=dict, repr=False)  # by account id
    told: tuple[tuple[Watcher, Sending], ...] = ()  # only who watches still is
    tokens: tuple[tuple[NewToken, str], ...] = ()  # each with the person whom it is of
    buttons: tuple[tuple[str, str, str], ...] = ()  # (token, line, lane) of buttons too long to carry their line
    paused: tuple[tuple[Watcher, Sending], ...] = ()  # whose watches rest, and how they are told if they did not yet
    aims: tuple[Aim, ...] = ()
    restored: float | None = None  # as of when it is still known, from a copy


@dataclass(frozen=True, slots=True)
class Settled:
    """The end of one message: what is said, what is kept, what changes, and whether it was set aside."""

    person: Person
    replies: tuple[Sending, ...] = ()
    conversations: tuple[Keep, ...] = ()
    changes: tuple[Change, ...] = ()
    counted: tuple[Counting, ...] = ()
    buttons: tuple[tuple[str, str, str], ...] = ()  # (token, line, lane) of buttons too long to carry their line
    tokens: tuple[NewToken, ...] = ()
    dead: Dead | None = None
    audited: Audited | None = None
