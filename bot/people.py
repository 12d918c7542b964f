"""Whom a handler talks to: what it may read of a person, and what is counted."""

from dataclasses import field
from datetime import datetime, timedelta

from bot.aims import REMIND, Quiet
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class School:
    """A school as the CET system knows it: the province's short name and the school's whole one."""

    province: str
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person's identity in an exam system. Several persons may hold the same one."""

    id: str  # the same for everybody who holds it, and for nobody to guess
    system: str  # "cet", "kaoshiyun", "kaoshixing" or "wejh"
    number: str = field(repr=False)  # whole, as the system has it: a ticket, an account, a user_id, a username
    name: str = field(default="", repr=False)  # that was given with it; "" where none was asked for
    since: float = 0.0  # seconds of the epoch
    suspended: bool = False  # somebody who held it before said that this is not theirs to see


@dataclass(frozen=True, slots=True)
class Person:
    """A person in the chat that is being answered; read-only."""

    id: str
    handle: str  # "telegram:1000", as `/id` shows it
    now: datetime  # aware, in the bot's time zone
    language: str = "zh_CN"
    school: School | None = None  # of this chat: the person's own in private, the group's in a group that has one
    own_school: bool = True  # it is the person's own, whoever else reads along
    group: bool = False  # the chat is a group
    chat: str = ""  # the chat's id on its platform
    admin: bool = False  # one of `bot.admins`
    group_admin: bool = False  # runs the group that this is
    accounts: tuple[Account, ...] = ()  # in the order in which they were bound
    quiet: Quiet | None = None  # of this chat, as `school`
    spoiler: bool = False
    remind: str = REMIND  # of this chat: how long before an exam
    address: str = ""  # the key of this chat's address
    notify: str = ""  # the key of the address that notifications go to; "": each to where it was asked for
    pictures: bool = True  # can be shown here

    def bound(self, system: str) -> tuple[Account, ...]:
        """The accounts in one system that may be read."""
        return tuple(each for each in self.accounts if each.system == system and not each.suspended)


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
