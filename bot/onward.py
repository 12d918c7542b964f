"""A command that goes on elsewhere: filled in on a page of its own, or told to the bot in the private chat.

It waits behind a word (`bot.keeping.Tokens`) for whoever it is of.
"""

from dataclasses import field
from datetime import timedelta
from typing import Final

from bot.as_json import AsJson
from bot.values import dataclass

PAGE, START = "page", "start"  # kinds of tokens
LASTS = {PAGE: timedelta(minutes=10), START: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Onward:
    """What was said so far, and where the answer belongs."""

    line: str = field(repr=False)
    sender: str  # the person's id on the platform
    address: str  # the key of the chat in which it was said
    language: str
    answers: dict[str, str] = field(default_factory=dict, repr=False)  # by step name


ONWARD: Final = AsJson(Onward)
