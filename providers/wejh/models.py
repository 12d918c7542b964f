"""What comes back from the campus system, in our words. Nothing personal and no credit shows in a repr."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum


@dataclass(frozen=True, slots=True)
class Registered:
    username: str = field(repr=False)  # the system hands one out, e.g. 10086
    nickname: str = field(repr=False)
    usertype: str  # COMMON


@dataclass(frozen=True, slots=True)
class Session:
    """A login, or its renewal. The credit before it is void."""

    username: str = field(repr=False)
    nickname: str = field(repr=False)  # empty where it was not told
    usertype: str  # COMMON, WEJH, TEST …, in capitals
    credit: str = field(repr=False)  # an opaque text of any length


class BindState(IntEnum):
    UNBOUND = 0
    STALE = 1  # bound, and no longer accepted there
    BOUND = 2


@dataclass(frozen=True, slots=True)
class Bound:
    name: str  # jh 精弘, zfedu 正方, ycedu 原创, lib 图书馆, card 校园卡
    pid: str = field(repr=False)  # student number (学号), empty where there is none
    state: BindState | None  # None for a number that is not documented


class Board(IntEnum):
    """What somebody may do on the message board."""

    USER = 0
    ADMIN = 1
    SUPER = 2


@dataclass(frozen=True, slots=True)
class PublicUser:
    username: str = field(repr=False)
    nickname: str = field(repr=False)
    usertype: str
    portrait: bytes | None = field(repr=False)  # an image; None where there is none, or none that can be read


@dataclass(frozen=True, slots=True)
class Profile:
    username: str = field(repr=False)
    nickname: str = field(repr=False)
    usertype: str
    portrait: bytes | None = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    board: Board | None


@dataclass(frozen=True, slots=True)
class UserDigest:
    """Changes when the public profile does."""

    username: str = field(repr=False)
    md5: str  # 32 hex digits, upper case


class Taken(IntEnum):
    """What became of a change of one field."""

    UNCHANGED = 0  # a phone always is: the system never stores one
    FAILED = 1
    DONE = 2


class Source(Enum):
    SYSTEM = "system"
    CALENDAR = "calendar"  # guessed from the month, since the system did not tell


@dataclass(frozen=True, slots=True)
class Term:
    year: int  # in which the school year began: 2018 for 2018/2019
    code: int  # see terms.NAMES
    begins: date | None
    ends: date | None
    weekday: int  # 1 Monday … 7 Sunday
    week: int | None  # of the term, from 1; None where its begin is not known
    weeks: int | None  # how many it has
    source: Source


@dataclass(frozen=True, slots=True)
class Course:
    """A row of the timetable."""

    name: str
    college: str
    kind: str  # 考试, 考查 or 未安排
    teacher: str
    campus: str
    place: str
    weekday: int | None  # 1 Monday … 7 Sunday
    sections: tuple[int, int] | None  # first and last lesson of the day, from 1
    weeks: tuple[int, ...]
    weeks_written: str  # as the system has it, which may say more than was understood
    credits: Decimal | None  # 学分
    hours: str  # 学时
