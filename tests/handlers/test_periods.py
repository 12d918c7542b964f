"""Words for stretches of time, of which the English ones are two."""

from datetime import date

import pytest

from handlers.periods import Period, parse_period, words_of

TODAY = date(2026, 11, 22)
AUTUMN, SPRING = Period(date(2026, 8, 1), date(2027, 1, 31)), Period(date(2026, 2, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("line", "periods"),
    [
        ("这学期 英语", [AUTUMN, None]),
        ("上学期", [SPRING]),
        ("This  term english", [AUTUMN, None]),
        ("last term", [SPRING]),
        ("last termly report", [None, None, None]),
        ("去年", [Period(date(2025, 1, 1), date(2025, 12, 31))]),
    ],
)
def test_words(line: str, periods: list[Period | None]) -> None:
    assert [parse_period(word, TODAY) for word in words_of(line)] == periods
