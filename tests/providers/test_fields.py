"""How the systems' JSON is read: names in any case, aliases, and one meaning for each way to write a value."""

from datetime import datetime
from decimal import Decimal

import pytest

from providers.clock import CHINA
from providers.errors import Changed
from providers.fields import LONGEST, Fields


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[misc,arg-type] # numbers of a date


def test_names() -> None:
    """In any case, the likelier first; what is null is not there, and of two that differ in case the first counts."""
    fields = Fields({"ExamURL": "a", "examname": None, "name": "b", "NAME": "c"})
    assert (fields.text("examUrl"), fields.text("examName", "name"), fields.text("NAME")) == ("a", "b", "b")
    assert "examNAME" in fields
    assert fields.raw("x") is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (" a \n b ", "a b"),
        (12, "12"),
        (10**20, "1" + "0" * 20),
        ("a\x00b\ud800", "ab"),
        ("x" * 999, "x" * LONGEST),
    ],
)
def test_text(value: object, text: str) -> None:
    assert Fields({"a": value}).text("a") == text


@pytest.mark.parametrize("value", [None, "", " ", "x" * LONGEST, True, 1.5, [], {}])
def test_needed(value: object) -> None:
    with pytest.raises(Changed, match="the field a does not fit"):
        Fields({"a": value}).needed("a")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (None, None),
        ("", None),
        ("--", None),
        ("80.00", Decimal(80)),
        (" ９０ ", Decimal(90)),
        (0, Decimal(0)),
        (Decimal("39.8"), Decimal("39.8")),
        ("-1", Decimal(-1)),
    ],
)
def test_number(value: object, number: Decimal | None) -> None:
    assert Fields({"a": value}).number("a") == number
    assert Fields({"a": value}).points("a") == number


@pytest.mark.parametrize("value", ["缺考", "1e9", "1.", "1" * 16, "NaN"])
def test_no_number(value: str) -> None:
    """Words may stand where points are expected, and nowhere else."""
    with pytest.raises(Changed):
        Fields({"a": value}).number("a")
    assert Fields({"a": value}).points("a") is None


@pytest.mark.parametrize("value", [True, [], {}, Decimal("1E+300")])
def test_never_a_number(value: object) -> None:
    for read in (Fields({"a": value}).number, Fields({"a": value}).points, Fields({"a": value}).whole):
        with pytest.raises(Changed):
            read("a")


def test_whole() -> None:
    assert Fields({"a": "80.0"}).whole("a") == 80
    with pytest.raises(Changed):
        Fields({"a": "7.5"}).whole("a")


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (True, True),
        ("true", True),
        ("Y", True),
        (1, True),
        ("1", True),
        (0, False),
        ("N", False),
        (None, None),
        ("", None),
    ],
)
def test_flag(value: object, flag: bool | None) -> None:  # noqa: FBT001 (what is expected)
    assert Fields({"a": value}).flag("a") is flag


@pytest.mark.parametrize("value", ["maybe", 2, Decimal("0.5"), []])
def test_no_flag(value: object) -> None:
    with pytest.raises(Changed):
        Fields({"a": value}).flag("a")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2022-03-18 17:12", at(2022, 3, 18, 17, 12)),
        ("2022-03-18 17:12:22", at(2022, 3, 18, 17, 12, 22)),
        ("2022-03-18T17:12:22.5", at(2022, 3, 18, 17, 12, 22)),
        ("2022/3/8", at(2022, 3, 8)),
        ("20220407111126", at(2022, 4, 7, 11, 11, 26)),
        (1649301086, at(2022, 4, 7, 11, 11, 26)),
        ("1649301086000", at(2022, 4, 7, 11, 11, 26)),
        ("0001-01-01 00:00:00", None),
        ("", None),
        ("--", None),
        (None, None),
    ],
)
def test_moment(value: object, moment: datetime | None) -> None:
    assert Fields({"a": value}).moment("a") == moment


@pytest.mark.parametrize("value", ["2022-13-01", "2022-02-30 10:00", "tomorrow", "2022-01-01 25:00", 5, "0000-00-00"])
def test_no_moment(value: object) -> None:
    with pytest.raises(Changed):
        Fields({"a": value}).moment("a")


@pytest.mark.parametrize(
    ("value", "link"),
    [("https://a.cn/x?\n jwt=1", "https://a.cn/x?jwt=1"), ("javascript:alert(1)", ""), ("http:///x", ""), (None, "")],
)
def test_link(value: object, link: str) -> None:
    assert Fields({"a": value}).link("a") == link


def test_lines() -> None:
    """Line breaks stay, other control characters go, and what is too long is cut."""
    assert Fields({"a": "x\r\n\ty\x1b[0m"}).lines("a", longest=7) == "x\n\ty[0m"
    with pytest.raises(Changed):
        Fields({"a": 5}).lines("a")


def test_objects() -> None:
    assert [each.text("b") for each in Fields({"a": [{"b": "1"}]}).objects("a")] == ["1"]
    assert Fields({}).objects("a") == []
    wrong: list[object] = [{}, "x", ["x"]]
    for value in wrong:
        with pytest.raises(Changed):
            Fields({"a": value}).objects("a")
