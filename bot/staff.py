"""What the commands of administrators, and the metrics, may ask of the store."""

from collections.abc import Collection, Mapping
from typing import Protocol

from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Depth:
    """How much of one kind of work there is."""

    rows: int
    due: int  # could be done now, or is being done
    late_s: float  # how long what is due longest is


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, and what was set aside, by box."""

    depths: Mapping[str, Depth]  # "inbox", "outbox" and "aims"
    dead: Mapping[str, int]  # "inbox" and "outbox"


@dataclass(frozen=True, slots=True)
class Kept:
    """Of whom something is kept, in figures."""

    people: int
    addresses: Mapping[str, int]  # by platform
    accounts: Mapping[str, int]  # by system
    watches: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A message that was given up, without what is in it."""

    id: int
    box: str  # "inbox" or "outbox"
    platform: str
    reason: str
    reference: str
    at: float  # seconds of the epoch
    group: bool = False


@dataclass(frozen=True, slots=True)
class Acted:
    """What an administrator did; `handle` is "" where it is none of those who are asked about."""

    handle: str
    command: str
    ended: str
    at: float  # seconds of the epoch


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody of whom something is kept, and where notifications go."""

    person: str  # the id
    handle: str
    address: str = ""  # the key of the address that was chosen; "": wherever the handle is alone


class People(Protocol):
    """Everybody of whom something is kept, but for who is banned."""

    async def everybody(self) -> tuple[Reached, ...]: ...

    async def reached(self, person: str) -> Reached | None:
        """As of now; `None` where nothing is kept of them any more."""


class Figures(Protocol):
    """How much there is; counts alone, nothing of anybody."""

    async def waiting(self) -> Waiting | None:
        """`None` while the database does not answer."""

    async def kept(self) -> Kept: ...


class Dead(Protocol):
    """What was set aside."""

    async def newest(self, most: int) -> tuple[SetAside, ...]:
        """The last ones, the newest first."""


class Audits(Protocol):
    """What administrators did."""

    async def newest(self, admins: Collection[str], most: int) -> tuple[Acted, ...]:
        """The last of it, the newest first."""
