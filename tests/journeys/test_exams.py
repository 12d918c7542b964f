"""Somebody asks which exams are ahead, puts them into a calendar, and enters one."""

import re

import pytest
from icalendar import Calendar

from tests.journeys.bound import KAOSHIXING, KAOSHIYUN, bind
from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World, everywhere


async def test_nothing_bound(alice: Chat) -> None:
    await alice.say("考试")
    told = await alice.hears("还没有绑定")
    assert told.labels == ("绑定账号",)


async def test_ahead(alice: Chat) -> None:
    """Soonest first, exercises last; an address, or a button where the way in is made anew each time."""
    await bind(alice, KAOSHIYUN, KAOSHIXING)
    await alice.say("/exams")
    told = await alice.hears(
        "计算机基础期末考试\n还有 ", "09:00–11:00 周", "限时 120 分钟 · 考试云 …owen", "入口：http"
    )
    titles = ("消防安全练习", "计算机基础期末考试", "入党积极分子考试", "军事理论补考", "计算机基础章节练习")
    order = [told.text.index(each) for each in titles]
    assert order == sorted(order)
    assert "可考 1 次" not in told.text
    assert told.labels == ("进入：消防安全练习", "进入：入党积极分子考试")


@everywhere
async def test_calendar(alice: Chat) -> None:
    await bind(alice, KAOSHIYUN, KAOSHIXING)
    await alice.say("/exams")
    await alice.hears("军事理论补考")
    told = await alice.hears("导入日历")
    assert told.file == "exams.ics"
    name, data = await alice.file(told)
    assert name == "exams.ics"
    calendar = Calendar.from_ical(data)
    events = {str(event["summary"]) for event in calendar.walk("VEVENT")}
    assert events == {"计算机基础期末考试", "军事理论补考", "消防安全练习", "入党积极分子考试"}
    assert len(calendar.walk("VALARM")) == 2 * len(events)
    free = {str(event["summary"]) for event in calendar.walk("VEVENT") if event.get("transp") == "TRANSPARENT"}
    assert free == {"军事理论补考", "消防安全练习"}  # which may be taken on any of some days
    assert b"jwt" not in data  # a calendar is often shared


async def test_way_in(world: World, alice: Chat) -> None:
    await bind(alice, KAOSHIXING)
    await alice.say("/exams")
    await alice.hears("入党积极分子考试")
    await alice.hears("导入日历")
    await alice.press("进入：入党积极分子考试")
    told = await alice.hears("登录考试星", "不要转发")
    assert re.search(r"http\S+jwt=", told.text)
    await alice.say("/unbind linxiaowen")
    await alice.hears("解绑")
    await alice.press("确认")
    await alice.hears("已解绑")
    if world.stage.old_buttons:
        await alice.press("进入：入党积极分子考试")
        await alice.hears("不在你名下")


async def test_way_in_that_is_not_to_be_had(world: World, alice: Chat) -> None:
    await bind(alice, KAOSHIXING)
    await alice.say("/exams")
    await alice.hears("入党积极分子考试")
    await alice.hears("导入日历")
    await alice.say("/enter")
    await alice.hears("按钮")
    await alice.say("/enter not-mine 55403")
    await alice.hears("不在你名下")
    if world.stage.old_buttons:
        await alice.press("进入：入党积极分子考试")
        await alice.hears("登录考试星")


async def test_two_accounts(alice: Chat) -> None:
    """The buttons say whose way in each is."""
    await bind(alice, KAOSHIXING, "/bind kaoshixing huangzixuan 0724")
    await alice.say("/exams")
    told = await alice.hears("考试星 …owen", "考试星 …xuan")
    assert "进入：入党积极分子考试（…xuan）" in told.labels
    assert len(set(told.labels)) == len(told.labels) == 4


@pytest.mark.parametrize("kind", ["status", "garbage", "truncated", "reset"])
async def test_system_that_fails(world: World, alice: Chat, kind: str) -> None:
    await bind(alice, KAOSHIYUN, KAOSHIXING)
    await world.steer("fault", system="kaoshiyun", kind=kind, seconds=60)
    await alice.say("/exams")
    await alice.hears("入党积极分子考试", "考试云 …owen：考试系统")
    await alice.hears("导入日历")
    await world.steer("fault", system="kaoshixing", kind="status", status=500, seconds=60)
    await alice.say("/exams")
    told = await alice.hears("考试云 …owen：考试系统", "考试星 …owen：考试系统")
    assert "近期没有考试" not in told.text
    await alice.silence()


async def test_slow_system(world: World, alice: Chat) -> None:
    """What is there is shown at once; the whole answer takes its place and brings the calendar."""
    await bind(alice, KAOSHIYUN, KAOSHIXING)
    await world.steer("fault", system="kaoshixing", kind="latency", delay_s=1.6, seconds=60)
    await alice.say("/exams")
    if world.stage.edits:
        told = await alice.hears("军事理论补考", "还在查：考试星 …owen……")
        assert not told.replaces
        assert told.labels == ()
    told = await alice.hears("军事理论补考", "入党积极分子考试")
    assert told.replaces == world.stage.edits
    assert "还在查" not in told.text
    assert (await alice.hears("导入日历")).file == "exams.ics"


async def test_in_a_group(platform: Platform) -> None:
    """Neither what one has ahead nor the way in is shown to others."""
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    await bind(alone, KAOSHIXING)
    await group.say("/exams")
    told = await group.hears("私聊")
    assert "考试星" not in told.text
    await alone.hears("入党积极分子考试")
    assert (await alone.hears("导入日历")).file == "exams.ics"
    await group.say("/enter")
    assert "http://127" not in (await group.hears("私聊")).text


async def test_suspended(platform: Platform, alice: Chat) -> None:
    bob = await platform.private("bob")
    await bind(alice, KAOSHIXING)
    await bind(bob, KAOSHIXING)
    await bob.say("/exams")
    await bob.hears("入党积极分子考试")
    await bob.hears("导入日历")
    await alice.hears("有人也绑定")
    await alice.press("不是我")
    await alice.hears("已停用对方")
    await bob.hears("已停用")
    await bob.press("进入：入党积极分子考试")
    await bob.hears("不在你名下")
    await bob.say("/exams")
    told = await bob.hears("已停用")
    assert "入党" not in told.text
