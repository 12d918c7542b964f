"""The campus server's bindings, profiles and terms over HTTP."""

import json
from datetime import datetime
from typing import Any

import pytest

from sandbox.moments import CHINA
from tests.sandbox.asker import Asker, Clock

HASH = "E10ADC3949BA59ABBE56E057F20F883E"
LAPSED = {"code": 403, "msg": "自动登录已失效,请重新登录", "data": None}
PUBLIC = {"username": "10086", "nickname": "test1", "usertype": "COMMON", "portrait": "default::unset"}


@pytest.fixture
async def credit(sandbox: Asker) -> str:
    return await credit_of(sandbox, "10086")


async def credit_of(sandbox: Asker, username: str) -> str:
    form = {"username": username, "password": HASH, "devicetype": "mobile"}
    told: str = (await sandbox.post("/api/user", method="login", **form))["data"]["credit"]
    return told


async def bound(sandbox: Asker, credit: str) -> dict[str, tuple[str | None, int]]:
    told = await sandbox.post("/api/getinfo", type="bind", credit=credit)
    return {item["bindname"]: (item["pid"], item["state"]) for item in told["data"]}


def refusal(msg: str, code: int = 403) -> dict[str, object]:
    return {"code": code, "msg": msg, "data": None}


async def test_bindings(sandbox: Asker, credit: str) -> None:
    """The document's sample."""
    told = await sandbox.post("/api/getinfo", type="bind", credit=credit)
    unbound = [{"bindname": name, "pid": None, "state": 0} for name in ("lib", "zfedu", "ycedu", "card")]
    jh = {"bindname": "jh", "pid": "201806061201", "state": 2}
    assert told == {"code": 200, "msg": "获取成功", "data": [jh, *unbound]}


async def test_base(sandbox: Asker, credit: str) -> None:
    told = await sandbox.post("/api/getinfo", type="base", credit=credit)
    data = PUBLIC | {"email": "", "phone": "", "permission_msgboard": 0}
    assert told == {"code": 200, "msg": "获取成功", "data": data}


@pytest.mark.parametrize("path", ["getinfo", "bind", "setinfo"])
async def test_bad_credit(sandbox: Asker, path: str) -> None:
    form = {"type": "base", "bindname": "jh", "pid": "1", "password": "2"}
    assert await sandbox.post(f"/api/{path}", **form, credit="x") == LAPSED
    assert await sandbox.post(f"/api/{path}", **form, credit="") == LAPSED
    told = await sandbox.post(f"/api/{path}", **form)
    assert told == refusal("无效的请求" if path == "setinfo" else "无效的访问", 400)


async def test_getinfo_fails(sandbox: Asker, credit: str) -> None:
    assert await sandbox.post("/api/getinfo", credit=credit) == refusal("无效的访问", 400)
    assert await sandbox.post("/api/getinfo", type="all", credit=credit) == refusal("不存在该类型信息")


async def test_bind_jh(sandbox: Asker, credit: str) -> None:
    """The password is in clear; the code's data is more than the sample's none."""
    told = await bind(sandbox, credit, "jh", pid="201806061777", password="123456")
    data = {"pid": "201806061777", "email": "201806061777@example.com", "type": "本科生"}
    assert told == {"code": 200, "msg": "绑定精弘账号成功", "data": data}
    assert (await bound(sandbox, credit))["jh"] == ("201806061777", 2)


async def bind(sandbox: Asker, credit: str, name: str, **form: str) -> dict[str, Any]:
    return await sandbox.post("/api/bind", bindname=name, credit=credit, **form)


@pytest.mark.parametrize(
    ("form", "msg"),
    [
        ({"pid": "1", "password": "123456"}, "未注册账户"),
        ({"pid": "201806061777", "password": "wrong"}, "绑定精弘账号失败"),
    ],
)
async def test_failed_bind_blanks_the_old_one(sandbox: Asker, credit: str, form: dict[str, str], msg: str) -> None:
    assert await bind(sandbox, credit, "jh", **form) == refusal(msg)
    assert (await bound(sandbox, credit))["jh"] == ("", 0)


async def test_bind_fails_before_it_is_tried(sandbox: Asker, credit: str) -> None:
    """Nothing is blanked by these."""
    assert await bind(sandbox, credit, "jh", pid="", password="1") == refusal("学号或密码为空")
    assert await bind(sandbox, credit, "jh", pid="1") == refusal("无效的访问", 400)
    assert await bind(sandbox, credit, "qq") == refusal("绑定类型错误", 402)
    assert (await bound(sandbox, credit))["jh"] == ("201806061201", 2)


async def test_bind_zfedu(sandbox: Asker, credit: str) -> None:
    """Of the student that 精弘 is bound to, with 正方's own password."""
    assert await bind(sandbox, credit, "zfedu", password="") == refusal("密码为空")
    assert await bind(sandbox, credit, "zfedu", password="123456") == refusal("绑定正方失败")
    assert await bind(sandbox, credit, "zfedu", password="654321") == refusal("绑定正方成功", 200)
    assert (await bound(sandbox, credit))["zfedu"] == ("201806061201", 2)


async def test_bind_zfedu_needs_jh(sandbox: Asker) -> None:
    never, lapsed = await credit_of(sandbox, "10087"), await credit_of(sandbox, "chenhao")
    assert await bind(sandbox, never, "zfedu", password="123456") == refusal("你还没有绑定精弘账号")
    assert await bind(sandbox, lapsed, "zfedu", password="123456") == refusal("请重新绑定精弘账号")


@pytest.mark.parametrize(("name", "what"), [("ycedu", "原创"), ("lib", "图书馆"), ("card", "校园卡")])
async def test_unfinished_bindings(sandbox: Asker, credit: str, name: str, what: str) -> None:
    assert await bind(sandbox, credit, name, password="1") == refusal(f"{what}绑定正在开发", 500)


@pytest.mark.parametrize("query", ['["10086","x"]', "['10086','10088']", "[10086]"])
async def test_public_profiles(sandbox: Asker, query: str) -> None:
    """Needs no credit; single quotes will do, and who is unknown is left out."""
    told = await sandbox.post("/api/shared", type="user", query=query)
    assert told == {"code": 200, "msg": "获取信息成功", "data": [PUBLIC]}


async def test_public_profiles_digest(sandbox: Asker) -> None:
    """Changes with the profile."""
    told = await sandbox.post("/api/shared", type="usermd5", query='["10086","10087"]')
    assert [list(item) for item in told["data"]] == [["username", "md5"]] * 2
    assert len(told["data"][0]["md5"]) == 32
    assert told["data"][0]["md5"].isupper()
    assert told["data"][0]["md5"] != told["data"][1]["md5"]


async def test_shared_fails(sandbox: Asker) -> None:
    """What is no list breaks the code off: 500 in the body, with the places where it happened."""
    told = await sandbox.post("/api/shared", type="user", query="test1")
    assert told["code"] == 500
    assert "\n   at tty." in told["msg"]
    assert await sandbox.post("/api/shared", type="user") == refusal("无效的访问", 400)
    assert await sandbox.post("/api/shared", type="all", query="[]") == refusal("不存在该类型信息")
    assert (await sandbox.post("/api/shared", type="user", query="[]"))["data"] == []


@pytest.mark.parametrize(
    ("form", "states"),
    [
        ({}, (0, 0, 0)),
        ({"email": "a@b.cn"}, (2, 0, 0)),
        ({"email": "a@b"}, (1, 0, 0)),
        ({"portrait": "89504e47"}, (0, 2, 0)),
        ({"phone": "13333333333"}, (0, 0, 0)),
        # One field a call: email, else portrait, else phone.
        ({"email": "a@b.cn", "portrait": "89504e47", "phone": "1"}, (2, 0, 0)),
        ({"email": "", "portrait": "89504e47"}, (1, 0, 0)),
    ],
)
async def test_setinfo(sandbox: Asker, credit: str, form: dict[str, str], states: tuple[int, ...]) -> None:
    told = await sandbox.post("/api/setinfo", credit=credit, **form)
    data = dict(zip(("e_email", "e_portrait", "e_phone"), states, strict=True))
    assert told == {"code": 200, "msg": "修改信息成功", "data": data}
    base = (await sandbox.post("/api/getinfo", type="base", credit=credit))["data"]
    assert base["email"] == (form["email"] if states[0] == 2 else "")
    assert base["portrait"] == (form["portrait"] if states[1] == 2 else "default::unset")
    assert base["phone"] == ""


async def test_large_portrait(sandbox: Asker, credit: str) -> None:
    """As hex, half a megabyte; the public profile has it too."""
    portrait = "ff" * 2**18
    await sandbox.post("/api/setinfo", credit=credit, portrait=portrait)
    told = await sandbox.post("/api/shared", type="user", query='["10086"]')
    assert told["data"][0]["portrait"] == portrait


def at(clock: Clock, text: str) -> None:
    clock.now += datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp() - clock.wall()


async def test_time(sandbox: Asker, clock: Clock) -> None:
    """The document's sample, on the Thursday that it was made."""
    at(clock, "2018-12-20 12:00")
    data = {
        "year": 2018, "term": 3, "begin": "2018-09-24", "end": "2019-01-27",
        "dayofweek": 4, "week": 13, "weeklasting": 18,
    }  # fmt: skip
    assert await sandbox.get("/api/time") == {"code": 200, "msg": "获取时间成功", "data": data}
    assert (await sandbox.post("/api/time"))["code"] == 405


@pytest.mark.parametrize(
    ("day", "term", "shown"),
    [
        ("2018-12-23", (2018, 3), (13, 0)),
        ("2018-12-24", (2018, 3), (14, 1)),
        ("2026-12-20", (2026, 3), (15, 0)),
        ("2027-01-18", (2026, 3), (19, 1)),
        ("2027-02-23", (2026, 12), (1, 2)),
        ("2027-07-01", (2026, 16), (1, 4)),
    ],
)
async def test_days_of_terms(
    sandbox: Asker, clock: Clock, day: str, term: tuple[int, int], shown: tuple[int, int]
) -> None:
    """Weeks count from the term's first day, Sunday is 0, a term belongs to the year of its autumn."""
    at(clock, f"{day} 23:59")
    data = (await sandbox.get("/api/time"))["data"]
    assert ((data["year"], data["term"]), (data["week"], data["dayofweek"])) == (term, shown)


async def test_holidays(sandbox: Asker, clock: Clock) -> None:
    """No data, though a success."""
    at(clock, "2027-08-01 12:00")
    assert await sandbox.get("/api/time") == {"code": 200, "msg": "获取时间成功", "data": None}


async def test_termtime_of_the_older_build(sandbox: Asker) -> None:
    told = await sandbox.post("/api/shared", type="termtime", query="ZJUT")
    assert json.dumps(told, ensure_ascii=False) == '{"code": 403, "msg": "不存在该类型信息", "data": null}'
