"""考试星 over HTTP: JWTs, candidates, departments, permissions and logins, as the document has them."""

import json
from typing import Any

import jwt
import pytest
from aiohttp import ClientSession

from sandbox.kaoshixing import jwts
from sandbox.kaoshixing.refusals import Refused
from sandbox.server import World, build, serving
from tests.sandbox.asker import Asker, Clock
from tests.sandbox.kaoshixing_caller import KEY, NOW_MS, Caller, token

VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJleHAiOjE1OTYwMjU5MjE4NTgsImFjdGlvbl9pZCI6IjIwMSJ9"
    ".yTqbfgWViM4emuQvXw8XcU7AgDgLFPQRA8NZYgCOfJ8"
)
ZHANGSAN = {
    "user_id": "zhangsan",
    "user_name": "张三",
    "department": "部门分类",
    "sex": "-1",
    "phone": "1234567890",
    "notice": "备注",
    "position": "职位",
    "field1": "自定义字段1",
    "field2": "自定义字段2",
    "field3": "自定义字段3",
    "field4": "自定义字段4",
    "field5": "自定义字段5",
    "identity_card": "1234567890",
}
NEW = {"user_id": "1566", "user_name": "张三", "department": "总部/财务部"}
NO_PARAMETER = {"msg": "参数获取不到", "code": "0005"}
NOT_UPDATED = {"code": 31000, "msg": "更新考生信息失败"}
NOBODY = {"success": False, "code": 31014, "desc": "用户不存在", "englishDesc": "user not existed", "bizContent": None}


@pytest.fixture
def call(sandbox: Asker) -> Caller:
    return Caller(sandbox)


async def row(call: Caller, user_id: str) -> dict[str, str]:
    (found,) = (await call("209", user_id=user_id))["rows"]
    told: dict[str, str] = found
    return told


def test_verified_vector() -> None:
    """A token seen in public, with the documentation's own key, and a moment in milliseconds."""
    exp_ms = 1596025921858
    claims = jwts.read(VECTOR, KEY, exp_ms - 1)
    assert (claims.exp_ms, claims.action, claims.user) == (exp_ms, "201", 0)
    with pytest.raises(Refused, match="过期"):
        jwts.read(VECTOR, KEY, exp_ms)
    with pytest.raises(Refused, match="验证"):
        jwts.read(VECTOR, KEY + "x", exp_ms - 1)


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        ({"exp": NOW_MS, "action_id": "209"}, "0003"),
        # Seconds: long past, if they are read as milliseconds.
        ({"exp": NOW_MS // 1000 + 10, "action_id": "209"}, "0003"),
        ({"exp": NOW_MS + 10_000, "action_id": 209}, "0004"),
        ({"exp": NOW_MS + 10_000, "action_id": "210"}, "0004"),
        ({"exp": NOW_MS + 10_000}, "0004"),
        ({"exp": "tomorrow", "action_id": "209"}, "0002"),
        ({"exp": True, "action_id": "209"}, "0002"),
        ({"action_id": "209"}, "0002"),
    ],
)
async def test_claims(call: Caller, claimed: dict[str, object], code: str) -> None:
    assert (await call.with_token(token(claimed), user_id="zhangsan"))["code"] == code


@pytest.mark.parametrize("bad", ["", "x", "a.b.c", VECTOR[:-1] + "9", token({"exp": 1, "action_id": "209"}, "another")])
async def test_bad_token(call: Caller, bad: str) -> None:
    assert await call.with_token(bad, user_id="zhangsan") == {"msg": "jwt验证失败", "code": "0002"}


async def test_unsigned_token(call: Caller) -> None:
    unsigned = token({"exp": NOW_MS + 10_000, "action_id": "209"}, algorithm="none").rpartition(".")[0] + "."
    assert (await call.with_token(unsigned, user_id="zhangsan"))["code"] == "0002"


async def test_token_ends(call: Caller, clock: Clock) -> None:
    """On the calendar's clock, after its ten seconds."""
    good = token({"exp": NOW_MS + 10_000, "action_id": "209"})
    assert (await call.with_token(good, user_id="zhangsan"))["total"] == 1
    clock.now += 10
    assert (await call.with_token(good, user_id="zhangsan"))["code"] == "0003"


async def test_exp_in_seconds(session: ClientSession, tmp_path: Any, clock: Clock) -> None:
    data = tmp_path / "data.toml"
    data.write_text("[kaoshixing]\nexp_unit = 's'\n")
    async with serving(app=build(data, world=World(clock=clock, wall=clock.wall))) as url:
        call = Caller(Asker(session, url))
        told = await call.with_token(token({"exp": NOW_MS // 1000 + 10, "action_id": "209"}), user_id="nobody")
        assert told["rows"] == []


async def test_header_without_type(call: Caller) -> None:
    """The document's snippet leaves `typ` out, the vendor's sample class does not."""
    payload = json.dumps({"exp": NOW_MS + 1, "action_id": "209"}).encode()
    with pytest.warns(jwt.InsecureKeyLengthWarning):
        bare = jwt.PyJWS().encode(payload, KEY.encode(), "HS256", headers={"typ": None})
    assert (await call.with_token(bare, user_id="zhangsan"))["total"] == 1


async def test_other_application_path_and_method(sandbox: Asker, call: Caller) -> None:
    """Another appId is refused; with or without the slash is the same; GET is not taken."""
    assert (await call.at("/api/company/data/14344/", "209", user_id="zhangsan"))["code"] == "0001"
    assert (await call.at("/api/company/data/14343", "209", user_id="zhangsan"))["total"] == 1
    assert (await sandbox.raw("/api/company/data/14343/")).status == 405


async def test_query(call: Caller) -> None:
    """Under no code at all, and all as texts."""
    told = await call("209", user_id="zhangsan")
    assert told == {"total": 1, "current": 1, "rowCount": 1, "rows": [ZHANGSAN]}
    assert await call("209", user_id="nobody") == {"total": 0, "current": 1, "rowCount": 0, "rows": []}
    assert await call("209") == await call("209", user_id="") == NO_PARAMETER


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b""])
async def test_body_that_is_no_object(sandbox: Asker, body: bytes) -> None:
    target = f"/api/company/data/14343/?jwt={token({'exp': NOW_MS + 1, 'action_id': '209'})}"
    assert json.loads((await sandbox.raw(target, "POST", body)).body) == NO_PARAMETER


async def test_form_is_read_too(sandbox: Asker) -> None:
    target = f"/api/company/data/14343/?jwt={token({'exp': NOW_MS + 1, 'action_id': '209'})}"
    assert (await sandbox.post(target, user_id="zhangsan"))["total"] == 1


async def test_add(call: Caller) -> None:
    """206 answers with a token of its own: `exp`, the system's number of the candidate, the action."""
    told = await call("206", **NEW, password="e210", user_label="职级/2-3", phone=13333333333)
    assert list(told) == ["msg", "jwt", "code"]
    assert (told["msg"], told["code"]) == ("success", 10000)
    assert jwt.get_unverified_header(told["jwt"]) == {"alg": "HS256"}
    claims = json.loads(jwt.PyJWS().decode(told["jwt"], options={"verify_signature": False}))
    assert list(claims.items()) == [("exp", NOW_MS + 60_000), ("user_id", 21038992), ("action_id", "206")]
    added = await row(call, "1566")
    assert added == dict.fromkeys(ZHANGSAN, "") | NEW | {"sex": "-1", "phone": "13333333333"}


@pytest.mark.parametrize("action", ["201", "206"])
@pytest.mark.parametrize("left_out", ["user_id", "user_name", "department"])
async def test_needed(call: Caller, action: str, left_out: str) -> None:
    fields = {name: value for name, value in NEW.items() if name != left_out}
    assert await call(action, **fields) == NO_PARAMETER


async def test_update(call: Caller) -> None:
    """What is left out stays."""
    told = await call("202", user_id="zhangsan", position="总经理", department="总部/财务部/一组", status="1", sex=0)
    assert told == {"code": 10000, "msg": "更新考生信息成功"}
    changed = {"position": "总经理", "department": "总部/财务部/一组", "sex": "0"}
    assert await row(call, "zhangsan") == ZHANGSAN | changed


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, NO_PARAMETER),
        ({"user_id": "nobody", "phone": "1"}, {"code": 31000, "msg": "该考生不存在"}),
        ({"user_id": "zhangsan"}, NOT_UPDATED),
        ({"user_id": "zhangsan", "shoe_size": "44"}, NOT_UPDATED),
        ({"user_id": "zhangsan", "sex": "2"}, NOT_UPDATED),
        ({"user_id": "zhangsan", "status": "2"}, NOT_UPDATED),
        ({"user_id": "zhangsan", "compare_photo": "https://a.b/c.gif"}, NOT_UPDATED),
        ({"user_id": "zhangsan", "department": "总部//财务部"}, {"code": 31000, "msg": "更新考生部门失败"}),
        ({"user_id": "zhangsan", "department": "财务部"}, {"code": 31000, "msg": "更新考生部门失败"}),
    ],
)
async def test_update_fails(call: Caller, fields: dict[str, str], answer: dict[str, object]) -> None:
    assert await call("202", **fields) == answer
    assert await row(call, "zhangsan") == ZHANGSAN


async def test_login(call: Caller, session: ClientSession) -> None:
    """201 adds the candidate; who follows the address comes to `customurl`, as it is spelt there."""
    told = await call("201", **NEW, custom_url="https://xxx.kaoshixing.com")
    assert list(told) == ["code", "msg", "url"]
    assert told["url"].startswith(
        f"{call.asker.url}/api/company/redirect/14343/?jwt=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    )
    assert "&customurl=" in told["url"]
    async with session.get(told["url"], allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "https://xxx.kaoshixing.com")
    told = await call("201", **NEW)
    async with session.get(told["url"]) as answer:
        assert "张三" in await answer.text()
    for elsewhere in ("https://kaoshixing.com.evil.example", "http://[", "x"):
        assert await call("201", **NEW, custom_url=elsewhere) == NOT_UPDATED


async def test_silent_login(call: Caller, clock: Clock) -> None:
    """The answer is an address for anybody; whether there is such a user only the address tells."""
    told = await call("203", user_id="1563")
    address = told["url"].removeprefix(call.asker.url)
    followed = await call.asker.get(address)
    assert followed == {"success": True, "code": 10000, "desc": "成功", "bizContent": None}
    nobody = await call("203", user_id="nobody")
    assert (nobody["code"], nobody["msg"]) == (10000, "success")
    assert await call.asker.get(nobody["url"].removeprefix(call.asker.url)) == NOBODY
    assert await call("203") == NO_PARAMETER
    clock.now += 60
    assert (await call.asker.get(address))["code"] == "0003"


async def test_expire(call: Caller) -> None:
    """Addresses that were given out end at once."""
    told = await call("203", user_id="1563")
    assert (await call.asker.steer("expire", system="kaoshixing"))["expired"] == 1
    assert (await call.asker.get(told["url"].removeprefix(call.asker.url)))["code"] == "0003"


async def test_clock_that_is_ahead(call: Caller) -> None:
    """A caller's ten seconds are over before they began, until the clock is set right."""
    await call.asker.steer("expire", system="kaoshixing", ahead_s=60)
    assert (await call("209", user_id="zhangsan"))["code"] == "0003"
    await call.asker.steer("expire", system="kaoshixing")
    assert (await call("209", user_id="zhangsan"))["total"] == 1
    await call.asker.steer("expire", system="kaoshixing", ahead_s=60)
    await call.asker.steer("reset")
    assert (await call("209", user_id="zhangsan"))["total"] == 1


async def test_redirect_with_anything_else(sandbox: Asker) -> None:
    """A caller's own token is none that was given out."""
    own = token({"exp": NOW_MS + 10_000, "action_id": "203", "user_id": 21_000_000})
    assert (await sandbox.get("/api/company/redirect/14343/", jwt=own))["code"] == "0003"
    assert (await sandbox.get("/api/company/redirect/14343/"))["code"] == "0002"
    assert (await sandbox.get("/api/company/redirect/1/", jwt=own))["code"] == "0001"


async def test_move_department(call: Caller) -> None:
    """With all below it and everybody in it, made-up people too."""
    await call("202", user_id="zhangsan", department="部门分类/一级部门/二级部门")
    told = await call("208", depName="部门分类/一级部门/二级部门", pDepName="部门分类")
    assert told == {"msg": "success", "code": 10000}
    assert (await row(call, "zhangsan"))["department"] == "部门分类/二级部门"
    await call("208", depName="学联/广东", pDepName="总部")
    assert (await row(call, "s000000"))["department"] == "总部/广东/韶关学院"
    assert (await row(call, "linxiaowen"))["department"] == "总部/广东/韶关学院"
    await call("202", user_id="s000000", department="学联/广东")
    assert (await row(call, "s000000"))["department"] == "学联/广东"
    await call.asker.steer("reset")
    assert (await row(call, "s000000"))["department"] == "学联/广东/韶关学院"


@pytest.mark.parametrize(
    ("path", "parent"),
    [
        ("总部/人事部", "部门分类"),
        ("总部/财务部", "分部"),
        ("总部", "总部/财务部"),
        ("总部/财务部", "总部"),
        ("总部", "总部"),
    ],
)
async def test_move_fails(call: Caller, path: str, parent: str) -> None:
    """What is not there, into itself, or where it is already."""
    assert await call("208", depName=path, pDepName=parent) == {"msg": "更新部门失败", "code": "0042"}


async def test_move_needs_both(call: Caller) -> None:
    assert await call("208", depName="总部") == await call("208", dep_name="总部", p_dep_name="总部") == NO_PARAMETER
