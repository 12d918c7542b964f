"""What people type: tickets, provinces, levels and names."""

from datetime import date

import pytest

from providers.cet.level import Level, parse_level
from providers.cet.names import NameWarning, bare, clean_name, name_warnings, same_name, typed_name
from providers.cet.places import CODES, parse_province
from providers.cet.ticket import Sitting, TicketWarning, parse_ticket
from providers.errors import BadInput, Problem

TODAY = date(2026, 3, 1)


def wide(text: str) -> str:
    """As full-width characters."""
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


@pytest.mark.parametrize(
    ("text", "sitting", "level", "province"),
    [
        ("440530151110612", Sitting(2015, 6), Level.CET4, "广东"),
        ("440530162213802", Sitting(2016, 12), Level.CET6, "广东"),
        ("140010171105929", Sitting(2017, 6), Level.CET4, "山西"),
        ("508160172103913", Sitting(2017, 12), Level.CET4, "重庆"),
        (f"　{wide('440530151110612')}　", Sitting(2015, 6), Level.CET4, "广东"),
    ],
)
def test_ticket(text: str, sitting: Sitting, level: Level, province: str) -> None:
    ticket = parse_ticket(text)
    assert (ticket.sitting, ticket.level, ticket.province) == (sitting, level, province)
    assert ticket.warnings(TODAY, level) == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        (" 　", Problem.EMPTY),
        ("44053015111061", Problem.MALFORMED),
        ("44053015132210612", Problem.MALFORMED),
        ("4405301511106 12", Problem.MALFORMED),
        ("44053015111061x", Problem.MALFORMED),
        ("٤٤٠٥٣٠١٥١١١٠٦١٢", Problem.MALFORMED),
    ],
)
def test_bad_ticket(text: str, problem: Problem) -> None:
    with pytest.raises(BadInput) as caught:
        parse_ticket(text)
    assert (caught.value.field, caught.value.problem) == ("ticket", problem)


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("990530151110612", {TicketWarning.PROVINCE}),
        ("440530153110612", {TicketWarning.SESSION}),
        ("440530151310612", {TicketWarning.LEVEL}),
        ("440530151110600", {TicketWarning.SEAT}),
        ("440530151110631", {TicketWarning.SEAT}),
        ("440530271110612", {TicketWarning.FUTURE}),
        ("440530261110612", set()),
        ("440530151210612", {TicketWarning.OTHER_LEVEL}),
    ],
)
def test_unusual_ticket(text: str, warnings: set[TicketWarning]) -> None:
    """Warned of and never refused; what such digits mean is not guessed."""
    assert set(parse_ticket(text).warnings(TODAY, Level.CET4)) == warnings


def test_unknown_digits() -> None:
    ticket = parse_ticket("990530153310612")
    assert (ticket.province, ticket.sitting, ticket.level) == (None, None, None)
    assert str(Sitting(2015, 6)) == "2015-06"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("广东", "广东"),
        ("广东省", "广东"),
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("广西壮族自治区", "广西"),
        ("宁夏回族自治区", "宁夏"),
        ("新疆维吾尔自治区", "新疆"),
        ("西藏自治区", "西藏"),
        (" 黑 龙江 ", "黑龙江"),
    ],
)
def test_province(text: str, name: str) -> None:
    assert parse_province(text) == name


@pytest.mark.parametrize("text", ["", "省", "香港", "台湾省", "Guangdong", "44"])
def test_bad_province(text: str) -> None:
    with pytest.raises(BadInput, match="province"):
        parse_province(text)


def test_codes() -> None:
    """The table of the program."""
    assert len(CODES) == 31
    assert [CODES[name] for name in ("北京", "内蒙古", "黑龙江", "山东", "海南", "西藏", "新疆")] == [
        *(11, 15, 23, 37, 46, 54, 65)
    ]


@pytest.mark.parametrize(
    "text",
    ["1", "四级", "4", "４", "四", "4级", "cet4", "CET-4", wide("CET-4"), "英语四级", "大学英语四级考试"],
)
def test_cet4(text: str) -> None:
    """1 is the system's own number; 4 can only mean the level."""
    assert parse_level(text) is Level.CET4


@pytest.mark.parametrize("text", ["2", "六级", "6", "六", "6级", "cet 6", "CET_6", "英语六级"])
def test_cet6(text: str) -> None:
    assert parse_level(text) is Level.CET6


@pytest.mark.parametrize("text", ["", "3", "八级", "1级", "cet2", "46", "四六级"])
def test_bad_level(text: str) -> None:
    with pytest.raises(BadInput, match="level"):
        parse_level(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.EMPTY),
        ("　", Problem.EMPTY),
        ("罗/增榕", Problem.SLASH),
        ("罗" * 41, Problem.TOO_LONG),
        ("罗\n增榕", Problem.MALFORMED),
        ("罗\ud800", Problem.MALFORMED),
    ],
)
def test_bad_name(text: str, problem: Problem) -> None:
    with pytest.raises(BadInput) as caught:
        clean_name(text)
    assert caught.value.problem is problem


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" 李　明 ", "李明"),
        ("林 晓 雯", "林晓 雯"),
        ("买买提 · 艾力", "买买提 · 艾力"),
        ("John  Smith", "John Smith"),
        ("李 John", "李 John"),
    ],
)
def test_typed_name(text: str, name: str) -> None:
    assert typed_name(text) == name


def test_clean_name() -> None:
    """Only the blanks around go; what is inside is the person's."""
    assert clean_name("　买买提·艾 力 ") == "买买提·艾 力"
    assert clean_name("罗" * 40) == "罗" * 40


@pytest.mark.parametrize("name", ["陶喆", "买买提·艾力", "𠮷田"])
def test_rare_name(name: str) -> None:
    """The upstream asks in GB2312 and fails for these."""
    assert name_warnings(name) == (NameWarning.RARE,)
    assert name_warnings("罗增榕") == ()


@pytest.mark.parametrize(
    "returned", ["买买提·艾力", "买买提•艾力", "买买提・艾力", "买买提艾力", " 买买提 · 艾力", "买买提　艾力"]
)
def test_same_name(returned: str) -> None:
    assert same_name("买买提·艾力", returned)
    assert not same_name("买买提", returned)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("罗增榕", "罗增榕"),
        (" 罗 增　榕\t", "罗增榕"),
        ("买买提·艾力", "买买提艾力"),
        ("买买提\u0387艾力", "买买提艾力"),
        (wide("LiMing"), "liming"),
        ("Li MING", "liming"),
        (" · ", ""),
    ],
)
def test_bare(name: str, form: str) -> None:
    """Ways of writing one name are one name, so that they are counted once."""
    assert bare(name) == form
