"""What a platform can do, takes and brings, and what becomes of a send."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from typing import Protocol

from bot.budget import Budget
from bot.messages import Address, Incoming, Outgoing, Upload
from bot.values import dataclass
from bot.words import Words

Receive = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Takes messages in and returns when they are stored, or already were: only then may they be acknowledged."""


class Outcome(Enum):
    """What became of a send."""

    SENT = "sent"
    LATER = "later"  # not sent for sure; may be tried again
    NEVER = "never"  # not sent, and trying again is of no use
    UNKNOWN = "unknown"  # may have been sent


@dataclass(frozen=True, slots=True)
class Sent:
    """How a send ended; `wait_s` is when the platform wants the next try, `reason` is for operators."""

    outcome: Outcome
    wait_s: float = 0.0
    reason: str = ""
    gone: bool = False  # nothing can be sent there until the person or the group comes back


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a platform can do; delivery and turn ask, and know no platform by name."""

    edits: bool = True
    deletes: bool = True
    buttons: bool = True
    pictures: bool = True
    links: bool = True
    strangers: bool = True  # hears who is not its friend
    alone: Words = ""  # how a person finds the bot alone, told where no link leads there
    repeats: bool = False  # the same key sent again is shown once, so that nothing is ever in doubt
    longest: int = 4000  # UTF-16 units of one message
    caption: int = 4000  # of one that goes with a file or a picture


@dataclass(frozen=True, slots=True)
class Reach:
    """From now on the bot can write there, or can't."""

    address: Address
    reachable: bool


class Platform(Protocol):
    """An event in, a reply out. Events go to the intake that the platform was made with."""

    name: str
    abilities: Abilities
    budget: Budget  # how fast it may be sent to

    @property
    def serves(self) -> str:
        """What the keys of its addresses begin with."""

    async def send(self, key: str, address: Address, outgoing: Outgoing) -> Sent:
        """Bring one message to its address. `key` is the same at a second try of the same message."""

    async def typing(self, address: Address) -> None:
        """Show that an answer is on its way; volatile, never raises."""

    async def announce(self, key: str, address: Address, text: str) -> str:
        """Say something that the answer will take the place of; the message's id, or "" where it is not known.

        Where the platform `repeats`, the same key has the same id.
        """

    async def amend(self, key: str, address: Address, message: str, text: str) -> None:
        """Put another text in the place of what was announced; volatile, never raises."""

    async def delete(self, address: Address, message: str) -> bool:
        """Take back somebody's message that holds a secret; False where it can't be done."""

    async def file(self, address: Address, upload: Upload) -> bytes | None:
        """The bytes of a file that somebody sent there; None where they can't be had."""

    async def private(self, incoming: Incoming) -> Address | None:
        """Where the sender can be written to alone; None where the person has to write first."""

    def alone(self, person: str) -> Address | None:
        """Where a person is written to alone, by the id there; None where nobody of that id can be."""

    async def runs_group(self, incoming: Incoming) -> bool:
        """Whether the sender runs the group; False where that can't be found out."""

    @property
    def home(self) -> str:
        """A link under which anybody finds the bot alone; "" where there is none."""


def alone(handle: str, platforms: Mapping[str, Platform]) -> Address | None:
    """Where the person of a handle is written to alone; None where their platform is switched off or can't tell."""
    name, _, person = handle.partition(":")
    platform = platforms.get(name)
    return platform.alone(person) if platform else None
