"""Somebody looks at all grades at once, of every account that is bound."""

import re

import pytest

from tests.journeys.bound import ALL, CET, KAOSHIXING, KAOSHIYUN, an_interval_goes_by, bind, published
from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World


async def test_nothing_bound(alice: Chat) -> None:
    await alice.say("/grades")
    told = await alice.hears("还没有绑定")
    assert told.labels == ("绑定账号",)
    await alice.press("绑定账号")
    await alice.hears("哪个系统")


async def test_all_accounts(alice: Chat) -> None:
    """In the order of the systems, the newest grade of each first; scores as they are, without zeros behind them."""
    await bind(alice, *ALL)
    await alice.say("成绩")
    told = await alice.hears("86.5 分（满分 100）", "25 分（满分 30）", "92.5 分 · 通过", "总分 515", "数据截至")
    order = [told.text.index(each) for each in ("考试云", "英语听力月考", "计算机基础期中测验", "考试星", "四六级")]
    assert order == sorted(order)
    assert not re.search(r"\d\.\d*0 ", told.text)
    assert told.labels == ()


async def test_only_the_campus_account(alice: Chat) -> None:
    await alice.say("/login 10086 123456")
    await alice.hears("已登录")
    await alice.say("/grades")
    await alice.hears("校园账号那边没有成绩")


async def test_filtered(alice: Chat) -> None:
    """By the exam's name, the system's, or a stretch of time; what fits nothing says so and shows a way back."""
    await bind(alice, *ALL)
    await alice.say("/grades 听力")
    told = await alice.hears("成绩 · 听力", "英语听力月考")
    assert "计算机" not in told.text
    await alice.say("成绩 考试星")
    told = await alice.hears("实验室安全准入考试")
    assert "英语" not in told.text
    await alice.say("/grades 2024")
    told = await alice.hears("总分 515")
    assert "92.5" not in told.text
    await alice.say("/grades 高等数学")
    told = await alice.hears("没有符合“高等数学”的成绩")
    assert told.labels == ("全部成绩",)
    await alice.press("全部成绩")
    await alice.hears("86.5", "92.5", "515")


async def test_page_by_page(world: World, alice: Chat) -> None:
    """Each page names whose grades it shows; the words that were asked for go along."""
    for number in range(12):
        await published(world, number)
    await bind(alice, KAOSHIYUN, KAOSHIXING)
    await alice.say("/grades")
    told = await alice.hears("英语听力月考", "周测5", "第 1 页，共 2 页")
    assert "考试星" not in told.text
    assert told.labels == ("下一页",)
    await alice.press("下一页")
    told = await alice.hears("考试云 …owen", "周测6", "周测11", "考试星 …owen", "92.5", "第 2 页")
    assert told.labels == ("上一页",)
    await alice.press("上一页")
    await alice.hears("英语听力月考", "第 1 页")
    await alice.say("/grades 周测 第2页")
    told = await alice.hears("成绩 · 周测", "周测11", "第 2 页，共 2 页")
    assert "周测7" not in told.text
    await alice.press("上一页")
    await alice.hears("成绩 · 周测", "周测0", "第 1 页")
    await alice.say("/grades p99")
    await alice.hears("第 2 页，共 2 页")


async def test_grade_that_is_not_released(world: World, alice: Chat) -> None:
    """Its status and no score; once it is released, the score, as soon as the lists are read anew."""
    await bind(alice, "/bind kaoshiyun chenhao 陈浩")
    await alice.say("/grades 听力")
    told = await alice.hears("英语听力月考", "未发布")
    assert "16.5" not in told.text
    grade = {"account": "chenhao", "status": "已发布"}
    await world.steer("publish", system="kaoshiyun", exam={"id": "c3a002"}, grade=grade)
    await an_interval_goes_by(world)
    await alice.say("/grades 听力")
    await alice.hears("16.5 分（满分 30） · 未通过")


async def test_account_that_two_people_share_in_the_system(alice: Chat, platform: Platform) -> None:
    """Whoever proved a name sees the rows of that name; both hold the same account."""
    bob = await platform.private("bob")
    await bind(alice, KAOSHIYUN)
    await bind(bob, KAOSHIYUN)
    await alice.hears("有人也绑定", "考试云 …owen")
    for chat in (alice, bob):
        await chat.say("/grades")
        await chat.hears("86.5")
    await alice.press("不是我")
    await alice.hears("已停用对方")
    await bob.hears("已停用")
    await bob.say("/grades")
    told = await bob.hears("已停用", "邀请码")
    assert "86.5" not in told.text
    await bob.press("我的账号")
    await bob.hears("考试云 …owen", "已停用")
    await alice.say("/grades")
    await alice.hears("86.5")


@pytest.mark.parametrize("kind", ["status", "garbage", "truncated", "reset"])
async def test_system_that_fails(world: World, alice: Chat, kind: str) -> None:
    """It is said what is lacking; the others' grades come all the same."""
    await bind(alice, *ALL)
    await world.steer("fault", system="kaoshixing", kind=kind, seconds=60)
    await alice.say("/grades")
    told = await alice.hears("86.5", "【考试星 …owen】\n考试系统", "515")
    assert "92.5" not in told.text
    await alice.say("/grades 安全")
    await alice.hears("成绩 · 安全", "【考试星 …owen】\n考试系统")


async def test_failed_reading_of_cet(alice: Chat) -> None:
    await alice.say("/bind cet 440010262101102 周雨欣")
    await alice.hears("已绑定")
    await alice.hears("查询失败")
    await alice.say("/grades")
    told = await alice.hears("四六级 …1102", "查询失败", "可能")
    assert "没有成绩" not in told.text


async def test_slow_system(world: World, alice: Chat) -> None:
    """What is there is shown at once, and the whole answer takes its place."""
    await bind(alice, *ALL)
    await world.steer("fault", system="kaoshixing", kind="latency", delay_s=1.6, seconds=60)
    await alice.say("/grades")
    if world.stage.edits:
        told = await alice.hears("86.5", "515", "还在查：考试星 …owen……")
        assert not told.replaces
        assert "92.5" not in told.text
    told = await alice.hears("86.5", "92.5", "515")
    assert told.replaces == world.stage.edits
    assert "还在查" not in told.text
    await alice.silence()


async def test_look_ups_are_counted_as_others_are(world: World) -> None:
    """A bound ticket is one look-up an hour, however often it is asked for; what got no answer is free."""
    alice = await (await world.start(limits={"lookups_per_hour": 2})).private("alice")
    await bind(alice, CET)
    for _again in range(3):
        await alice.say("/grades")
        await alice.hears("515")
    await alice.say("/cet 500060241107724 黄子轩")
    await alice.hears("480")
    await alice.say("/cet 430020241108809 陈浩")
    await alice.hears("查询太频繁")
    await alice.say("/grades")
    await alice.hears("515")


async def test_in_a_group(platform: Platform) -> None:
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    other = await platform.group("bob", "class")
    await bind(alone, *ALL)
    for line in ("/grades", "/grades 听力", "@Gradebell 成绩"):
        await group.say(line)
        await alone.hears("25 分（满分 30）")
        for chat in (group, other):
            told = await chat.hears("私聊")
            assert not re.search("86.5|25 分|515|林晓雯|linxiaowen", told.text)
    await group.silence()


async def test_slow_in_a_group(world: World) -> None:
    """The part of the answer is nobody else's business either."""
    platform = await world.start()
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    await bind(alone, KAOSHIYUN, KAOSHIXING)
    await world.steer("fault", system="kaoshixing", kind="latency", delay_s=1.6, seconds=60)
    await group.say("/grades")
    if world.stage.edits:
        await alone.hears("86.5", "还在查")
    await alone.hears("86.5", "92.5")
    await group.hears("私聊")
    await group.silence()


async def test_english(alice: Chat) -> None:
    await bind(alice, *ALL)
    await alice.say("/language en")
    await alice.hears("English")
    await alice.say("/grades this term")
    await alice.hears("[Kaoshiyun …owen] as of", "86.5 of 100 points · passed")
    await alice.say("/grades CET")
    told = await alice.hears("515")
    assert "86.5" not in told.text
