"""Somebody asks how a submission was judged."""

import re

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.telegram import TelegramPlatform

LINE = "/judge 7 1008 655435"


async def test_step_by_step(alice: Chat) -> None:
    await alice.say("判题")
    asked = await alice.hears("哪种题")
    assert asked.labels[0] == "判断题"
    assert len(asked.labels) == 8
    await alice.say("作文题")
    await alice.hears("没有这样的题型", "哪种题")
    await alice.press("编程题")
    await alice.hears("题目编号")
    await alice.say("第八题")
    await alice.hears("格式不对", "题目编号")
    await alice.say("１００８")
    await alice.hears("提交编号")
    await alice.say("/back")
    await alice.hears("题目编号")
    await alice.say("1008")
    await alice.hears("提交编号")
    await alice.say("655435")
    await alice.hears("编程题 · 题目 1008 · 提交 655435", "答案正确 · 15 分", "测试数据 0", "2022-04-07 18:18:55")


async def test_in_one_line(alice: Chat) -> None:
    await alice.say("判题 填空题 9198 66018434417440337")
    await alice.hears("部分正确 · 3 分", "第 1 空 · 答案正确 · 3 分：答案一", "第 2 空 · 答案错误")


async def test_restart_in_the_middle(world: World, alice: Chat) -> None:
    await alice.say("/judge 主观题")
    await alice.hears("题目编号")
    again = await (await world.start()).private("alice")
    await again.say("8543")
    await again.hears("提交编号")
    await again.say("32433312104014822")
    await again.hears("主观题不自动判分", "你提交的内容")


async def test_still_being_judged(alice: Chat) -> None:
    """No score before there is a verdict; a button asks again until there is one."""
    await alice.say("/judge 7 1008 655440")
    for meaning in ("未判", "正在编译", "正在判题中", "正在判题中"):
        told = await alice.hears(meaning, "还在判")
        assert "0 分" not in told.text
        assert told.labels == ("再查一次",)
        await alice.press("再查一次")
    told = await alice.hears("部分正确 · 9 分", "运行超时 · 0 分 · 1000 毫秒")
    assert told.labels == ()


async def test_does_not_compile(world: World, alice: Chat) -> None:
    await world.steer("publish", system="maxuetang", solve_id="655441", result=11)
    await alice.say("/judge 函数题 1412 655441")
    await alice.hears("编译错误", "编译信息：\nMain.c: In function")


async def test_no_such_submission(alice: Chat) -> None:
    await alice.say("/judge 7 1008 1")
    told = await alice.hears("没有这次提交", "核对")
    assert told.labels == ("再查一次",)


@pytest.mark.parametrize("kind", ["status", "garbage", "truncated", "reset"])
async def test_no_answer(world: World, kind: str) -> None:
    """It is free: the one look-up of the hour is left for when the system is there again."""
    alice = await (await world.start(limits={"lookups_per_hour": 1})).private("alice")
    await world.steer("fault", system="maxuetang", kind=kind, seconds=60)
    await alice.say(LINE)
    told = await alice.hears("考试系统")
    assert told.labels == ("再查一次",)
    await world.steer("fault", system="maxuetang", kind=kind, seconds=0)
    again = await (await world.start(limits={"lookups_per_hour": 1})).private("alice")
    await again.say(LINE)
    await again.hears("答案正确")
    await again.say("/judge 6 1412 655432")
    await again.hears("查询太频繁")


async def test_in_a_group(platform: Platform) -> None:
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    await group.say(LINE)
    told = await group.hears("私聊")
    assert "答案" not in told.text
    await alone.hears("答案正确 · 15 分")
    await group.silence()


async def test_questions_go_on_in_private(platform: Platform) -> None:
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    await group.say("/judge")
    await group.hears("私聊")
    await alone.hears("哪种题")
    await alone.press("编程题")
    await alone.hears("题目编号")
    await alone.say("1008")
    await alone.hears("提交编号")
    await alone.say("655435")
    await alone.hears("答案正确")
    await group.silence()


@pytest.mark.parametrize("world", ["polling", "webhook"], indirect=True)
@pytest.mark.parametrize(
    ("line", "next_"), [(LINE, "答案正确"), ("/judge 编程题", "题目编号"), ("/grades 听力", "还没有绑定")]
)
async def test_who_never_wrote_to_the_bot(platform: Platform, line: str, next_: str) -> None:
    """Telegram lets no bot write first: a link brings the command along, once and for its person alone."""
    assert isinstance(platform, TelegramPlatform)
    group = await platform.group("bob", "class")
    await group.say(line)
    told = await group.hears("私聊")
    link = re.search(r"https://t\.me/(\w+)\?start=([\w-]+)", told.text)
    assert link, told.text
    assert link[1] == platform.fake.bot_name
    carol, bob = await platform.private("carol"), await platform.private("bob")
    await carol.say(f"/start {link[2]}")
    assert next_ not in (await carol.hears()).text
    await bob.say(f"/start {link[2]}")
    await bob.hears(next_)
    await bob.say("/cancel")
    await bob.hears()
    await bob.say(f"/start {link[2]}")
    assert next_ not in (await bob.hears()).text
