"""精弘 and 正方 behind a campus account."""

import pytest

from tests.handlers.campus import FILED, Campus
from tests.handlers.chat import Chat

CLEAR = "这个密码会按校园系统的要求明文传送，我不保存它。"
WARNING = f"精弘已经绑定了 201806061201。\n重新绑定如果失败，系统会把原来的绑定也清掉。\n{CLEAR}\n要重新绑定吗？"


@pytest.fixture
async def fresh(campus: Campus) -> Chat:
    """Somebody of whom nothing is bound."""
    chat = campus.chat()
    await chat.say("/login 10087 123456")
    return chat


@pytest.fixture
def bound(campus: Campus) -> Chat:
    return campus.chat(campus.holding("10086", FILED))


async def binds(campus: Campus) -> int:
    return sum("bindname" in each for each in await campus.asked())


async def test_step_by_step(fresh: Chat) -> None:
    assert await fresh.say("/campus") == "绑定哪一个？"
    assert await fresh.say("什么") == "请选 jh（精弘）或 zfedu（正方）。\n绑定哪一个？"
    assert await fresh.say("精弘") == "请发送学号。"
    assert "格式不对" in await fresh.say("学号")
    assert await fresh.say("201806061777") == f"请发送它的密码。\n{CLEAR}"
    told = await fresh.say("123456")
    assert told == "已绑定精弘 201806061777。密码按系统的要求明文传送过去，我没有保存。"
    assert await fresh.say("/campus zfedu 123456") == "已绑定正方。密码按系统的要求明文传送过去，我没有保存。"
    assert "正方：已绑定，201806061777" in await fresh.say("/me")


async def test_zfedu_needs_jh(fresh: Chat) -> None:
    assert await fresh.say("/campus zfedu 123456") == "请先绑定精弘。"
    assert fresh.buttons == {"绑定": "/campus jh"}


async def test_zfedu_needs_jh_anew(campus: Campus) -> None:
    chat = campus.chat()
    await chat.say("/login chenhao 123456")
    assert await chat.say("/campus 正方 123456") == "请先重新绑定精弘。"


async def test_bound_already_is_warned_before(bound: Chat, campus: Campus) -> None:
    """Nothing is sent until it is confirmed."""
    assert await bound.say("/campus jh 201806061777 123456") == WARNING
    assert await binds(campus) == 0
    assert await bound.say("也许") == "请选“确认”或“取消”。\n要重新绑定吗？"
    assert await bound.say("取消") == "好的，绑定没有改动。"
    assert await binds(campus) == 0
    assert "201806061201" in await bound.say("/me")


async def test_confirmed(bound: Chat) -> None:
    await bound.say("/campus jh 201806061777 123456")
    assert "已绑定精弘 201806061777" in await bound.say("确认")


async def test_failure_wipes_what_was_bound(bound: Chat) -> None:
    """And says so; the next try is warned of nothing, since nothing is bound."""
    await bound.say("/campus jh 201806061777 wrong-one")
    assert (await bound.say("确认")).startswith("精弘不接受这个密码。\n原来的绑定已被系统清掉。\n请发送它的密码。")
    assert "精弘：未绑定" in await bound.say("/me")
    assert "已绑定精弘" in await bound.say("/campus jh 201806061201 123456")


async def test_unknown_student(fresh: Chat, campus: Campus) -> None:
    assert await fresh.say("/campus jh 99 123456") == "精弘里没有这个学号的账户。\n请发送学号。"
    assert "已绑定精弘" in await fresh.say("201806061777")


async def test_wrong_password_of_zfedu(bound: Chat, campus: Campus) -> None:
    told = await bound.say("/campus zfedu 123456")
    assert told == f"正方不接受这个密码。\n请发送它的密码。\n{CLEAR}"
    assert await binds(campus) == 1
    assert "已绑定正方" in await bound.say("654321")


async def test_answer_is_lost(fresh: Chat, campus: Campus) -> None:
    await campus.sandbox.steer("fault", system="wejh", kind="truncated", seconds=60)
    assert (await fresh.say("/campus zfedu 123456")).endswith("不确定有没有绑定上，/me 可以看到。")
    assert await binds(campus) == 1


async def test_expired(bound: Chat, campus: Campus) -> None:
    await campus.sandbox.steer("expire", system="wejh")
    for line in ("/campus jh 201806061777 123456", "/campus zfedu 123456"):
        assert await bound.say(line) == "校园账号 10086 的登录已经失效，请重新登录。"
        assert bound.buttons == {"登录": "/login"}
    assert await binds(campus) == 0
