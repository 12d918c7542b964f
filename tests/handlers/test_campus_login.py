"""Into a campus account and out of it."""

from datetime import timedelta

import pytest

from bot.changes import Bind, Unbind
from bot.forms import Done, Tell
from bot.messages import Reply
from bot.people import Account
from tests.handlers.campus import FILED, Campus
from tests.handlers.chat import Chat

KEPT = "我只保存系统发来的登录凭证（加密），到时自动更新，不保存密码。/logout 会忘掉它。"
LOST = {"system": "wejh", "kind": "truncated"}


def last(chat: Chat) -> Done:
    assert chat.last is not None
    return chat.last


async def test_login(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("/login") == "请发送校园账号的用户名。"
    assert await chat.say("10086") == "请发送密码。"
    assert await chat.say("123456") == f"已登录校园账号 10086（test1）。\n{KEPT}"
    assert chat.buttons == {"我的": "/me", "绑定有变化告诉我": "/watch wejh 10086"}
    assert last(chat).changes == (Bind(campus.account("10086")),)
    assert len(campus.credit("10086").value or "") == 32


@pytest.mark.parametrize("line", ["/login 10086 123456", "登录 10086 123456", "／login　10086 123456"])
async def test_login_in_one_line(campus: Campus, line: str) -> None:
    assert "已登录校园账号 10086" in await campus.chat().say(line)


async def test_wrong_password_is_asked_again_and_not_tried_again(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("/login 10086 wrong-one") == "密码不对。\n请发送密码。"
    assert len(await campus.asked()) == 1
    assert "已登录" in await chat.say("123456")


async def test_unknown_user(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("/login nobody 123456") == "校园系统里没有这个用户。\n请发送校园账号的用户名。"
    assert "已登录校园账号 10087" in await chat.say("10087")


async def test_login_again_keeps_one_account(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    await chat.say("/login 10086 123456")
    assert [each.number for each in chat.person.accounts] == ["10086"]
    await chat.say("/login 10087 123456")
    assert [each.number for each in chat.person.accounts] == ["10086", "10087"]


async def test_who_held_it_before_is_told(campus: Campus) -> None:
    async def notices(account: Account, newer: str) -> tuple[Tell, ...]:
        return (Tell("web:9", Reply(f"{newer} {account.number}")),)

    campus.notices = notices
    chat = campus.chat()
    await chat.say("/login 10086 123456")
    assert last(chat).tells == (Tell("web:9", Reply("p1 10086")),)
    await chat.say("/register 小明 123456")
    assert last(chat).tells == (Tell("web:9", Reply("p1 10088")),)


async def test_register(campus: Campus) -> None:
    chat = campus.chat()
    assert await chat.say("注册") == "起一个昵称，2 到 15 个字。"
    assert "太短" in await chat.say("小")
    assert await chat.say("小明") == "设一个密码，6 到 20 位。"
    assert "太短" in await chat.say("12345")
    told = await chat.say("secret 1")
    assert told.startswith("注册好了。你的用户名是 10088，请记下，登录要用它。\n已登录校园账号 10088（小明）。")
    assert "secret" not in told
    assert "小明" in await chat.say("/me")


async def test_registered_and_the_answer_is_lost(campus: Campus) -> None:
    chat = campus.chat()
    await campus.sandbox.steer("fault", **LOST, seconds=60)
    told = await chat.say("/register 小明 secret1")
    assert "不确定账号是否已经建好" in told
    assert len(await campus.asked()) == 1


async def test_not_registered_for_sure(campus: Campus) -> None:
    await campus.sandbox.steer("fault", system="wejh", kind="status", status=503, seconds=60)
    assert "不确定" not in await campus.chat().say("/register 小明 secret1")


async def test_logout(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    assert await chat.say("退出") == "已退出校园账号 10086，我不再为你保留它的登录凭证。"
    assert last(chat).changes == (Unbind(campus.account("10086").id),)
    assert await campus.asked() == []
    for line in ("/logout", "/me", "/me email", "/nickname 小红", "/nickname", "/password", "/campus"):
        assert await chat.say(line) == "你还没有登录校园账号。"
        assert chat.buttons == {"登录": "/login", "注册": "/register"}


async def test_which_of_several(campus: Campus) -> None:
    """By name or by place; and what is none of them is asked again."""
    chat = campus.chat(campus.account("10086"), campus.account("10087"))
    for answer, left in (("10086", "10087"), ("2", "10086")):
        chat = campus.chat(campus.account("10086"), campus.account("10087"))
        assert await chat.say("/logout") == "用哪个校园账号？"
        for nobody in ("10099", "9" * 5000):  # of so many digits Python makes no number
            assert await chat.say(nobody) == "你没有登录这个校园账号。\n用哪个校园账号？"
        assert "已退出" in await chat.say(answer)
        assert [each.number for each in chat.person.accounts] == [left]


async def test_suspended_account(campus: Campus) -> None:
    """Nothing of it is shown; it can be left, or logged in to again."""
    account = campus.account("10086", suspended=True)
    chat = campus.chat(account)
    for line in ("/me", "/password", "/campus", "/nickname"):
        assert "停用" in await chat.say(line)
        assert chat.buttons == {"登录": "/login"}
    assert await campus.asked() == []
    assert "已退出" in await chat.say("/logout")


async def test_password(campus: Campus) -> None:
    """All credits are void after it, and the new one is kept."""
    chat = campus.chat(campus.holding("10086", FILED))
    assert await chat.say("改密码") == "请发送旧密码。"
    assert await chat.say("123456") == "请发送新密码，6 到 20 位。"
    assert "新密码太长" in await chat.say("x" * 21)
    assert "已用新密码重新登录" in await chat.say("654321")
    assert campus.credit("10086").value not in (FILED, None)
    assert "test1" in await chat.say("/me")
    assert "密码不对" in await chat.say("/login 10086 123456")


async def test_wrong_old_password(campus: Campus) -> None:
    chat = campus.chat(campus.holding("10086", FILED))
    assert await chat.say("/password wrong-one 654321") == "旧密码不对，密码没有改。\n请发送旧密码。"
    assert campus.credit("10086").value == FILED
    assert "密码改好了" in await chat.say("123456")


async def test_password_without_a_credit(campus: Campus) -> None:
    """The system asks for none."""
    chat = campus.chat(campus.account("10086"))
    assert "重新登录" in await chat.say("/password 123456 654321")
    assert "test1" in await chat.say("/me")


async def test_password_that_may_not_be_changed(campus: Campus) -> None:
    chat = campus.chat(campus.account("201806061201"))
    assert await chat.say("/password 123456 654321") == "系统不允许这个校园账号改密码。"


async def test_password_and_the_answer_is_lost(campus: Campus) -> None:
    """The credit may be void: it is not used again."""
    chat = campus.chat(campus.holding("10086", FILED))
    await campus.sandbox.steer("fault", **LOST, seconds=60)
    told = await chat.say("/password 123456 654321")
    assert "不确定密码是否已经改了" in told
    assert chat.buttons == {"登录": "/login"}
    assert len(await campus.asked()) == 1
    await campus.sandbox.steer("fault", **LOST, seconds=0)
    assert "已登录" in await chat.say("/login 10086 654321")


async def test_renewed_in_time(campus: Campus) -> None:
    account = campus.holding("10086", FILED, age=timedelta(days=4, hours=23))
    await campus.chat(account).say("/me")
    assert campus.credit("10086").value == FILED


@pytest.mark.parametrize(
    "line", ["/login 10086 123456", "/register 小明 123456", "/me", "/whois 10086", "/term", "/campus jh 1 2"]
)
async def test_off(closed: Chat, line: str) -> None:
    assert await closed.say(line) == "校园账号在这里没有开通。"


def test_what_the_forms_say_of_themselves(campus: Campus) -> None:
    forms = {form.name: form for form in campus.forms}
    assert {name for name, form in forms.items() if form.place != "private"} == {"whois", "term"}
    assert {name for name, form in forms.items() if form.page} == {"register", "login", "campus", "password"}
    changing = {name for name, form in forms.items() if form.changes({"field": "email"})}
    assert changing == {"register", "login", "campus", "me", "password", "nickname"}
    assert not forms["me"].changes({})
    secret = {step.name for form in forms.values() for step in form.steps if step.secret}
    assert secret == {"password", "old", "new"}


async def test_one_of_several_is_suspended(campus: Campus) -> None:
    chat = campus.chat(campus.account("10086", suspended=True), campus.holding("10087", "x"))
    assert await chat.say("/me") == "用哪个校园账号？"
    assert "校园账号 10086 已被原来的使用者停用" in await chat.say("10086")
