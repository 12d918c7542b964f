"""The made-up people: always the same, all different, and plausible."""

import pytest

from sandbox.people import MOST, Person, beginning, by_name, by_ticket, person
from sandbox.places import PROVINCES, SCHOOLS

SAMPLE = range(20_000)


def test_always_the_same() -> None:
    """These figures stay: a benchmark's or a test's tickets must not change under it."""
    assert person(0) == Person(0, "440531261100101", "王子轩", "广东", "韶关学院", 1, 177, 180, 148)
    assert person(99_999) == person(99_999)


def test_all_different() -> None:
    people = [person(number) for number in SAMPLE]
    assert len({who.ticket for who in people}) == len(people)
    assert len({(who.school, who.level, who.name) for who in people}) == len(people)


@pytest.mark.parametrize("number", [*range(5), 39, 40, 80, 199, 19_999, 99_999, MOST - 1])
def test_found_again(number: int) -> None:
    """Ticket and name lead back to the person, without a table of all."""
    who = person(number)
    assert by_ticket(who.ticket, MOST) == who
    assert by_name(who.province, who.school, who.level, who.name, MOST) == who
    assert who in beginning(who.province, who.school, who.level, who.name[:2], MOST)
    assert by_ticket(who.ticket, number) is None


def test_spread_evenly() -> None:
    """Over all schools, both levels, all sittings; the first forty are at forty schools."""
    people = [person(number) for number in SAMPLE]
    assert {who.school for who in people[: len(SCHOOLS)]} == {school for _, school, _ in SCHOOLS}
    assert {who.level for who in people[:10]} == {1, 2}
    assert len({who.ticket[6:9] for who in people[:12]}) > 3
    assert all(who.province in PROVINCES for who in people)


def test_plausible() -> None:
    for number in SAMPLE:
        who = person(number)
        assert 2 <= len(who.name) <= 3
        assert len(who.name.encode("gb2312")) == 2 * len(who.name)
        assert len(who.ticket) == 15
        assert who.ticket[:2] == PROVINCES[who.province]
        assert who.ticket[8] in "12"
        assert int(who.ticket[9]) == who.level
        assert 1 <= int(who.ticket[13:]) <= 30
        assert max(who.listening, who.reading) <= 249
        assert who.writing <= 212
        assert who.total == 0 or 220 <= who.total <= 710


def test_some_fail_and_few_are_absent() -> None:
    totals = [person(number).total for number in SAMPLE]
    assert 0.01 < totals.count(0) / len(totals) < 0.03
    assert 0.1 < sum(total < 425 for total in totals) / len(totals) < 0.5


@pytest.mark.parametrize("number", [-1, MOST])
def test_numbers_out_of_range(number: int) -> None:
    with pytest.raises(IndexError):
        person(number)


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        "44053126110010",
        "4405312611001011",
        "440531261100100",
        "440531261100131",
        "440531261100001",
        "440531261300101",
        "440531991100101",
        "440530261100101",
        "990531261100101",
        "44053126110010x",
        "４40531261100101",
        "44053126110010１",
    ],
)
def test_tickets_of_nobody(ticket: str) -> None:
    assert by_ticket(ticket, MOST) is None


@pytest.mark.parametrize("name", ["", "王", "王喆", "王子轩轩", "ab"])
def test_names_of_nobody(name: str) -> None:
    assert by_name("广东", "韶关学院", 1, name, MOST) is None
