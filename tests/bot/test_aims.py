"""Hours without notifications."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.aims import Quiet
from bot.lines import folded

ZONE = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute, second, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("23:00-07:00", "23:00-07:00"),
        ("23:00 - 7:00", "23:00-07:00"),
        ("9:05~17:30", "09:05-17:30"),
        ("23:00到07:00", "23:00-07:00"),
        ("23:00至07:00", "23:00-07:00"),
        ("23:00–07:00", "23:00-07:00"),
        ("23:00——07:00", "23:00-07:00"),
        ("２３：００-０７：００", "23:00-07:00"),
        ("\u200b23:00-07:00 ", "23:00-07:00"),
    ],
)
def test_read_as_people_write(written: str, read: str) -> None:
    """After the folding of a line, which makes full-width digits and colons plain."""
    hours = Quiet.parse(folded(written))
    assert hours
    assert str(hours) == read
    assert Quiet.parse(str(hours)) == hours


@pytest.mark.parametrize(
    "written",
    [
        "",
        "off",
        "23:00",
        "23-7",
        "24:00-07:00",
        "23:60-07:00",
        "23:00--07:00",
        "23:00-07:00-08:00",
        "\u0662\u0663:00-07:00",
        "-",
    ],
)
def test_anything_else_is_not_read(written: str) -> None:
    assert Quiet.parse(folded(written)) is None


def test_same_time_is_no_span() -> None:
    """It could mean never, or always."""
    assert Quiet.parse("07:00-07:00") is None


@pytest.mark.parametrize(
    ("now", "left_s"),
    [
        (at(22, 59, 59), 0),
        (at(23), 8 * 3600),
        (at(23, 59), 7 * 3600 + 60),
        (at(0), 7 * 3600),
        (at(6, 59), 60),
        (at(6, 59, 59), 1),
        (at(7), 0),
        (at(12), 0),
    ],
)
def test_over_midnight(now: datetime, left_s: float) -> None:
    hours = Quiet.parse("23:00-07:00")
    assert hours
    assert hours.left_s(now) == pytest.approx(left_s)


@pytest.mark.parametrize(("now", "left_s"), [(at(12, 59), 0), (at(13), 3600), (at(13, 30), 1800), (at(14), 0)])
def test_within_a_day(now: datetime, left_s: float) -> None:
    hours = Quiet.parse("13:00-14:00")
    assert hours
    assert hours.left_s(now) == pytest.approx(left_s)
