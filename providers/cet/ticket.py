"""The ticket (准考证号), 15 digits; their meaning is in upstreams, section 1.4.

44    053     0       15    1        1      106   12
│     │       │       │     │        │      │     └ seat, usually 01-30
│     │       │       │     │        │      └ room
│     │       │       │     │        └ level: 1 CET-4, 2 CET-6
│     │       │       │     └ session: 1 June, 2 December
│     │       │       └ year, two digits
│     │       └ campus
│     └ school within the province
└ province, GB/T 2260
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from providers.cet.level import Level
from providers.cet.places import NAMES
from providers.errors import BadInput, Problem
from providers.texts import fold

_DIGITS = re.compile("[0-9]{15}")
_LEVELS = {"1": Level.CET4, "2": Level.CET6}
_MONTHS = {"1": 6, "2": 12}


@dataclass(frozen=True, slots=True, order=True)
class Sitting:
    """An examination: CET is held in June and in December."""

    year: int
    month: int

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class TicketWarning(Enum):
    """Unusual, perhaps a typing mistake; yet such tickets may exist, so they are asked for all the same."""

    PROVINCE = "province"
    SESSION = "session"
    LEVEL = "level"
    SEAT = "seat"
    FUTURE = "future"
    OTHER_LEVEL = "other level"  # than the one that was asked for


@dataclass(frozen=True, slots=True)
class Ticket:
    """Made by `parse_ticket`."""

    digits: str = field(repr=False)

    @property
    def province(self) -> str | None:
        """The short name; None for a code that no province has."""
        return NAMES.get(self.digits[:2])

    @property
    def level(self) -> Level | None:
        """None for the digits of other languages, whose meaning is not known."""
        return _LEVELS.get(self.digits[9])

    @property
    def sitting(self) -> Sitting | None:
        """None for an extra sitting, whose month the digits do not tell."""
        month = _MONTHS.get(self.digits[8])
        return Sitting(self.year, month) if month else None

    @property
    def year(self) -> int:
        return 2000 + int(self.digits[6:8])

    def warnings(self, today: date, level: Level | None = None) -> tuple[TicketWarning, ...]:
        """Tell what is unusual; `level` is the one asked for besides, if any."""
        own = self.level
        unusual = (
            (TicketWarning.PROVINCE, self.province is None),
            (TicketWarning.SESSION, self.digits[8] not in _MONTHS),
            (TicketWarning.LEVEL, own is None),
            (TicketWarning.SEAT, not "01" <= self.digits[13:] <= "30"),
            (TicketWarning.FUTURE, self.year > today.year),
            (TicketWarning.OTHER_LEVEL, None not in (level, own) and level != own),
        )
        return tuple([warning for warning, holds in unusual if holds])


def parse_ticket(text: str) -> Ticket:
    """Take full-width digits as plain ones and drop blanks around. Raises BadInput("ticket")."""
    digits = fold(text)
    if not digits:
        raise BadInput("ticket", Problem.EMPTY)
    if not is_ticket(digits):
        raise BadInput("ticket", Problem.MALFORMED)
    return Ticket(digits)


def is_ticket(digits: str) -> bool:
    return _DIGITS.fullmatch(digits) is not None
