"""A person and messages, as examples to change."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages import Address, Incoming
from bot.people import Person

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PRIVATE = Address("web", "", "private", "1")
GROUP = Address("web", "", "group", "class")


def person(**changes: Any) -> Person:
    """Somebody in a private chat, in Chinese, without a school."""
    return replace(Person("p1", "web:1", NOW), **changes)


def said(text: str = "", **changes: Any) -> Incoming:
    """A message in private."""
    return replace(Incoming("u1", PRIVATE, "1", NOW.timestamp(), text), **changes)


def in_group(text: str = "", *, addressed: bool = False, **changes: Any) -> Incoming:
    """A message among people; `addressed` to the bot or not."""
    return said(text, address=GROUP, addressed=addressed, **changes)
