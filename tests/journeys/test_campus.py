"""Somebody uses a campus account: logs in, looks at it, changes it, and leaves it."""

import re

import pytest
from aiohttp import ClientSession

from tests.journeys.chat import Chat, Message, Platform
from tests.journeys.conftest import World, everywhere

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
PASSWORD = "123456"


@pytest.fixture
async def logged_in(alice: Chat) -> Chat:
    await alice.say(f"/login 10086 {PASSWORD}")
    await alice.hears("已登录校园账号 10086（test1）", "不保存密码")
    return alice


@pytest.fixture
def asked(world: World, alice: Chat) -> Chat:
    """Alice where a form without arguments is asked for in the chat."""
    if world.stage.pages:
        pytest.skip("a page asks it there")
    return alice


async def fill(told: Message, **fields: str) -> str:
    """Fill in the page that a message leads to."""
    link = re.search(r"http\S+/form/\S+", told.text)
    assert link, told.text
    async with ClientSession() as session:
        async with session.get(link[0]) as page:
            text = await page.text()
            assert all(f'name="{name}"' in text for name in fields)
        async with session.post(link[0], data=fields) as page:
            return await page.text()


async def hidden(chat: Chat, *secrets: str) -> None:
    """What was typed hidden is not read by anybody who opens the chat."""
    shown = await chat.lines()
    assert not any(secret in text for text in shown for secret in secrets), shown


async def test_login_step_by_step(asked: Chat) -> None:
    """A wrong password is explained and asked for again; none of them stays in the chat."""
    await asked.say("登录")
    await asked.hears("用户名")
    await asked.say("10086")
    question = await asked.hears("密码")
    await asked.say("not-the-one")
    again = await asked.hears("密码不对", "密码")
    assert question.secret == again.secret
    assert "not-the-one" not in again.text
    await asked.say(PASSWORD)
    told = await asked.hears("已登录校园账号 10086")
    assert told.labels == ("我的", "绑定有变化告诉我")
    assert PASSWORD not in told.text
    await hidden(asked, "not-the-one", PASSWORD)


async def test_login_in_one_line(logged_in: Chat) -> None:
    await hidden(logged_in, PASSWORD)
    await logged_in.press("我的")
    told = await logged_in.hears("test1", "用户名：10086", "精弘：已绑定")
    assert set(told.labels) == {"改昵称", "改邮箱", "改手机号", "改头像"}


async def test_unknown_user(alice: Chat) -> None:
    await alice.say("/login nobody 123456")
    await alice.hears("没有这个用户", "用户名")
    await alice.say("/cancel")
    await alice.hears("取消")


async def test_register(asked: Chat) -> None:
    await asked.say("/register")
    await asked.hears("昵称")
    await asked.say("小")
    await asked.hears("太短")
    await asked.say("小明")
    await asked.hears("密码")
    await asked.say("12345")
    await asked.hears("太短")
    await asked.say("my secret")
    told = await asked.hears("你的用户名是 10088", "已登录校园账号 10088（小明）")
    assert "secret" not in told.text
    await hidden(asked, "12345", "my secret")
    await asked.say("我的")
    await asked.hears("小明", "10088")


@everywhere
async def test_logout(world: World, logged_in: Chat) -> None:
    await logged_in.say("退出")
    await logged_in.hears("已退出校园账号 10086")
    await logged_in.say("/me")
    told = await logged_in.hears("没有登录")
    assert told.labels == ("登录", "注册")
    await logged_in.press("登录")
    await logged_in.hears("页面" if world.stage.pages else "用户名")


async def test_two_accounts(logged_in: Chat) -> None:
    await logged_in.say(f"/login 10087 {PASSWORD}")
    await logged_in.hears("已登录校园账号 10087")
    await logged_in.say("/me")
    asked = await logged_in.hears("用哪个校园账号")
    assert asked.labels == ("10086", "10087")
    await logged_in.press("10087")
    await logged_in.hears("test2")
    await logged_in.press("改邮箱")
    await logged_in.hears("新邮箱")
    await logged_in.say("two@example.com")
    await logged_in.hears("two@example.com")
    await logged_in.say("/logout")
    await logged_in.hears("用哪个校园账号")
    await logged_in.press("10086")
    await logged_in.hears("已退出校园账号 10086")
    await logged_in.say("/me")
    await logged_in.hears("test2", "two@example.com")


async def test_jh_is_confirmed_where_it_is_bound(logged_in: Chat) -> None:
    """A failed one wipes what was there, so the person is asked before."""
    await logged_in.say("/campus jh 201806061777 wrong-one")
    asked = await logged_in.hears("201806061201", "清掉", "明文")
    assert asked.labels == ("确认", "取消")
    await logged_in.press("取消")
    await logged_in.hears("没有改动")
    await logged_in.say("/campus jh 201806061777 wrong-one")
    await logged_in.hears("清掉")
    await logged_in.press("确认")
    await logged_in.hears("精弘不接受这个密码", "已被系统清掉")
    await logged_in.say(PASSWORD)
    await logged_in.hears("已绑定精弘 201806061777")
    await hidden(logged_in, "wrong-one", PASSWORD)


async def test_campus_step_by_step(asked: Chat) -> None:
    await asked.say(f"/login 10087 {PASSWORD}")
    await asked.hears("已登录")
    await asked.say("/campus zfedu 123456")
    told = await asked.hears("请先绑定精弘")
    assert told.labels == ("绑定",)
    await asked.press("绑定")
    await asked.hears("学号")
    await asked.say("201806061777")
    await asked.hears("密码", "明文")
    await asked.say(PASSWORD)
    await asked.hears("已绑定精弘")
    await asked.say("/campus")
    await asked.hears("绑定哪一个")
    await asked.press("正方")
    await asked.hears("密码")
    await asked.say(PASSWORD)
    await asked.hears("已绑定正方")
    await hidden(asked, PASSWORD)


@everywhere
async def test_portrait(logged_in: Chat) -> None:
    """What is no picture is refused, and so is what is too large."""
    await logged_in.say("/me portrait")
    await logged_in.hears("请发送一张图片")
    await logged_in.say("我没有图片")
    await logged_in.hears("请发送一张图片")
    await logged_in.upload("notes.txt", b"hello")
    await logged_in.hears("PNG、JPEG")
    await logged_in.upload("large.png", PNG + bytes(1_000_000))
    await logged_in.hears("太大")
    await logged_in.upload("me.png", PNG)
    await logged_in.hears("头像换好了")
    await logged_in.press("我的")
    shown = await logged_in.hears("头像：已设置")
    assert shown.file in ("picture", "portrait.png")


async def test_file_that_nobody_asked_for(logged_in: Chat) -> None:
    await logged_in.upload("me.png", PNG)
    await logged_in.hears("用不上文件")
    await logged_in.say("/me email")
    await logged_in.hears("新邮箱")
    await logged_in.upload("me.png", PNG)
    await logged_in.hears("新邮箱")


async def test_fields(logged_in: Chat) -> None:
    await logged_in.say("/me")
    await logged_in.hears("test1")
    await logged_in.press("改邮箱")
    await logged_in.hears("新邮箱")
    await logged_in.say("nobody")
    await logged_in.hears("邮箱的格式不对")
    await logged_in.say("nobody@example.com")
    await logged_in.hears("nobody@example.com")
    await logged_in.say("/me phone 13800138000")
    await logged_in.hears("手机号没有改变")
    await logged_in.say("/nickname")
    await logged_in.hears("新昵称")
    await logged_in.say("小红")
    await logged_in.hears("昵称改成了 小红")


@pytest.mark.usefixtures("asked")
async def test_password(logged_in: Chat) -> None:
    await logged_in.say("/password")
    await logged_in.hears("旧密码")
    await logged_in.say("wrong-one")
    await logged_in.hears("新密码")
    await logged_in.say("654321")
    await logged_in.hears("旧密码不对", "旧密码")
    await logged_in.say(PASSWORD)
    await logged_in.hears("密码改好了", "重新登录")
    await logged_in.say("/me")
    await logged_in.hears("test1")
    await hidden(logged_in, "wrong-one", PASSWORD, "654321")


@everywhere
async def test_on_pages(world: World, alice: Chat) -> None:
    """The fields are named as the arguments are; a wrong password is said in the chat, and filled in on a new page."""
    if not world.stage.pages:
        pytest.skip("no page can be had here")
    await alice.say("/login")
    await fill(await alice.hears("页面"), username="10087", password="wrong-one")
    await alice.hears("密码不对")
    await fill(await alice.hears("页面"), username="10087", password=PASSWORD)
    await alice.hears("已登录校园账号 10087")
    await alice.say("/campus")
    await fill(await alice.hears("页面"), system="jh", pid="201806061777", password=PASSWORD)
    await alice.hears("已绑定精弘 201806061777")
    await alice.say("/campus")
    await fill(await alice.hears("页面"), system="jh", pid="201806061777", password=PASSWORD)
    await alice.hears("清掉", "明文")
    await alice.press("取消")
    await alice.hears("没有改动")
    await alice.say("/password")
    await fill(await alice.hears("页面"), old=PASSWORD, new="654321")
    await alice.hears("密码改好了")
    await alice.say("/register")
    told = await alice.hears("页面")
    assert "太短" in await fill(told, nickname="小", password="1")
    await fill(told, nickname="小明", password="secret1")
    await alice.hears("你的用户名是 10088", "已登录")


@everywhere
async def test_page_is_not_offered_where_a_login_is_lacking(alice: Chat) -> None:
    for line in ("/password", "/campus"):
        await alice.say(line)
        await alice.hears("没有登录校园账号")


async def test_public(alice: Chat) -> None:
    await alice.say("/whois 10086 nobody")
    await alice.hears("test1 · 10086", "没有这样的用户：nobody")
    await alice.say("校历")
    await alice.hears("学年")


@everywhere
async def test_in_a_group(platform: Platform) -> None:
    """What is one's own goes on in private; what everybody may know is answered; a password is taken back."""
    group, bob = await platform.group("alice", "class"), await platform.group("bob", "class")
    alone = await platform.private("alice")
    lines = ("/login 10086 hushhush", "/register 小明 hushhush", "/password hushhush x", "/campus zfedu hushhush")
    for line in (*lines, "/me", "/logout", "/nickname 小明"):
        await group.say(line)
        await group.hears("私聊")
        await bob.hears("私聊")
    for line, told in (("/whois 10086", "test1 · 10086"), ("/term", "学年")):
        await group.say(line)
        await group.hears(told)
        await bob.hears(told)
    await hidden(bob, "hushhush")
    await alone.silence()


@everywhere
async def test_credit_runs_out(world: World, logged_in: Chat) -> None:
    await world.steer("expire", system="wejh")
    await logged_in.say("/me")
    told = await logged_in.hears("校园账号 10086 的登录已经失效，请重新登录。")
    assert told.labels == ("登录",)
    await logged_in.press("登录")
    await logged_in.hears("页面" if world.stage.pages else "用户名")
    await logged_in.say(f"/login 10086 {PASSWORD}")
    await logged_in.hears("已登录")


async def test_renewal_that_is_lost(world: World, logged_in: Chat) -> None:
    """The system renewed the credit, and its answer was cut off."""
    await world.change("update credits set at = at - 6 * 86400")
    await world.steer("fault", system="wejh", kind="truncated", seconds=60)
    await logged_in.say("/me")
    told = await logged_in.hears("校园账号 10086 的登录已经失效，请重新登录。")
    assert told.labels == ("登录",)
    await world.steer("fault", system="wejh", kind="truncated", seconds=0)
    await logged_in.say(f"/login 10086 {PASSWORD}")
    await logged_in.hears("已登录")


async def test_shared_account_is_renewed_once(world: World, platform: Platform) -> None:
    """Two people, ten questions each, all at once: one renewal, and every question is answered."""
    people = [await platform.private(name) for name in ("alice", "bob")]
    for person in people:
        await person.say(f"/login 10086 {PASSWORD}")
        await person.hears("已登录")
    await people[0].hears("有人也绑定了")
    await world.change("update credits set at = at - 6 * 86400")
    for _again in range(10):
        for person in people:
            await person.say("/me")
    for person in people:
        for _again in range(10):
            await person.hears("test1")
    told = await world.steer("requests", system="wejh")
    bodies = [each["body"] for each in told["requests"]]
    assert sum("method=autologin" in body for body in bodies) == 1
    renewed = next(at for at, body in enumerate(bodies) if "method=autologin" in body)
    used = {body.partition("credit=")[2].partition("&")[0] for body in bodies[renewed + 1 :]}
    assert len(used) == 1
    assert len(bodies[renewed + 1 :]) == 40


async def test_no_answer(world: World, logged_in: Chat) -> None:
    """Nothing of the inside, and no second try of a change."""
    await world.steer("fault", system="wejh", kind="reset", seconds=60)
    await logged_in.say("/nickname 小红")
    await logged_in.hears("没有应答", "不确定")
    await logged_in.say("/whois 10086")
    await logged_in.hears("没有应答")
    told = await world.steer("requests", system="wejh")
    assert sum("changenickname" in each["body"] for each in told["requests"]) == 1


async def test_restart_keeps_the_login(world: World, logged_in: Chat) -> None:
    again = await (await world.start()).private("alice")
    await again.say("/me")
    await again.hears("test1")


async def test_no_secret_is_left(world: World, logged_in: Chat, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither a password nor a credit stands in the log or, in the open, in any file of the bot."""
    await logged_in.say(f"/password {PASSWORD} my-new-secret")
    await logged_in.hears("密码改好了")
    await logged_in.say("/campus jh 201806061777 my-jh-secret")
    await logged_in.hears("清掉")
    await logged_in.say("/me")
    await logged_in.hears("test1")
    told = await world.steer("requests", system="wejh")
    credits = {body.partition("credit=")[2].partition("&")[0] for body in [each["body"] for each in told["requests"]]}
    secrets = {"my-new-secret", "my-jh-secret", *credits} - {""}
    assert len(secrets) == 3
    left = world.files() + "".join(capfd.readouterr()).encode()
    assert not any(secret.encode() in left for secret in secrets)
