"""Whom a handler talks to: what it may read of a person, what it may change, and what is counted."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class School:
    """A school as the CET system knows it: the province's short name and the school's whole one."""

    province: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the chat that is being answered; read-only."""

    id: str
    handle: str  # "telegram:1000", as `/id` shows it
    now: datetime  # aware, in the bot's time zone
    language: str = "zh_CN"
    school: School | None = None  # of this chat: the person's own in private, the group's in a group
    group: bool = False  # the chat is a group
    chat: str = ""  # the chat's id on its platform
    admin: bool = False  # one of `bot.admins`
    group_admin: bool = False  # runs the group that this is


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The chat's language from now on: `zh_CN` or `en`."""

    language: str


@dataclass(frozen=True, slots=True)
class SetSchool:
    """The chat's school from now on."""

    school: School


Change = SetLanguage | SetSchool
"""What a handler may ask to be kept; the store knows how. In a group it is the group's, else the person's."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` different things of a `kind` within `per`; the same thing again is free."""

    kind: str
    most: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that counts against a limit; `thing` is only ever kept as a keyed digest."""

    limit: Limit
    thing: str = field(repr=False)
