"""Words for a stretch of time: 这学期, 上学期, 今年, 去年, 2026."""

import re
from datetime import date, timedelta
from typing import Final

from bot.values import dataclass

_SPRING, _AUTUMN = 2, 8  # months in which terms begin, holidays before them included
_THIS: Final = frozenset({"这学期", "本学期", "this term"})
_LAST: Final = frozenset({"上学期", "上个学期", "last term"})
_ONE = re.compile(r"(?:this|last)\s+term(?!\S)|\S+", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a line; what names a stretch of time in two is one."""
    return [" ".join(word.split()) for word in _ONE.findall(text)]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day up to the last."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last


def parse_period(word: str, today: date) -> Period | None:
    """The stretch of time that a word means; terms go by the calendar (February to July, August to January)."""
    if word.casefold() in _THIS:
        return _term(today)
    if word.casefold() in _LAST:
        return _term(_term(today).first - timedelta(days=1))
    if word in {"今年", "去年"}:
        return _year(today.year - (word == "去年"))
    if match := re.fullmatch("(?P<year>20[0-9]{2})年?", word):
        return _year(int(match["year"]))
    return None


def _term(day: date) -> Period:
    if _SPRING <= day.month < _AUTUMN:
        return Period(date(day.year, _SPRING, 1), date(day.year, _AUTUMN, 1) - timedelta(days=1))
    begun = day.year if day.month >= _AUTUMN else day.year - 1
    return Period(date(begun, _AUTUMN, 1), date(begun + 1, _SPRING, 1) - timedelta(days=1))


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))
