"""The campus server's accounts and credits over HTTP, as its documents and its code describe them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.people import person
from sandbox.server import DATA, World, build, serving
from tests.sandbox.asker import Asker, Clock

HASH = "E10ADC3949BA59ABBE56E057F20F883E"
OTHER = "0123456789ABCDEF0123456789ABCDEF"
LAPSED = {"code": 403, "msg": "自动登录已失效,请重新登录", "data": None}
POSTS = ("user", "bind", "getinfo", "setinfo", "shared")


@pytest.fixture
async def documents(session: ClientSession, clock: Clock, tmp_path: Path) -> AsyncIterator[Asker]:
    """Serve the samples to the letter."""
    data = tmp_path / "data.toml"
    data.write_text(DATA.read_text(encoding="utf-8").replace('shape = "code"', 'shape = "document"'), encoding="utf-8")
    async with serving(app=build(data, world=World(clock=clock, wall=clock.wall))) as url:
        yield Asker(session, url)


async def user(sandbox: Asker, method: str, **form: object) -> dict[str, Any]:
    return await sandbox.post("/api/user", method=method, **form)


async def login(sandbox: Asker, username: str = "10086", device: str = "mobile") -> str:
    told = await user(sandbox, "login", username=username, password=HASH, devicetype=device)
    credit: str = told["data"]["credit"]
    return credit


async def is_good(sandbox: Asker, credit: str) -> bool:
    return bool((await sandbox.post("/api/getinfo", type="base", credit=credit))["code"] == 200)


def refusal(msg: str, code: int = 403) -> dict[str, object]:
    return {"code": code, "msg": msg, "data": None}


async def test_login(sandbox: Asker) -> None:
    told = await user(sandbox, "login", username="10086", password=HASH, devicetype="mobile")
    credit = told["data"]["credit"]
    assert told == {
        "code": 200,
        "msg": "登录成功",
        "data": {"username": "10086", "nickname": "test1", "credit": credit, "usertype": "COMMON"},
    }
    assert len(credit) == 32
    assert set(credit) <= set("0123456789abcdef")


LOGIN = {"username": "10086", "password": HASH, "devicetype": "mobile"}


@pytest.mark.parametrize(
    ("changes", "msg"),
    [
        ({"devicetype": "web"}, "设备类型不符合"),
        ({"devicetype": ""}, "设备类型不符合"),
        ({"username": ""}, "用户名或密码为空"),
        ({"password": ""}, "用户名或密码为空"),
        ({"username": "nobody"}, "该用户不存在"),
        ({"password": OTHER}, "用户密码错误"),
        # Compared as a text: the case of the hash matters, and what is sent in clear is no hash.
        ({"password": HASH.lower()}, "用户密码错误"),
        ({"password": "123456"}, "用户密码错误"),
    ],
)
async def test_login_fails(sandbox: Asker, changes: dict[str, str], msg: str) -> None:
    assert await user(sandbox, "login", **(LOGIN | changes)) == refusal(msg)


@pytest.mark.parametrize(
    ("method", "fields", "msg"),
    [
        ("register", ("username", "password", "nickname"), "无效的访问。"),
        ("register2", ("password", "nickname"), "无效的访问。"),
        ("login", ("username", "password", "devicetype"), "无效的访问。"),
        ("autologin", ("credit",), "无效的访问。"),
        ("changepw", ("username", "password", "newpassword"), "无效的访问"),
        ("changenickname", ("credit", "nickname"), "无效的访问"),
    ],
)
async def test_missing_is_not_empty(sandbox: Asker, method: str, fields: tuple[str, ...], msg: str) -> None:
    """400 for a field that is not there, 403 for one that holds nothing."""
    for missing in fields:
        form = {name: "mobile" for name in fields if name != missing}
        assert await user(sandbox, method, **form) == refusal(msg, 400)
    empty = dict.fromkeys(fields, "") | ({"devicetype": "mobile"} if method == "login" else {})
    told = await user(sandbox, method, **empty)
    assert told["code"] == 403
    assert "为空" in told["msg"]


async def test_unknown_method(sandbox: Asker) -> None:
    """The removed wejhlogin is one."""
    assert await user(sandbox, "wejhlogin", **LOGIN) == refusal("无效的访问。", 400)
    assert await sandbox.post("/api/user") == refusal("无效的访问。", 400)


@pytest.mark.parametrize("path", POSTS)
async def test_get_is_forbidden(sandbox: Asker, path: str) -> None:
    """In the body; HTTP says 200."""
    assert await sandbox.get(f"/api/{path}", type="user", query="[]") == refusal("Get方法已禁止。", 405)


async def test_query_is_read_and_json_is_not(sandbox: Asker, session: ClientSession) -> None:
    """ASP.NET binds from query and form, and takes no notice of a JSON body."""
    told = await sandbox.post(f"/api/user?method=login&username=10086&PASSWORD={HASH}", DeviceType="pc")
    assert told["code"] == 200
    async with session.post(f"{sandbox.url}/api/user", json={"method": "login"} | LOGIN) as answer:
        assert await answer.json() == refusal("无效的访问。", 400)


async def test_one_credit_for_each_device(sandbox: Asker) -> None:
    """A second login on the same kind of device ends the first; the other kind is left alone."""
    first, pc = await login(sandbox), await login(sandbox, device="pc")
    second = await login(sandbox)
    assert [await is_good(sandbox, credit) for credit in (first, second, pc)] == [False, True, True]


async def test_autologin(sandbox: Asker) -> None:
    """A new credit, and the old one is void at once."""
    old = await login(sandbox)
    told = await user(sandbox, "autologin", credit=old)
    new = told["data"]["credit"]
    assert (told["code"], told["msg"]) == (200, "自动登录成功")
    assert told["data"] == {"username": "10086", "nickname": "test1", "credit": new, "usertype": "COMMON"}
    assert await user(sandbox, "autologin", credit=old) == LAPSED
    assert await is_good(sandbox, new)
    assert (await user(sandbox, "autologin", credit=new))["data"]["credit"] not in {old, new}


async def test_credits_of_the_documents(sandbox: Asker) -> None:
    """Good from the start, one for each kind of device; a login takes the place of one."""
    mobile, pc = "118fad6b0d19442b94924ead72e01bdf", "43c1ce34f16240b0ad92e507065e2ac9"
    assert await is_good(sandbox, mobile)
    await login(sandbox)
    assert [await is_good(sandbox, credit) for credit in (mobile, pc)] == [False, True]


async def test_credit_lives_a_week(sandbox: Asker, clock: Clock) -> None:
    credit = await login(sandbox)
    clock.now += 7 * 86_400 - 1
    assert await is_good(sandbox, credit)
    clock.now += 1
    assert await user(sandbox, "autologin", credit=credit) == LAPSED


async def test_expire(sandbox: Asker) -> None:
    """Of one kind of device, of one user, of all."""
    mobile, pc, other = await login(sandbox), await login(sandbox, device="pc"), await login(sandbox, "10087")
    assert (await sandbox.steer("expire", system="wejh", username="10086", device="pc"))["expired"] == 1
    assert [await is_good(sandbox, credit) for credit in (mobile, pc, other)] == [True, False, True]
    assert (await sandbox.steer("expire", system="wejh", username="10086"))["expired"] == 1
    await login(sandbox)
    assert (await sandbox.steer("expire", system="wejh"))["expired"] == 2
    assert not await is_good(sandbox, other)
    assert await sandbox.refused("expire", system="wejh", device="web") == (
        400,
        "device",
        "device must be one of mobile, pc",
    )


async def test_register(sandbox: Asker) -> None:
    """With a hash: the code counts 32 characters, whatever the document's sample sends."""
    sample = {"username": "test9", "password": "123456", "nickname": "test9"}
    assert await user(sandbox, "register", **sample) == refusal("密码太长或太短。")
    done = await user(sandbox, "register", **(sample | {"password": HASH}))
    assert done == {"code": 200, "msg": "注册账号成功。", "data": None}
    assert await login(sandbox, "test9")


@pytest.mark.parametrize(
    ("changes", "msg"),
    [
        ({"username": "a"}, "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。"),
        ({"username": "a" * 11}, "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。"),
        ({"username": "12345"}, "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。"),
        ({"username": "a-b"}, "用户名不符合命名规则,用户名应不包含英文特殊字符,长度在2~10位,且不能为纯数字。"),
        ({"nickname": "a" * 16}, "昵称不符合命名规则,昵称长度应该在2~12位。"),
        ({"username": "linxiaowen"}, "该账号已存在。"),
        ({"username": "s000007"}, "该账号已存在。"),
    ],
)
async def test_register_fails(sandbox: Asker, changes: dict[str, str], msg: str) -> None:
    form = {"username": "test9", "password": HASH, "nickname": "test9"} | changes
    assert await user(sandbox, "register", **form) == refusal(msg)


async def test_register2(sandbox: Asker) -> None:
    """The server gives the name; 10086 and 10087 are taken."""
    told = await user(sandbox, "register2", password=HASH, nickname="test1")
    data = {"username": "10088", "nickname": "test1", "usertype": "COMMON"}
    assert told == {"code": 200, "msg": "注册账户成功", "data": data}
    assert await login(sandbox, "10088")
    assert await user(sandbox, "register2", password="123456", nickname="test1") == refusal("密码需要经过加密")
    assert await user(sandbox, "register2", password=HASH, nickname="x") == refusal("昵称太长或太短")


async def test_change_password(sandbox: Asker) -> None:
    """Ends all credits."""
    held = [await login(sandbox), await login(sandbox, device="pc")]
    change = {"username": "10086", "password": HASH, "newpassword": OTHER}
    assert await user(sandbox, "changepw", **change) == {"code": 200, "msg": "修改密码成功,请重新登录", "data": None}
    assert [await is_good(sandbox, credit) for credit in held] == [False, False]
    assert await user(sandbox, "changepw", **change) == refusal("密码错误")
    assert (await user(sandbox, "login", **(LOGIN | {"password": OTHER})))["code"] == 200
    assert await user(sandbox, "changepw", **(change | {"username": "nobody"})) == refusal("该用户不存在")
    wejh = change | {"username": "201806061201"}
    assert await user(sandbox, "changepw", **wejh) == refusal("微精弘用户不能修改密码")


async def test_change_nickname(sandbox: Asker) -> None:
    credit = await login(sandbox)
    told = await user(sandbox, "changenickname", credit=credit, nickname="test2")
    assert told == {"code": 200, "msg": "修改昵称成功", "data": None}
    assert (await sandbox.post("/api/getinfo", type="base", credit=credit))["data"]["nickname"] == "test2"
    assert await user(sandbox, "changenickname", credit="x", nickname="test2") == LAPSED


async def test_made_up_person(sandbox: Asker) -> None:
    """Under the account of the other systems, with everybody's password."""
    who = person(42)
    told = await user(sandbox, "login", username=who.account, password=HASH, devicetype="pc")
    assert told["data"]["nickname"] == who.name
    bound = await sandbox.post(
        "/api/bind", bindname="jh", credit=told["data"]["credit"], pid=who.student, password="123456"
    )
    assert bound["code"] == 200
    assert (await user(sandbox, "login", username="s000200", password=HASH, devicetype="pc"))["code"] == 403


async def test_publish(sandbox: Asker) -> None:
    """A new account with its passwords, and what it is bound to; later another state."""
    await sandbox.steer(
        "publish",
        system="wejh",
        user={"username": "hemei", "password": "secret", "bindings": {"jh": {"pid": "2026", "state": 2}}},
        student={"pid": "2026", "password": "pass", "zf_password": "zf"},
    )
    told = await user(sandbox, "login", username="hemei", password="5EBE2294ECD0E0F08EAB7690D2A6EE69", devicetype="pc")
    credit = told["data"]["credit"]
    assert (await sandbox.post("/api/bind", bindname="zfedu", credit=credit, password="zf"))["code"] == 200
    change = {"username": "hemei", "bindings": {"jh": {"pid": "2026", "state": 1}}, "permission": 2}
    await sandbox.steer("publish", system="wejh", user=change)
    bound = (await sandbox.post("/api/getinfo", type="bind", credit=credit))["data"]
    assert [binding["state"] for binding in bound] == [1, 0, 2, 0, 0]
    await sandbox.steer("reset")
    assert (await user(sandbox, "login", username="hemei", password=HASH, devicetype="pc"))["msg"] == "该用户不存在"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"user": {}}, "user.username"),
        ({"user": {"username": "new"}}, "user.password"),
        ({"user": {"username": "10086", "permission": 3}}, "user.permission"),
        ({"user": {"username": "10086", "bindings": {"qq": {}}}}, "user.bindings.qq"),
        ({"user": {"username": "10086", "bindings": {"jh": {"state": 3}}}}, "user.bindings.jh.state"),
        ({"student": {"pid": "1"}}, "student.password"),
        ({"grade": {}}, "grade"),
    ],
)
async def test_publish_with_a_mistake(sandbox: Asker, fields: dict[str, object], field: str) -> None:
    status, named, _ = await sandbox.refused("publish", system="wejh", **fields)
    assert (status, named) == (400, field)


async def test_samples_to_the_letter(documents: Asker) -> None:
    """No `data` where there is none, register in clear, autologin with `devicetype`, wejhlogin."""
    done = await user(documents, "register", username="test1", password="123456", nickname="test1")
    assert done == {"code": 200, "msg": "注册账号成功。"}
    told = await user(documents, "autologin", credit=await login(documents, "test1"))
    credit = told["data"]["credit"]
    assert told == {
        "code": 200,
        "msg": "自动登录成功",
        "data": {"username": "test1", "usertype": "COMMON", "credit": credit, "devicetype": "mobile"},
    }
    told = await user(documents, "wejhlogin", **(LOGIN | {"username": "201806061201"}))
    assert told["data"]["nickname"] == "wejh"
    assert told["data"]["usertype"] == "WEJH"
    assert (await user(documents, "wejhlogin", **LOGIN))["msg"] == "该用户不存在"
    assert (await user(documents, "wejhlogin", **(LOGIN | {"password": ""})))["msg"] == "用户名、密码或昵称为空"
    assert (await user(documents, "wejhlogin", **(LOGIN | {"devicetype": "web"})))["msg"] == "设备类型不符合"


async def test_setinfo_to_the_letter(documents: Asker) -> None:
    """All three at once, the address with its blank included."""
    credit = await login(documents)
    sample = {"email": "lalala@cht. com", "portrait": "AESD532YND632", "phone": "1111111111"}
    told = await documents.post("/api/setinfo", credit=credit, **sample)
    assert told == {"code": 200, "msg": "修改信息成功", "data": {"e_email": 2, "e_portrait": 2, "e_phone": 2}}
    base = (await documents.post("/api/getinfo", type="base", credit=credit))["data"]
    assert {name: base[name] for name in sample} == sample
