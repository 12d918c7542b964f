"""A command that goes on elsewhere: filled in on a page of its own, or told to the bot in the private chat.

It waits behind a word (`bot.keeping.Tokens`) for whoever it is of.
"""

from dataclasses import field
from datetime import timedelta
from functools import cache

from pydantic import TypeAdapter

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

    def to_json(self) -> str:
        return _json().dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "Onward":
        return _json().validate_json(text)


@cache
def _json() -> TypeAdapter[Onward]:
    return TypeAdapter(Onward)
