"""The server as a whole: its data file, its address, its end."""

import tomllib
from pathlib import Path

import aiohttp
import pytest
from aiohttp import ClientSession

from sandbox.cet.data import filed
from sandbox.fields import Fields, Wrong
from sandbox.places import PROVINCES
from sandbox.server import DATA, build, serving
from tests.sandbox.asker import Asker

PERSON = """
[cet]
contact_us = "nobody"
[[cet.people]]
name = "何美"
province = "海南"
school = "海南大学"
results = [{ ticket = "460010251100101", listening = 100, reading = 110, writing = 90 }]
"""


async def test_data_of_ones_own(tmp_path: Path, session: ClientSession) -> None:
    """Another file takes the place of the shipped one, whole."""
    data = tmp_path / "data.toml"
    data.write_text(PERSON, encoding="utf-8")
    async with serving(app=build(data)) as url:
        asker = Asker(session, url)
        told = await asker.cet("GetCetScore", "460010251100101", "何美")
        assert (told["Total"], told["Contact_us"]) == ("300", "nobody")
        assert (await asker.cet("GetCetScore", "440530151110612", "罗增榕"))["Status"] == "0"


async def test_ticket_key_of_the_file(tmp_path: Path, session: ClientSession) -> None:
    """The file chooses the shape, unless `build` is told otherwise."""
    data = tmp_path / "data.toml"
    data.write_text(PERSON.replace("[cet]", '[cet]\nticket_key = "result"'), encoding="utf-8")
    for app, key in ((build(data), "result"), (build(data, ticket_key="ticket"), "ticket")):
        async with serving(app=app) as url:
            told = await Asker(session, url).cet("GetCetScore", "460010251100101", "何美")
            assert told[key] == "460010251100101"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"nobody"', "1", "cet.contact_us"),
        ("contact_us", "contact", "cet.contact"),
        ("contact_us", "ticket_key", "cet.ticket_key"),
        ('"何美"', "3", "cet.people[0].name"),
        ("海南", "海南省", "cet.people[0].province"),
        ("school", "campus", "cet.people[0].campus"),
        ('"460010251100101"', "460010251100101", "cet.people[0].results[0].ticket"),
        ("listening = 100", "listening = 1000", "cet.people[0].results[0].listening"),
        ("listening = 100, ", "", "cet.people[0].results[0].listening"),
        ("results = [{", "results = [1, {", "cet.people[0].results"),
    ],
)
def test_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, field: str) -> None:
    """With its whole dotted name, before anything is served."""
    data = tmp_path / "data.toml"
    data.write_text(PERSON.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Wrong) as caught:
        build(data)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("toml", "field"),
    [
        ("[gre]", "gre"),
        ("[kaoshiyun]\ntokens = []", "kaoshiyun.tokens"),
        ("[[kaoshiyun.exams]]\nid = '1'\nname = 'x'\nbegin = 'soon'", "kaoshiyun.exams[0].begin"),
        (
            "[[kaoshiyun.people]]\naccount = '1'\nname = 'x'\ngrades = [{exam = '1'}]",
            "kaoshiyun.people[0].grades[0].exam",
        ),
        ("[[maxuetang.solves]]\nsolve_id = 1\npid = 1\nptype = 0", "maxuetang.solves[0].ptype"),
        ("[[maxuetang.solves]]\nsolve_id = 1\npid = 1\nptype = 1", "maxuetang.solves[0].result"),
        ("[kaoshixing]\nexp_unit = 'm'", "kaoshixing.exp_unit"),
        ("[kaoshixing]\ndepartments = [1]", "kaoshixing.departments"),
        ("[[kaoshixing.people]]\nuser_id = '1'\ndepartment = 'a//b'", "kaoshixing.people[0].department"),
        ("[[kaoshixing.people]]\nuser_id = '1'\nage = '2'", "kaoshixing.people[0].age"),
        ("[wejh]\nshape = 'round'", "wejh.shape"),
        ("[[wejh.terms]]\nterm = 3\nbegin = '2018-09-24'", "wejh.terms[0].begin"),
        ("[[wejh.terms]]\nyear = 2018\nterm = 3\nbegin = '09-24'", "wejh.terms[0].begin"),
        ("[[wejh.users]]\nusername = '1'\npassword = '2'\ncredits = {web = 'x'}", "wejh.users[0].credits.web"),
    ],
)
def test_mistake_in_another_table(tmp_path: Path, toml: str, field: str) -> None:
    data = tmp_path / "data.toml"
    data.write_text(toml, encoding="utf-8")
    with pytest.raises(Wrong) as caught:
        build(data)
    assert caught.value.field == field


def test_shipped_tickets_are_valid() -> None:
    """Fifteen digits that agree with the province, a half, a level and a seat."""
    for record in filed(_shipped()):
        assert record.ticket[:2] == PROVINCES[record.province]
        assert record.ticket[5] == "0", "campus 1 is for the made-up people"
        assert record.sitting[2] in "12"
        assert record.level in {1, 2}
        assert 1 <= int(record.ticket[13:]) <= 30


def test_shipped_people_are_worth_a_try() -> None:
    """Several provinces and schools, both levels, passed, failed, absent, and not released."""
    records = filed(_shipped())
    totals = [record.scores.total for record in records if record.scores is not None]
    assert len(totals) == len(records) - 1
    assert len({record.province for record in records}) >= 6
    assert {record.level for record in records} == {1, 2}
    assert 0 in totals
    assert any(0 < total < 425 for total in totals)


async def test_address_is_the_real_one() -> None:
    """Port 0 becomes the one that was taken, and a wildcard an address that can be asked."""
    async with serving("0.0.0.0") as url:
        assert url.startswith("http://127.0.0.1:")
        assert not url.endswith((":0", "/"))


async def test_taken_port_is_an_error() -> None:
    async with serving() as url:
        with pytest.raises(OSError, match="address already in use"):
            async with serving(port=int(url.rpartition(":")[2])):
                pass


async def test_closed_after_the_block(session: ClientSession) -> None:
    """Nobody answers any more, open connections included."""
    async with serving() as url:
        asker = Asker(session, url)
        assert (await asker.cet("GetCetScore", "1", "2"))["Status"] == "0"
    with pytest.raises(aiohttp.ClientConnectionError):
        await asker.ask("GetCetScore", "1", "2")


def _shipped() -> Fields:
    return Fields(tomllib.loads(DATA.read_text(encoding="utf-8"))).table("cet")
