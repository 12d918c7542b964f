"""Terms of a school year: their codes, their weeks, and a guess where the system doesn't tell."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from providers.wejh.models import Source, Term

# 上学期, 下学期 and 短学期 are the document's; the holidays stand in the program.
NAMES: Final = {3: "上学期", 12: "下学期", 16: "短学期", 1: "寒假", 9: "暑假"}
_AUTUMN: Final = 9  # months
_SUMMER: Final = 7
_SPRING: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A term of the system's list."""

    year: int
    code: int
    begins: date
    ends: date


def week_of(begins: date, day: date) -> int:
    """Count from 1; the day before the first is in week 0."""
    return (day - begins).days // 7 + 1


def weeks_of(begins: date, ends: date) -> int:
    return ((ends - begins).days + 1) // 7


def current(spans: list[Span], today: date) -> Term | None:
    """Give the term that `today` lies in, if it is one of `spans`."""
    for span in spans:
        if span.begins <= today <= span.ends:
            return Term(
                year=span.year,
                code=span.code,
                begins=span.begins,
                ends=span.ends,
                weekday=today.isoweekday(),
                week=week_of(span.begins, today),
                weeks=weeks_of(span.begins, span.ends),
                source=Source.SYSTEM,
            )
    return None


def guess(today: date) -> Term:
    """Tell the term by the month alone, so without its weeks."""
    if today.month >= _AUTUMN:
        year, code = today.year, 3
    elif today.month >= _SUMMER:
        year, code = today.year - 1, 16
    elif today.month >= _SPRING:
        year, code = today.year - 1, 12
    else:
        year, code = today.year - 1, 3
    return Term(year, code, None, None, today.isoweekday(), None, None, Source.CALENDAR)
