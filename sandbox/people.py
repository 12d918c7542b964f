"""Made-up people: `person(i)` is a pure function, so whoever asks the sandbox knows its answers beforehand.

Everything follows from the number i and back from a ticket or a name, so that 100,000 people cost neither
time nor memory:

    i      = k * PAIRS + pair       the k-th person at one school and level
    ticket = school, campus 1, sitting by (k + pair), level, room and seat by k // SITTINGS
    name   = (k * STRIDE + pair * SHIFT) modulo NAMES, read as surname and two more characters

No two share a ticket, and no two at one school and level share a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.places import FIRST, SCHOOLS, SECOND, SURNAMES

SITTINGS = ("261", "252", "251", "242", "241", "232")  # year and half
LEVELS = 2
PAIRS = len(SCHOOLS) * LEVELS
SEATS, ROOMS = 30, 999
NAMES = len(SURNAMES) * len(FIRST) * len(SECOND)
MOST = PAIRS * min(NAMES, len(SITTINGS) * SEATS * ROOMS)  # people at all

# Without a common divisor with NAMES, each k has its own name; the rest is for variety.
STRIDE, SHIFT = 61_843, 7_919
BACK = pow(STRIDE, -1, NAMES)

CAMPUS = "1"  # data.toml's people sit on campus 0, so that tickets never collide
ABSENT_SHARE = 50  # one in so many was absent: reported as 0
MIX = 0x9E3779B97F4A7C15  # spreads the bits of neighbouring numbers
MIX_TOO = 0xBF58476D1CE4E5B9  # and so that two marks of one person have nothing to do with each other

# 考试云's account, 考试星's user_id and the campus username: one for all three, at most ten characters.
ACCOUNT = re.compile("s([0-9]{6,9})")
STUDENT = re.compile("2024([0-9]{8})")
PASSWORD = "123456"  # noqa: S105 - everybody's, on the campus server and behind it

TICKET_END = re.compile("[0-9]{6}")  # level, room, seat

_SCHOOL_NUMBER = {(province, school): at for at, (province, school, _) in enumerate(SCHOOLS)}
_CODE_NUMBER = {code: at for at, (_, _, code) in enumerate(SCHOOLS)}


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    ticket: str
    name: str
    province: str
    school: str
    level: int  # 1 for CET-4, 2 for CET-6
    listening: int
    reading: int
    writing: int

    @property
    def total(self) -> int:
        return self.listening + self.reading + self.writing

    @property
    def account(self) -> str:
        """What the person is called in the systems that know accounts, e.g. `s000042`."""
        return f"s{self.number:06}"

    @property
    def student(self) -> str:
        """学号, that the campus server binds by."""
        return f"2024{self.number:08}"

    @property
    def phone(self) -> str:
        return f"139{self.number:08}"


def person(number: int) -> Person:
    """Return the person of that number, counted from 0; raise `IndexError` from `MOST` on."""
    if not 0 <= number < MOST:
        raise IndexError(f"people are numbered from 0 to {MOST - 1}")
    k, pair = divmod(number, PAIRS)
    province, school, code = SCHOOLS[pair % len(SCHOOLS)]
    level = _level(pair)
    room, seat = divmod(k // len(SITTINGS), SEATS)
    sitting = SITTINGS[(k + pair) % len(SITTINGS)]
    ticket = f"{code}{CAMPUS}{sitting}{level}{room + 1:03}{seat + 1:02}"
    return Person(number, ticket, _name(k, pair), province, school, level, *_scores(number))


def mark(number: int, salt: int, low: int, high: int) -> int:
    """Return the figure of that person from `low` to `high`, the same for the same salt; the middle is likelier."""
    bits = ((number + 1) * MIX ^ (salt + 1) * MIX_TOO) * MIX % 2**64
    span = high - low + 1
    return low + ((bits >> 40) % span + (bits >> 20 & 0xFFFFF) % span) // 2


def by_ticket(ticket: str, count: int) -> Person | None:
    """Return who of the first `count` people holds the ticket."""
    at = _CODE_NUMBER.get(ticket[:5])
    if at is None or ticket[6:9] not in SITTINGS or not TICKET_END.fullmatch(ticket, 9):
        return None
    pair = _pair(at, int(ticket[9]))
    row = (int(ticket[10:13]) - 1) * SEATS + int(ticket[13:]) - 1
    k = row * len(SITTINGS) + (SITTINGS.index(ticket[6:9]) - pair) % len(SITTINGS)
    found = _within(k, pair, count)
    # Whatever was off in the ticket's digits shows in the ticket that they lead to.
    return found if found is not None and found.ticket == ticket else None


def by_account(account: str, count: int) -> Person | None:
    """Return who of the first `count` people has the account."""
    found = ACCOUNT.fullmatch(account)
    if found is None or int(found[1]) >= min(count, MOST):
        return None
    who = person(int(found[1]))
    return who if who.account == account else None  # s0000042 is nobody


def by_student(student: str, count: int) -> Person | None:
    """Return who of the first `count` people has the 学号."""
    found = STUDENT.fullmatch(student)
    return person(int(found[1])) if found and int(found[1]) < min(count, MOST) else None


def by_name(province: str, school: str, level: int, name: str, count: int) -> Person | None:
    """Return who of the first `count` people has the name, at the school and level."""
    at = _SCHOOL_NUMBER.get((province, school))
    if at is None or not 1 <= level <= LEVELS:
        return None
    number = _name_number(name)
    if number is None:
        return None
    pair = _pair(at, level)
    return _within((number - pair * SHIFT) * BACK % NAMES, pair, count)


def beginning(province: str, school: str, level: int, two: str, count: int) -> Iterator[Person]:
    """Yield those of the first `count` people there whose names begin with the two characters."""
    for last in SECOND:
        found = by_name(province, school, level, two + last, count)
        if found is not None:
            yield found


def _level(pair: int) -> int:
    # Alternating, so that the first few people are of both levels and of many schools.
    return 1 + (pair + pair // len(SCHOOLS)) % LEVELS


def _pair(at: int, level: int) -> int:
    return at if _level(at) == level else at + len(SCHOOLS)


def _within(k: int, pair: int, count: int) -> Person | None:
    number = k * PAIRS + pair
    return person(number) if 0 <= number < min(count, MOST) else None


def _name(k: int, pair: int) -> str:
    rest, last = divmod((k * STRIDE + pair * SHIFT) % NAMES, len(SECOND))
    surname, first = divmod(rest, len(FIRST))
    return SURNAMES[surname] + FIRST[first] + SECOND[last]


def _name_number(name: str) -> int | None:
    surname, first, last = name[:1], name[1:2], name[2:]
    if not first or surname not in SURNAMES or first not in FIRST or last not in SECOND:
        return None
    return (SURNAMES.index(surname) * len(FIRST) + FIRST.index(first)) * len(SECOND) + SECOND.index(last)


def _scores(number: int) -> tuple[int, int, int]:
    """Return listening, reading and writing; in range, and never a total under 220 that is not 0."""
    bits = (number + 1) * MIX % 2**64
    if (bits >> 56) % ABSENT_SHARE == 0:
        return 0, 0, 0
    # Two throws each, so that the middle is more likely than the ends.
    listening = 80 + bits % 85 + (bits >> 9) % 85
    reading = 80 + (bits >> 18) % 85 + (bits >> 27) % 85
    writing = 70 + (bits >> 36) % 72 + (bits >> 45) % 72
    return listening, reading, writing
