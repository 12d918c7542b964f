"""What administrators are told once: a *sign* says how one thing does as of now, an alarm is one that rings.

Signs are looked at again and again; whoever looks at them knows which ones ring already.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import Enum

from bot.values import dataclass
from bot.words import Words


class State(Enum):
    """How a thing does."""

    WELL = "well"  # it was seen to be
    DOUBTFUL = "doubtful"  # not well, but it may pass by itself: for the log alone
    RINGS = "rings"  # administrators have to know
    UNKNOWN = "unknown"  # nothing was seen of it lately: what rings goes on ringing


@dataclass(frozen=True, slots=True)
class Sign:
    """How one thing does as of now."""

    name: str  # "kaoshiyun/down": the same as long as it is the same thing
    state: State
    text: Words = ""  # what administrators are told when it rings
    over: Words | None = None  # and when it is well again; None: nothing


Signs = Callable[[datetime], Sequence[Sign]]
"""All there is to be seen, given the time in the bot's time zone."""


def nothing(_now: datetime) -> Sequence[Sign]:
    """For where there is nothing to be looked after."""
    return ()
