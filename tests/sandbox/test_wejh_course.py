"""The campus server's timetable over HTTP, and what its newer builds do otherwise."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.server import DATA, World, build, serving
from tests.sandbox.asker import Asker, Clock
from tests.sandbox.test_wejh_info import HASH, credit_of, refusal

AUTUMN = {"year": "2026", "term": "3"}


@pytest.fixture
async def newer(session: ClientSession, clock: Clock, tmp_path: Path) -> AsyncIterator[Asker]:
    data = tmp_path / "data.toml"
    data.write_text(DATA.read_text(encoding="utf-8").replace('build = "2019-01"', 'build = "2019-03"'), "utf-8")
    async with serving(app=build(data, world=World(clock=clock, wall=clock.wall))) as url:
        yield Asker(session, url)


async def test_course(sandbox: Asker) -> None:
    told = await sandbox.post("/api/course", credit=await credit_of(sandbox, "huangzixuan"), **AUTUMN)
    assert (told["code"], len(told["data"])) == (200, 3)
    assert told["data"][0] == {
        "id": 1, "courseid": None, "year": 2026, "term": 3,
        "name": "高等数学A1", "college": "理学院", "type": "考试", "teacher": "王建国", "campus": "屏峰",
        "location": "广A101", "weekrange": "1-16", "dayofweek": "1", "timerange": "1-2", "classscore": "5",
        "classhour": "80",
    }  # fmt: skip


async def test_course_of_today(sandbox: Asker, clock: Clock) -> None:
    """Only the credit, as the page has it: the term that it is, and nothing in the holidays."""
    credit = await credit_of(sandbox, "huangzixuan")
    assert {row["term"] for row in (await sandbox.post("/api/course", credit=credit))["data"]} == {3}
    clock.now += 45 * 86_400
    assert (await sandbox.post("/api/course", credit=await credit_of(sandbox, "huangzixuan")))["data"] == []


@pytest.mark.parametrize(
    ("jh", "zfedu", "why"),
    [
        (2, 0, "你还没有绑定正方"),
        (2, 1, "请重新绑定正方"),
        (0, 2, "请绑定精弘账号"),
        (1, 2, "请重新绑定精弘账号"),
    ],
)
async def test_course_unbound(sandbox: Asker, jh: int, zfedu: int, why: str) -> None:
    bindings = {"jh": {"pid": "202450007724", "state": jh}, "zfedu": {"pid": "202450007724", "state": zfedu}}
    await sandbox.steer("publish", system="wejh", user={"username": "10086", "bindings": bindings})
    credit = await credit_of(sandbox, "10086")
    assert await sandbox.post("/api/course", credit=credit, **AUTUMN) == refusal(why)


async def test_course_invalid(sandbox: Asker) -> None:
    invalid = refusal("无效的访问", 400)
    assert await sandbox.post("/api/course", **AUTUMN) == invalid
    assert await sandbox.post("/api/course", credit="x", year="2026") == invalid
    assert await sandbox.post("/api/course", credit="x", year="2026", term="autumn") == invalid
    assert await sandbox.post("/api/course", credit="x", **AUTUMN) == refusal("自动登录失败，请重新登录")
    assert (await sandbox.get("/api/course"))["code"] == 405


async def test_newer_course(newer: Asker) -> None:
    """Year and term are wanted, and the rows have no numbers."""
    credit = await credit_of(newer, "huangzixuan")
    assert await newer.post("/api/course", credit=credit) == refusal("无效的访问", 400)
    assert next(iter((await newer.post("/api/course", credit=credit, **AUTUMN))["data"][0])) == "name"


async def test_newer_credits(newer: Asker, clock: Clock) -> None:
    """Long ones; what is too short can't be decrypted, and what ran out is told in fewer words."""
    credit = await credit_of(newer, "10086")
    assert (len(credit), (await newer.post("/api/getinfo", type="base", credit=credit))["code"]) == (320, 200)
    old = await newer.post("/api/user", method="autologin", credit="118fad6b0d19442b94924ead72e01bdf")
    assert (old["code"], "CryptographicException" in old["msg"]) == (500, True)
    clock.now += 7 * 86_400
    assert await newer.post("/api/user", method="autologin", credit=credit) == refusal("自动登录已失效")
    form = {"username": "10086", "password": HASH, "devicetype": "pc"}
    assert (await newer.post("/api/user", method="login", **form))["code"] == 200


async def test_newer_terms(newer: Asker) -> None:
    """The terms moved to /api/shared, where one lacks its begin."""
    assert (await newer.get("/api/time"))["data"] is None
    told = (await newer.post("/api/shared", type="termtime", query="ZJUT"))["data"]
    assert told[:2] == [
        {"term": "2018-3", "begin": "2018-09-24", "end": "2019-01-27"},
        {"term": "2018-16", "begin": None, "end": "2019-07-14"},
    ]
    assert {"term": "2026-3", "begin": "2026-09-08", "end": "2027-01-18"} in told
    assert (await newer.post("/api/shared", type="termtime"))["code"] == 400
