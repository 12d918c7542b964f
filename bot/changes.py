"""What a handler may ask to be kept, as values; the store knows how (`bot/store/changes.py`)."""

from dataclasses import field
from datetime import timedelta
from typing import Literal

from bot.aims import Aim, Quiet
from bot.people import Account, School
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The chat's language from now on: `zh_CN` or `en`."""

    language: str


@dataclass(frozen=True, slots=True)
class SetSchool:
    """The chat's school from now on; `None`: it has none any more."""

    school: School | None


@dataclass(frozen=True, slots=True)
class Bind:
    """The person holds this account from now on; bound again, what was given with it is replaced.

    Watches of it that rested, whose ever they are, go on.

    With `person` and `handle` it is another person who holds it, for whom somebody else has said yes.
    """

    account: Account
    person: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Unbind:
    """The person no longer holds the account with this id; a credit that nobody holds any more is deleted."""

    account: str


@dataclass(frozen=True, slots=True)
class Suspend:
    """Another person's holding of an account is no longer to be read."""

    account: str
    person: str


@dataclass(frozen=True, slots=True)
class Spend:
    """A token has done its work: whoever took it can't take it again."""

    kind: str
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WatchFor:
    """The person, or in a group the group, watches an aim from now on."""

    aim: Aim
    address: str  # where it is told
    account: str = ""  # whose grades, by the account's id
    known: tuple[tuple[Aim, str], ...] = field(default=(), repr=False)  # what there was at the beginning
    wait_s: float = 0.0  # until the first look, where nobody else watches yet
    topic: str = ""  # what `Announce` wakes it by
    person: str = ""  # another person who watches, by the id, for whom somebody else has said yes


@dataclass(frozen=True, slots=True)
class StopWatching:
    """No longer: one watch, all of an account, or whatever watches an aim."""

    watch: int = 0
    account: str = ""
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Announce:
    """Aims of a topic that slept get their turns from now on; a token says so while it lasts.

    Whose turn comes later than `soon_s` is looked at now as well, before its turn, so that somebody can say so.
    """

    kind: str  # of the aims
    token: str  # the kind of token, whose word is the topic
    topic: str
    lasts: timedelta
    apart_s: float  # from one turn to the next
    soon_s: float


@dataclass(frozen=True, slots=True)
class Link:
    """From now on the address is one of that person's: the person's id, and a handle and private address of theirs."""

    person: str
    handle: str
    address: str


@dataclass(frozen=True, slots=True)
class Unlink:
    """The address is a person of its own again, with what was bound there."""


@dataclass(frozen=True, slots=True)
class SetNotify:
    """Notifications go to this address of the person; `None`: each to where it was asked for."""

    address: str | None


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """No notifications in these hours; `None` ends them, and lets out what waited."""

    hours: Quiet | None


@dataclass(frozen=True, slots=True)
class SetSpoiler:
    """Whether scores of notifications are covered."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetRemind:
    """How long before an exam somebody is reminded, as `1d 1h`; "off" for never."""

    before: str


@dataclass(frozen=True, slots=True)
class BeginBatch:
    """Lines of a file are worked off from now on, each with its number there; `word` is what they go by together."""

    kind: str  # the name of the procedure
    word: str
    rows: tuple[tuple[int, dict[str, str]], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SteerBatch:
    """A batch of this chat stops, goes on, or ends as it stands with what it has done."""

    word: str
    to: Literal["stop", "resume", "end"]


@dataclass(frozen=True, slots=True)
class Forget:
    """Everything of the person goes, at every address; only the message that says so is still brought there."""


@dataclass(frozen=True, slots=True)
class Ban:
    """Whoever has this handle is not answered from now on, at any of their addresses; what they watch ends."""

    handle: str


@dataclass(frozen=True, slots=True)
class Unban:
    """Whoever has this handle is answered again, at all of their addresses."""

    handle: str


@dataclass(frozen=True, slots=True)
class RetryDead:
    """A message that was set aside, or with 0 all of them, is tried once more."""

    row: int


@dataclass(frozen=True, slots=True)
class DropDead:
    """A message that was set aside, or with 0 all of them, is given up."""

    row: int


Setting = SetLanguage | SetSchool | SetQuiet | SetSpoiler | SetRemind
Holding = Bind | Unbind | Suspend
Linking = Link | Unlink | SetNotify
Upkeep = Ban | Unban | RetryDead | DropDead
Batching = BeginBatch | SteerBatch
Change = Setting | Holding | WatchFor | StopWatching | Announce | Spend | Linking | Upkeep | Batching | Forget
"""What a handler may ask to be kept; the store knows how. A setting is the group's in a group, else the person's."""
