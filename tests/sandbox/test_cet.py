"""The CET system over HTTP, as its code and its README describe it."""

import json

import pytest
from aiohttp import ClientSession

from sandbox.people import Person, person
from sandbox.places import PROVINCES
from sandbox.server import build, serving
from tests.sandbox.asker import Asker

FAILED = {"Status": "0", "Contact_us": "wangyuan.info"}
SEED = {
    "Contact_us": "wangyuan.info",
    "Listening": "130",
    "Reading": "169",
    "Status": "1",
    "Total": "446",
    "Writing": "147",
    "name": "罗撒旦",
    "school": "韶关学院",
}
TICKET = "440530151110612"
BY_TICKET = ("GetCetScore", TICKET, "罗增榕")
BY_SCHOOL = ("GetCetScoreWithoutTickets", "广东", "韶关学院", "1", "罗增榕")
FOR_WECHAT = ("GetCetScoreWithoutTicketsForWechat", "1", "罗增榕")


def result_of(who: Person) -> dict[str, str]:
    return {
        "Contact_us": "wangyuan.info",
        "Status": "1",
        "name": who.name,
        "school": who.school,
        "Listening": str(who.listening),
        "Reading": str(who.reading),
        "Writing": str(who.writing),
        "Total": str(who.total),
        "ticket": who.ticket,
    }


@pytest.mark.parametrize("segments", [BY_TICKET, BY_SCHOOL, FOR_WECHAT])
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_documents_example(sandbox: Asker, segments: tuple[str, ...], method: str) -> None:
    """All three routes answer it, with the ticket under the key of the code."""
    answer = await sandbox.ask(*segments, method=method)
    assert answer.status == 200
    assert answer.kind == "application/json"
    assert json.loads(answer.body) == SEED | {"ticket": TICKET}


async def test_readme_shape(session: ClientSession) -> None:
    """The other shape has `result`, for the example with the README's 17 digits."""
    async with serving(app=build(ticket_key="result")) as url:
        asker = Asker(session, url)
        assert await asker.cet(*BY_TICKET) == SEED | {"result": "44053015132210612"}
        told = await asker.cet("GetCetScore", "430020241108809", "陈浩")
        assert told["result"] == "430020241108809"
        assert "ticket" not in told


async def test_body_is_flasks(sandbox: Asker) -> None:
    """Sorted keys, two blanks, a blank at each line's end, and nothing but ASCII."""
    answer = await sandbox.ask("GetCetScore", "1", "罗增榕")
    assert answer.body == b'{\n  "Contact_us": "wangyuan.info", \n  "Status": "0"\n}'
    assert rb'"name": "\u7f57\u6492\u65e6"' in (await sandbox.ask(*BY_TICKET)).body


@pytest.mark.parametrize(
    "segments",
    [
        ("GetCetScore", "440530151110613", "罗增榕"),
        ("GetCetScore", "44053015111061", "罗增榕"),
        ("GetCetScore", "x" * 5000, "罗增榕"),
        ("GetCetScore", TICKET, "张三"),
        ("GetCetScore", TICKET, "罗"),
        # The name that it answers is not the one that it is filed under.
        ("GetCetScore", TICKET, "罗撒旦"),
        ("GetCetScore", TICKET, "罗增榕喆"),
        ("GetCetScoreWithoutTickets", "广东省", "韶关学院", "1", "罗增榕"),
        ("GetCetScoreWithoutTickets", "香港", "韶关学院", "1", "罗增榕"),
        ("GetCetScoreWithoutTickets", "湖南", "韶关学院", "1", "罗增榕"),
        ("GetCetScoreWithoutTickets", "广东", "韶关", "1", "罗增榕"),
        ("GetCetScoreWithoutTickets", "广东", "韶关学院", "2", "罗增榕"),
        ("GetCetScoreWithoutTickets", "广东", "韶关学院", "3", "罗增榕"),
        ("GetCetScoreWithoutTickets", "广东", "韶关学院", "四级", "罗增榕"),
        ("GetCetScoreWithoutTickets", "广东", "韶关学院", "1", "张三三"),
        ("GetCetScoreWithoutTicketsForWechat", "CET4", "罗增榕"),
        ("GetCetScoreWithoutTicketsForWechat", "1", "陈浩"),
        # GB2312 can't hold these, so they always fail, by ticket and by school.
        ("GetCetScore", "650010251101203", "阿依古丽·买买提"),
        ("GetCetScore", "650010251101203", "阿依古丽买买提"),
        ("GetCetScoreWithoutTickets", "新疆", "新疆大学", "1", "阿依古丽·买买提"),
        ("GetCetScore", "610030242205516", "李喆"),
        ("GetCetScoreWithoutTickets", "陕西", "西安交通大学", "2", "李喆"),
        # Not released yet.
        ("GetCetScore", "440010262101102", "周雨欣"),
        ("GetCetScoreWithoutTickets", "广东", "中山大学", "1", "周雨欣"),
    ],
)
async def test_every_failure_is_the_same(sandbox: Asker, segments: tuple[str, ...]) -> None:
    """HTTP 200, Status 0, and no word about which of the causes it was."""
    assert await sandbox.cet(*segments) == FAILED


async def test_undecodable_bytes_fail_too(sandbox: Asker) -> None:
    """Bytes that are no UTF-8 become U+FFFD, which GB2312 can't hold."""
    answer = await sandbox.raw(f"/GetCetScore/{TICKET}/%C2%DE%D4")
    assert (answer.status, json.loads(answer.body)) == (200, FAILED)


@pytest.mark.parametrize("asked", ["罗增", "罗增榕", "罗增光", "罗增 榕"])
async def test_two_characters_are_compared(sandbox: Asker, asked: str) -> None:
    """The rest of the asked name is never looked at, and the record's own is answered."""
    assert (await sandbox.cet("GetCetScore", TICKET, asked))["name"] == "罗撒旦"


async def test_neighbour_with_the_same_beginning(sandbox: Asker) -> None:
    """One's ticket under another one's name answers, with the name of whose ticket it is."""
    told = await sandbox.cet("GetCetScore", "440530242110306", "林晓雯")
    assert (told["name"], told["Total"]) == ("林晓东", "438")


async def test_by_school_prefers_the_whole_name(sandbox: Asker) -> None:
    """Of two who share two characters each is found under the whole name; a third name finds one of them."""
    by_school = ("GetCetScoreWithoutTickets", "广东", "韶关学院", "1")
    assert (await sandbox.cet(*by_school, "林晓雯"))["name"] == "林晓雯"
    assert (await sandbox.cet(*by_school, "林晓东"))["name"] == "林晓东"
    assert (await sandbox.cet(*by_school, "林晓春"))["name"] in {"林晓雯", "林晓东"}


async def test_levels_apart(sandbox: Asker) -> None:
    """The type chooses between the two results of one person."""
    assert (await sandbox.cet("GetCetScoreWithoutTicketsForWechat", "1", "林晓雯"))["Total"] == "515"
    assert (await sandbox.cet("GetCetScoreWithoutTicketsForWechat", "2", "林晓雯"))["Total"] == "436"


async def test_type_is_only_made_an_int(sandbox: Asker) -> None:
    """What Python takes for an int passes, blanks and zeros included."""
    assert (await sandbox.cet("GetCetScoreWithoutTicketsForWechat", " 02", "林晓雯"))["Total"] == "436"


async def test_latest_sitting(sandbox: Asker) -> None:
    told = await sandbox.cet("GetCetScoreWithoutTickets", "重庆", "重庆邮电大学", "1", "黄子轩")
    assert (told["Total"], told["ticket"]) == ("480", "500060241107724")


async def test_failing_and_absent(sandbox: Asker) -> None:
    """Both are found like any other result; the figures alone tell."""
    assert (await sandbox.cet("GetCetScore", "430020241108809", "陈浩"))["Total"] == "389"
    absent = await sandbox.cet("GetCetScore", "510010242204530", "赵一鸣")
    assert [absent[key] for key in ("Listening", "Reading", "Writing", "Total")] == ["0"] * 4


@pytest.mark.parametrize(
    "target",
    [
        "/GetCetScore",
        "/GetCetScore/",
        f"/GetCetScore/{TICKET}",
        f"/GetCetScore/{TICKET}/",
        "/GetCetScore//%E7%BD%97",
        f"/GetCetScore/{TICKET}/%E7%BD%97/",
        f"/GetCetScore/{TICKET}/%E7%BD%97%2F%E5%A2%9E",
        f"/GetCetScore/{TICKET}/%E7%BD%97/%E5%A2%9E",
        "/GetCetScoreWithoutTickets/1/%E7%BD%97",
        "/GetCetScoreWithoutTicketsForWechat/a/b/1/%E7%BD%97",
        "/getcetscore/1/2",
    ],
)
async def test_unknown_path(sandbox: Asker, target: str) -> None:
    """An empty segment or a slash inside one, encoded or not, is no route: HTML under 404."""
    answer = await sandbox.raw(target)
    assert (answer.status, answer.kind.partition(";")[0]) == (404, "text/html")
    assert b"<title>404 Not Found</title>" in answer.body


@pytest.mark.parametrize("segments", [BY_TICKET, BY_SCHOOL, FOR_WECHAT])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_wrong_method(sandbox: Asker, segments: tuple[str, ...], method: str) -> None:
    answer = await sandbox.ask(*segments, method=method)
    assert (answer.status, answer.kind) == (405, "text/html")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert b"<title>405 Method Not Allowed</title>" in answer.body


async def test_methods_that_flask_adds(sandbox: Asker) -> None:
    """HEAD is a GET without its body, OPTIONS names the methods."""
    head = await sandbox.ask(*BY_TICKET, method="HEAD")
    assert (head.status, head.kind, head.body) == (200, "application/json", b"")
    options = await sandbox.ask(*BY_TICKET, method="OPTIONS")
    assert (options.status, options.body) == (200, b"")
    assert options.headers["Allow"] == "HEAD, POST, OPTIONS, GET"


async def test_query_and_form_mean_nothing(sandbox: Asker) -> None:
    answer = await sandbox.raw(f"/GetCetScore/{TICKET}/%E7%BD%97%E5%A2%9E?ticket=1", "POST", b"username=x")
    assert json.loads(answer.body)["Status"] == "1"


@pytest.mark.parametrize("number", [0, 1, 17, 80, 199])
async def test_made_up_people(sandbox: Asker, number: int) -> None:
    """What `person` says is what the server answers, by ticket and by school."""
    who = person(number)
    assert await sandbox.cet("GetCetScore", who.ticket, who.name) == result_of(who)
    by_school = ("GetCetScoreWithoutTickets", who.province, who.school, str(who.level), who.name)
    assert await sandbox.cet(*by_school) == result_of(who)


async def test_people_beyond_the_count(sandbox: Asker) -> None:
    """200 were asked for: number 200 is not there."""
    who = person(200)
    assert await sandbox.cet("GetCetScore", who.ticket, who.name) == FAILED
    by_school = ("GetCetScoreWithoutTickets", who.province, who.school, str(who.level), who.name)
    assert await sandbox.cet(*by_school) == FAILED


async def test_wechat_route_knows_made_up_people(sandbox: Asker) -> None:
    who = person(0)
    assert (who.school, who.level) == ("韶关学院", 1)
    assert await sandbox.cet("GetCetScoreWithoutTicketsForWechat", "1", who.name) == result_of(who)


def test_provinces() -> None:
    """31 short names with their two-digit codes."""
    assert len(PROVINCES) == len(set(PROVINCES.values())) == 31
    assert (PROVINCES["广东"], PROVINCES["内蒙古"], PROVINCES["新疆"]) == ("44", "15", "65")
