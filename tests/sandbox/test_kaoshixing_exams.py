"""考试星's exams and results: permissions (207), the list (601), one candidate's (702), and publishing."""

from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.server import World, build, serving
from tests.sandbox.asker import Asker, Clock
from tests.sandbox.kaoshixing_caller import NOW_MS, Caller, token

DONE = {"msg": "success", "code": 10000}


@pytest.fixture
def call(sandbox: Asker) -> Caller:
    return Caller(sandbox)


async def exams(call: Caller, user_id: str) -> dict[int, dict[str, Any]]:
    told = await call("702", user_id=user_id)
    return {row["examInfoId"]: row for row in told["bizContent"]["rows"]}


async def test_exams_and_results(call: Caller) -> None:
    """Those taken with a result, the others without one."""
    told = await call("702", user_id="linxiaowen")
    assert {key: told[key] for key in ("success", "code", "desc")} == {"success": True, "code": 10000, "desc": "成功"}
    content = told["bizContent"]
    assert (content["total"], content["current"], content["rowCount"]) == (3, 1, 3)
    assert content["rows"][0] == {
        "examInfoId": 55401,
        "examStyleName": "安全",
        "examName": "实验室安全准入考试",
        "examStartTime": "2026-12-11 14:00:00",
        "examEndTime": "2026-12-11 15:30:00",
        "examTimeRestrict": 1,
        "examTime": 45,
        "examLink": "https://www.kaoshixing.com/exam/before_answer_notice/55401",
        "practiceMode": 0,
        "examResultsId": content["rows"][0]["examResultsId"],
        "results": 92.5,
        "isPass": True,
        "inquireLink": f"https://www.kaoshixing.com/exam/exam_check/{content['rows'][0]['examResultsId']}",
        "status": 1,
    }
    assert [content["rows"][1][key] for key in ("results", "isPass", "status", "practiceMode")] == [None, None, 0, 1]


async def test_result_of_nobody(call: Caller) -> None:
    told = await call("702", user_id="nobody")
    assert (told["success"], told["code"], told["desc"]) == (False, 31014, "用户不存在")
    assert (await call("702"))["code"] == "0005"


async def test_exam_list(sandbox: Asker, call: Caller) -> None:
    """Ten a page, counted from 1; a page after the last is empty."""
    for number in range(9):
        exam = {"id": 60000 + number, "name": f"第{number}次", "begin": "+1 09:00", "end": "+1 10:00"}
        await sandbox.steer("publish", system="kaoshixing", exam=exam)
    pages = [(await call("601", page=page))["bizContent"] for page in (1, "2", 3)]
    assert [page["rowCount"] for page in pages] == [10, 3, 0]
    assert [page["current"] for page in pages] == [1, 2, 3]
    assert {page["total"] for page in pages} == {13}
    assert pages[0]["rows"][0]["examInfoId"] == 55400
    assert (await call("601"))["bizContent"] == pages[0]


async def test_permission(call: Caller) -> None:
    """Granted, the exam waits; revoked, it does not; what was taken stays."""
    assert 55403 not in await exams(call, "zhangsan")
    assert await call("207", user_id="zhangsan", exam_id="55403", event_type="add") == DONE
    assert (await exams(call, "zhangsan"))[55403]["results"] is None
    assert await call("207", user_id="zhangsan", exam_id="55403", event_type="del") == DONE
    assert 55403 not in await exams(call, "zhangsan")
    await call("207", user_id="linxiaowen", exam_id="55403", event_type="del")
    await call("207", user_id="linxiaowen", exam_id="55401", event_type="del")
    assert set(await exams(call, "linxiaowen")) == {55401, 55402}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"user_id": "zhangsan", "exam_id": "55403"}, "0005"),
        ({"user_id": "zhangsan", "exam_id": "55403", "event_type": "drop"}, "0005"),
        ({"user_id": "nobody", "exam_id": "55403", "event_type": "add"}, 31000),
        ({"user_id": "zhangsan", "exam_id": "1", "event_type": "add"}, 31000),
    ],
)
async def test_permission_fails(call: Caller, fields: dict[str, str], code: object) -> None:
    assert (await call("207", **fields))["code"] == code


async def test_made_up_people(call: Caller, clock: Clock) -> None:
    """Have sat what is over, and wait for what is not."""
    before = await exams(call, "s000007")
    assert before == await exams(call, "s000007")
    assert before[55401]["results"] is not None
    assert before[55403]["results"] is None
    clock.now += 6 * 86_400
    late = token({"exp": NOW_MS + 7 * 86_400_000, "action_id": "702"})
    told = await call.with_token(late, user_id="s000007")
    assert told["bizContent"]["rows"][-1]["results"] is not None


async def publish(call: Caller, exam: dict[str, object], result: dict[str, object]) -> dict[str, Any]:
    told = await call.asker.steer("publish", system="kaoshixing", exam=exam, result=result)
    assert isinstance(told["published"], dict)
    return told["published"]


@pytest.mark.parametrize("user_id", ["linxiaowen", "s000003"])
async def test_publish_a_change(call: Caller, user_id: str) -> None:
    """The result keeps its number; a pass follows the score unless it is given."""
    before = (await exams(call, user_id))[55401]
    await publish(call, {"id": 55401}, {"user_id": user_id, "score": 79.5})
    after = (await exams(call, user_id))[55401]
    assert (after["results"], after["isPass"]) == (79.5, False)
    assert after["examResultsId"] == before["examResultsId"]
    await publish(call, {"id": 55401}, {"user_id": user_id, "is_pass": True})
    assert (await exams(call, user_id))[55401]["isPass"] is True
    await publish(call, {"id": 55401}, {"user_id": user_id, "withdrawn": True})
    assert (await exams(call, user_id))[55401]["results"] is None


async def test_publish_a_new_exam(call: Caller) -> None:
    """With a result for somebody to whom it is not open."""
    exam = {"id": 55500, "name": "英语口语", "begin": "-1 09:00", "end": "-1 09:30", "full": 20, "pass": 12}
    told = await publish(call, exam, {"user_id": "zhangsan", "score": 15})
    assert told == {"exam": "55500", "user_id": "zhangsan", "score": 15.0, "is_pass": True}
    assert (await exams(call, "zhangsan"))[55500]["examName"] == "英语口语"
    await call.asker.steer("reset")
    assert 55500 not in await exams(call, "zhangsan")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "exam.id"),
        ({"exam": {"id": "new"}}, "exam.id"),
        ({"exam": {"id": 1}}, "exam.name"),
        ({"exam": {"id": 55401, "full": "x"}}, "exam.full"),
        ({"exam": {"id": 55401}, "result": {"user_id": "nobody", "score": 1}}, "result.user_id"),
        ({"exam": {"id": 55401}, "result": {"user_id": "zhangsan"}}, "result.score"),
        ({"exam": {"id": 55401}, "grade": {}}, "grade"),
    ],
)
async def test_publish_with_a_mistake(sandbox: Asker, fields: dict[str, object], field: str) -> None:
    status, named, _ = await sandbox.refused("publish", system="kaoshixing", **fields)
    assert (status, named) == (400, field)


async def test_a_hundred_thousand(session: ClientSession, clock: Clock) -> None:
    """The last one is known as well as the first, by number too."""
    async with serving(app=build(people=100_000, world=World(clock=clock, wall=clock.wall))) as url:
        call = Caller(Asker(session, url))
        assert (await exams(call, "s099999"))[55401]["results"] is not None
        login = await call("203", user_id="s099999")
        assert (await call.asker.get(login["url"].removeprefix(url)))["success"] is True
