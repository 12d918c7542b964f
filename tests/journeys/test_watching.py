"""Being told of new grades: alone, in a group, once, and after a restart."""

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World, everywhere
from tests.journeys.systems import settings as systems_settings

SOON = {"watch_interval_s": 1, "group_gather_s": 0, "commands_per_minute": 1000}
EXAM = {"id": "eee001", "name": "英语口语", "begin": "-1 09:00", "end": "-1 10:00", "pass": 12, "full": 20}


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start(limits=SOON)


@pytest.fixture
async def watching(alice: Chat) -> Chat:
    """Alice, who is told of the grades of her account in 考试云."""
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    await alice.hears("已绑定")
    await alice.say("/watch linxiaowen")
    await alice.hears("已订阅", "2 条成绩")
    return alice


async def publish(world: World, **grade: object) -> None:
    """Something of Alice's; somebody else has a grade too, since a list that is suddenly empty is not believed."""
    await world.steer("publish", system="kaoshiyun", exam=EXAM, grade={"account": "chenhao", "score": 11})
    await world.steer("publish", system="kaoshiyun", exam=EXAM, grade={"account": "linxiaowen", **grade})


@everywhere
async def test_new_changed_withdrawn_and_back(world: World, watching: Chat) -> None:
    await publish(world, score=15)
    told = await watching.hears("英语口语", "有新成绩", "15")
    assert told.labels == ("查成绩", "不再提醒")
    await publish(world, score=17)
    await watching.hears("有变化", "17")
    await publish(world, withdrawn=True)
    await watching.hears("撤回")
    await publish(world, score=17)
    await watching.hears("重新公布", "17")
    await watching.silence()


@everywhere
async def test_covered_grade_that_was_withdrawn(world: World, watching: Chat) -> None:
    """It is shown no more, and what is said of its end hides nothing."""
    await watching.say("/spoiler on")
    await watching.hears("盖住")
    await publish(world, score=15)
    told = await watching.hears("英语口语", "有新成绩")
    assert "15 分" not in told.text
    await watching.say("查看")
    await watching.hears("15 分")
    await publish(world, withdrawn=True)
    told = await watching.hears("撤回")
    assert "查看" not in told.labels
    await watching.say("查看")
    told = await watching.hears("“英语口语”的成绩后来被撤回了", "/grades")
    assert "15 分" not in told.text


async def test_rank_that_moved_is_no_change(world: World, watching: Chat) -> None:
    await publish(world, score=15)
    await watching.hears("有新成绩")
    await publish(world, order=9)
    await publish(world, status="未发布")
    await watching.hears("有变化", "未发布")


async def test_told_no_more(world: World, watching: Chat) -> None:
    await publish(world, score=15)
    await watching.hears("有新成绩")
    await watching.press("不再提醒")
    await watching.hears("退订")
    await publish(world, score=16)
    await watching.silence()


async def test_restart(world: World, watching: Chat) -> None:
    """What changed while the bot was away is told once."""
    await world.stop()
    await publish(world, score=15)
    again = await (await world.start(limits=SOON)).private("alice")
    await again.hears("有新成绩", "15")
    await again.silence()


async def test_group_is_told_of_a_release(world: World, platform: Platform, watching: Chat) -> None:
    """Of how many, never whose; by an administrator who holds an account of that system."""
    group = await platform.group("alice", "class")
    await group.say("/watch eee001")
    await group.hears("没有这个考试")
    await group.say("/cancel")
    await group.hears("取消")
    await world.steer("publish", system="kaoshiyun", exam=EXAM)
    await group.say("/watch eee001")
    await group.hears("已订阅", "一发布就说")
    await publish(world, score=15)
    told = await group.hears("英语口语", "已发布", "2 人")
    assert "15" not in told.text
    assert "林晓雯" not in told.text
    await watching.hears("有新成绩")


async def test_nothing_to_watch(alice: Chat) -> None:
    await alice.say("/watch c3a001")
    await alice.hears("绑定了考试云账号")


async def test_waiting_for_a_result_depends_on_an_administrator(world: World, alice: Chat) -> None:
    """Who waits is told so, and where there is none, that nobody will ever say that results are out."""
    await alice.say("/watch cet 4400 1026 2101 102 周雨欣")
    await alice.hears("已记下", "管理员告诉我之后", "现在没有管理员")
    alice = await (await world.start(limits=SOON, bot={"admins": ["web:1"]})).private("alice")
    await alice.say("/watch cet 440010262101102 周雨欣")
    told = await alice.hears("已记下", "可能比公布晚")
    assert "没有管理员" not in told.text


async def test_results_day(world: World, alice: Chat) -> None:
    """Nobody asks before an administrator says that results are out; then whoever waits is told."""
    await alice.say("/watch cet 440010262101102 周雨欣")
    await alice.hears("已记下")
    await alice.say("/watches")
    await alice.hears("四六级")
    boss = await (await world.start(limits=SOON, bot={"admins": [alice.handle]})).private("alice")
    asked = len((await world.steer("requests", system="cet"))["requests"])
    await world.steer("publish", system="cet", ticket="440010262101102", listening=150, reading=160, writing=140)
    await boss.say("/announce cet 2026-12")
    await boss.hears("三天")
    await boss.hears("周雨欣", "450")
    assert len((await world.steer("requests", system="cet"))["requests"]) == asked + 1
    await boss.silence()


async def test_line_on_results_day(world: World, alice: Chat) -> None:
    """Who has to wait is told about how long, and keeps the place when the bot is started anew."""
    await alice.say("/watch cet 440010262101102 周小欣")
    await alice.hears("已记下")
    bob = await (await world.start(limits=SOON)).private("bob")
    await bob.say("/watch cet 440010262101102 周雨欣")
    await bob.hears("已记下")
    slow = systems_settings(world.systems)
    slow["cet"]["per_second"] = 0.01
    platform = await world.start(limits=SOON, providers=slow, bot={"admins": [alice.handle]})
    boss, bob = await platform.private("alice"), await platform.private("bob")
    await boss.say("/announce cet 2026-12")
    await boss.hears("2 个在等", "约 7 分钟")
    await bob.hears("成绩公布了", "估计约 3 分钟后轮到你")
    await world.steer("publish", system="cet", ticket="440010262101102", listening=150, reading=160, writing=140)
    bob = await (await world.start(limits=SOON)).private("bob")
    await bob.silence()
    await world.change("update aims set due = due - 200, turn = turn - 200")
    await bob.hears("周雨欣", "450")
    await bob.say("/watch cet 440010262101103 周雨欣")
    await bob.hears("已经公布", "估计约 1 分钟后轮到你")


async def test_ticket_that_does_not_tell_its_sitting(alice: Chat) -> None:
    """Nobody could say when its result is out."""
    await alice.say("/watch cet 440010269101102 周雨欣")
    await alice.hears("看不出是哪一次考试")
    await alice.say("/watches")
    await alice.hears("没有订阅")


async def test_result_that_failed_is_waited_for(world: World, alice: Chat) -> None:
    await alice.say("/cet 440010262101102 周雨欣")
    told = await alice.hears("查询失败")
    assert "有结果就告诉我" in told.labels
    await alice.press("有结果就告诉我")
    await alice.hears("六小时")


async def test_reminder(world: World, watching: Chat) -> None:
    """Of an exam that comes nearer than what was said, once."""
    await watching.say("/remind 3天")
    await watching.hears("3d")
    await world.looked(".exams-kaoshiyun")
    exam = {"id": "eee002", "name": "口语加试", "begin": "+2 12:00", "end": "+2 12:30", "open_to": "学联"}
    await world.steer("publish", system="kaoshiyun", exam=exam)
    await watching.hears("考试提醒", "口语加试")
    await watching.silence()


async def test_ticket_that_somebody_else_holds(platform: Platform, alice: Chat) -> None:
    """It is bound as by /bind: its holder is told, and another name takes the place of the one before."""
    bob = await platform.private("bob")
    await alice.say("/watch cet 440010262101102 周小欣")
    await alice.hears("已记下")
    await alice.say("/watch cet 440010262101102 周雨欣")
    await alice.hears("已记下")
    await alice.say("/accounts")
    assert (await alice.hears("四六级")).text.count("四六级") == 1
    await bob.say("/watch cet 440010262101102 周雨欣")
    await bob.hears("已记下")
    await alice.hears("有人也绑定了")


async def test_watched_anew(world: World, watching: Chat) -> None:
    """What is told then stands below what was told before, and not in its place."""
    await publish(world, score=15)
    assert not (await watching.hears("有新成绩", "15")).replaces
    await publish(world, withdrawn=True)
    await watching.hears("撤回")
    await watching.say("/unwatch linxiaowen")
    await watching.hears("退订")
    await watching.say("/watch linxiaowen")
    await watching.hears("已订阅")
    await publish(world, score=16)
    assert not (await watching.hears("英语口语", "16")).replaces
    await watching.silence()


async def test_group_sees_how_the_grades_are_spread(world: World, platform: Platform, watching: Chat) -> None:
    """From five on, and nobody's name."""
    group = await platform.group("alice", "class")
    await world.steer("publish", system="kaoshiyun", exam=EXAM)
    await group.say("/watch eee001")
    await group.hears("已订阅")
    for score in (3, 12, 15, 16, 20):
        grade = {"account": f"member{score}", "name": "张三", "score": score}
        await world.steer("publish", system="kaoshiyun", exam=EXAM, grade=grade)
    told = await group.hears("英语口语")
    while "5 人有成绩" not in told.text:  # looks may come between two of them
        assert told.file == ""
        told = await group.hears("英语口语")
    assert "80%" in told.text
    assert told.file == "picture"
