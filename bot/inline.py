"""What somebody is offered who names the bot in another chat: the vocabulary of inline queries.

Offered to one person alone; what is chosen is posted for everybody to see.
"""

from collections.abc import Awaitable, Callable
from dataclasses import field

from bot.people import Account
from bot.values import dataclass
from bot.words import Words


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, with what is kept of them."""

    id: str
    language: str | None  # None: the bot's own
    accounts: tuple[Account, ...] = ()
    banned: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be posted."""

    title: Words = field(repr=False)
    text: Words = field(repr=False)  # what is posted
    below: Words = field(default="", repr=False)  # beneath the title, for who chooses


@dataclass(frozen=True, slots=True)
class Offer:
    """Cards, in the language that they are to be in; `None` is the bot's own."""

    cards: tuple[Card, ...]
    language: str | None = None


Inline = Callable[[str, str], Awaitable[Offer]]
"""What is offered for a query: whose handle, and what stands behind the bot's name. Never raises."""


async def nothing(_handle: str, _query: str) -> Offer:
    return Offer(())
