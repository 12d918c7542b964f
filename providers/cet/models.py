"""What is asked of the CET system and what comes back, in our words.

Nothing personal shows in a repr, since reprs reach logs.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import TypeAlias

from providers.cet.level import Level
from providers.cet.ticket import Sitting, Ticket

Points: TypeAlias = int | Decimal  # int where it is whole, which it nearly always is


@dataclass(frozen=True, slots=True)
class ByTicket:
    ticket: Ticket
    name: str = field(repr=False)

    def __hash__(self) -> int:  # not of all that the digits tell, since each look-up is looked for many times
        return hash((self.ticket.digits, self.name))


@dataclass(frozen=True, slots=True)
class BySchool:
    province: str  # the short name, see places.py
    school: str
    level: Level
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Local:
    """At the one school that the system's short route is wired to."""

    level: Level
    name: str = field(repr=False)


Asked: TypeAlias = ByTicket | BySchool | Local


class ResultWarning(Enum):
    """Shown beside a result; none of them makes it void."""

    OTHER_NAME = "other name"  # the system looks at the first two characters only, so it may be another person's
    OTHER_TICKET = "other ticket"  # than the one asked for
    OTHER_LEVEL = "other level"  # the ticket that came back is not of the level asked for
    SUM = "sum"  # the parts do not make the total
    RANGE = "range"  # points that the exam cannot give


@dataclass(frozen=True, slots=True)
class CetResult:
    """One person's scores at one sitting; seeds/000, and upstreams 1.5 for the points."""

    name: str = field(repr=False)  # as returned, which may differ from the name asked for
    school: str = field(repr=False)  # as returned; may be empty
    level: Level | None  # from the ticket asked for, else as asked, else from the ticket returned
    sitting: Sitting | None  # from the ticket asked for or, without one, the ticket returned
    # Points of 710. A total of 0 stands for absence, a violation, or less than 220.
    total: Points = field(repr=False)
    listening: Points | None = field(repr=False)  # of 249; None where the system has none ("", "--", null)
    reading: Points | None = field(repr=False)  # of 249
    writing: Points | None = field(repr=False)  # of 213, with translation
    ticket: str | None = field(repr=False)  # as asked; without one asked as returned, even if malformed
    returned_ticket: str | None = field(repr=False)  # None where none came back; OTHER_TICKET: not the one asked
    warnings: tuple[ResultWarning, ...] = ()
