"""Watches that rest until their person has mended something; bindings of a campus account; a group's reminders."""

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.test_watching import SOON

LOGIN = "/login 10086 123456"


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start(limits=SOON)


@pytest.fixture
async def watching(alice: Chat) -> Chat:
    """Alice, who is told of the bindings of her campus account."""
    await alice.say(LOGIN)
    await alice.hears("已登录")
    await alice.press("绑定有变化告诉我")
    await alice.hears("已订阅", "绑定有变化就告诉你")
    return alice


async def test_binding_goes_and_comes(world: World, watching: Chat) -> None:
    await world.steer("publish", system="wejh", user={"username": "10086", "bindings": {"jh": {"state": 0}}})
    told = await watching.hears("校园账号", "绑定有变化", "精弘：未绑定")
    assert told.labels == ("重新绑定", "我的", "不再提醒")
    await watching.say("/campus jh 201806061777 123456")
    await watching.hears("已绑定精弘 201806061777")
    await watching.hears("绑定有变化", "精弘：已绑定，201806061777")
    await watching.press("不再提醒")
    await watching.hears("已退订")


async def test_login_that_ran_out(world: World, watching: Chat) -> None:
    """Told once, with the way to mend it; after a new login it goes on, and nothing was missed."""
    await world.steer("expire", system="wejh")
    told = await watching.hears("10086 的登录已经失效", "暂停")
    assert told.labels == ("登录",)
    await watching.say("/watches")
    await watching.hears("暂停中")
    await world.steer("publish", system="wejh", user={"username": "10086", "bindings": {"jh": {"state": 0}}})
    await watching.press("登录")
    await watching.hears("密码")
    await watching.say("123456")
    await watching.hears("已登录")
    await watching.hears("绑定有变化", "精弘：未绑定")
    await watching.silence()


async def test_account_that_was_removed(world: World, alice: Chat) -> None:
    """Told once, though its grades and its exams are looked at; bound again, all goes on without being asked for."""
    exam = {"id": "eee001", "name": "英语口语", "begin": "-1 09:00", "end": "-1 10:00"}
    grade = {"account": "ghost", "name": "王小二", "score": 15}
    await world.steer("publish", system="kaoshiyun", exam=exam, grade=grade)
    await alice.say("/bind kaoshiyun ghost 王小二")
    await alice.hears("已绑定")
    await alice.press("有新成绩告诉我")
    await alice.hears("已订阅", "1 条成绩")
    await world.steer("reset")
    told = await alice.hears("已经没有 考试云", "暂停")
    assert told.labels == ("重新绑定", "解绑")
    await alice.silence()
    await world.steer("publish", system="kaoshiyun", exam=exam, grade=grade | {"score": 17})
    await alice.press("重新绑定")
    await alice.hears("账号")
    await alice.say("ghost")
    await alice.hears("姓名")
    await alice.say("王小二")
    await alice.hears("已绑定")
    await alice.hears("英语口语", "有变化", "17")


async def test_group_is_reminded(world: World, platform: Platform, alice: Chat) -> None:
    """By its own offsets, and no longer once it does not watch."""
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    await alice.hears("已绑定")
    group = await platform.group("alice", "class")
    exam = {"id": "eee002", "name": "口语加试", "end": "+9 10:00"}
    await world.steer("publish", system="kaoshiyun", exam=exam | {"begin": "+9 09:00"})
    await group.say("/watch eee002")
    await group.hears("已订阅")
    await group.say("/remind 3天")
    await group.hears("3d")
    await world.looked(".exam-kaoshiyun")
    await group.silence()
    await world.steer("publish", system="kaoshiyun", exam=exam | {"begin": "+2 12:00"})
    await world.change("update readings set at = at - 100")
    await world.change("update aims set due = 0")
    told = await group.hears("考试提醒", "口语加试")
    assert told.labels == ("不再提醒考试",)
    await group.say("/unwatch eee002")
    await group.hears("已退订")
    await group.silence()


async def test_end_that_was_seen_is_not_told_again(world: World, alice: Chat) -> None:
    """A submission was followed, and its verdict is shown by 再查一次."""
    await alice.say("/judge 7 1008 655442")
    await alice.hears("还在判")
    await world.stop()
    await world.steer("publish", system="maxuetang", solve_id="655442")
    await world.change("update aims set due = due + 1000")
    again = await (await world.start(limits=SOON)).private("alice")
    await again.say("/judge 7 1008 655442")
    await again.hears("答案正确 · 15 分")
    await again.say("/watches")
    await again.hears("没有订阅")
    await world.change("update aims set due = 0")
    await again.silence()
