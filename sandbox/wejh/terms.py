"""Terms (学期), and where in one a day lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sandbox.moments import Time

FIRST_TERM = 3  # 上学期, which names the academic year; 12 下学期, 16 短学期
WEEK = 7


@dataclass(frozen=True, slots=True)
class Term:
    year: int  # of the academic year's beginning
    term: int
    begin: date
    end: date
    tells_begin: bool = True  # the real server's list has one entry that doesn't

    def told(self) -> dict[str, str | None]:
        begin = str(self.begin) if self.tells_begin else None
        return {"term": f"{self.year}-{self.term}", "begin": begin, "end": str(self.end)}

    def at(self, day: date) -> dict[str, object]:
        """Return what /api/time tells on a day of the term."""
        return {
            "year": self.year,
            "term": self.term,
            "begin": str(self.begin),
            "end": str(self.end),
            "dayofweek": day.isoweekday() % WEEK,  # as .NET counts: 0 is Sunday
            "week": (day - self.begin).days // WEEK + 1,
            "weeklasting": ((self.end - self.begin).days + 1) // WEEK,
        }


@dataclass(frozen=True, slots=True)
class Yearly:
    """A term of every year, by month and day; one that ends before it begins ends in the next year."""

    term: int
    begin: tuple[int, int]
    end: tuple[int, int]

    def of(self, year: int) -> Term:
        begin = date(year, *self.begin)
        end = date(year + (self.end < self.begin), *self.end)
        return Term(year - (self.term != FIRST_TERM), self.term, begin, end)


@dataclass(frozen=True, slots=True)
class Terms:
    exact: Sequence[Term]
    yearly: Sequence[Yearly]

    def around(self, day: date) -> list[Term]:
        """Return the exact terms, then those of last year and this one that none of the exact is."""
        named = {(term.year, term.term) for term in self.exact}
        years = (day.year - 1, day.year)
        rest = [yearly.of(year) for year in years for yearly in self.yearly]
        return [*self.exact, *(term for term in rest if (term.year, term.term) not in named)]

    def at(self, day: date) -> Term | None:
        """Return the term that the day lies in, None in the holidays."""
        return next((term for term in self.around(day) if term.begin <= day <= term.end), None)


class Calendar:
    """What the server tells of the terms, and where: newer builds moved them from /api/time to /api/shared."""

    def __init__(self, terms: Terms, time: Time, *, is_newer: bool) -> None:
        self._terms = terms
        self._time = time
        self.is_newer = is_newer

    def today(self) -> dict[str, object] | None:
        """Return the data of /api/time, None in the holidays and from newer builds."""
        day = self._time.today()
        term = None if self.is_newer else self._terms.at(day)
        return term.at(day) if term else None

    def this_term(self) -> tuple[int, int] | None:
        """Return year and term, None in the holidays."""
        term = self._terms.at(self._time.today())
        return (term.year, term.term) if term else None

    def terms(self) -> list[dict[str, str | None]]:
        return [term.told() for term in self._terms.around(self._time.today())]
