"""`/exams`, asking the sandbox: what is ahead, soonest first, as a calendar too."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from bot.people import Account
from bot.words import render
from handlers.exams import span
from handlers.sittings import ahead_in_kaoshiyun
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from tests.handlers.test_grades import FAST, MINE, Asking, asking
from tests.providers.upstream import Upstream, says

__all__ = ["asking"]  # the fixture


async def test_soonest_first(asking: Asking) -> None:
    told = await asking.chat.say("/exams")
    order = [
        told.index(title)
        for title in ("消防安全练习", "计算机基础期末考试", "入党积极分子考试", "军事理论补考", "计算机基础章节练习")
    ]
    assert order == sorted(order)
    assert "还有 2 天" in told or "还有 3 天" in told
    assert "限时 120 分钟" in told
    assert "作业" in told
    assert "实验室安全准入考试" not in told  # it has its result


async def test_way_in(asking: Asking) -> None:
    """考试云 has an address; 考试星 makes one when it is asked for, and nobody else can ask."""
    asking.holds(MINE["kaoshixing"])
    await asking.chat.say("/exams")
    line = asking.chat.buttons["进入：入党积极分子考试"]
    told = await asking.chat.say(line)
    assert "http" in told
    assert "不要转发" in told
    asking.holds()
    assert "不在你名下" in await asking.chat.say(line)


async def test_link_of_kaoshiyun(asking: Asking) -> None:
    asking.holds(MINE["kaoshiyun"])
    assert "入口：http" in await asking.chat.say("考试")


async def test_calendar(asking: Asking) -> None:
    """The same exam has the same id at every time; two alarms each, in the bot's time zone."""

    async def events() -> dict[str, object]:
        await asking.chat.say("/exams")
        assert asking.chat.last
        document = asking.chat.last.replies[-1].document
        assert document
        assert document.name == "exams.ics"
        calendar = Calendar.from_ical(document.data)
        assert calendar.walk("VTIMEZONE")
        found: dict[str, Any] = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
        for event in found.values():
            assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [-timedelta(days=1), -timedelta(hours=1)]
            assert event["dtstart"].dt.tzinfo is not None
        return {uid: event["dtstart"].dt for uid, event in found.items()}

    before = await events()
    assert "k-c3a003@gradebell" in before
    assert not [uid for uid in before if "e5d00" in uid]  # exercises
    await asking.sandbox.steer(
        "publish", system="kaoshiyun", exam={"id": "c3a003", "begin": "+4 09:00", "end": "+4 11:00"}
    )
    after = await events()
    assert before.keys() == after.keys()
    assert before["k-c3a003@gradebell"] != after["k-c3a003@gradebell"]


async def test_nothing_ahead(asking: Asking) -> None:
    asking.holds(Account("k", "kaoshiyun", "s009999"))
    assert "系统里没有这个账号" in await asking.chat.say("/exams")
    asking.holds()
    assert "还没有绑定" in await asking.chat.say("/exams")


async def test_failing_system_is_named(asking: Asking) -> None:
    await asking.sandbox.steer("fault", system="kaoshiyun", kind="status", status=500, seconds=60)
    told = await asking.chat.say("/exams")
    assert "没有应答" in told
    assert "入党积极分子考试" in told


async def test_no_exams_and_exercises_unread(asking: Asking) -> None:
    """That there are no exams is told, though the exercises could not be asked for."""
    async with Upstream.listening() as upstream:
        upstream.next.append(says({"totalCount": 0, "currentPageIndex": 1, "items": []}))
        upstream.always = says("<html>", 404)
        client = KaoshiyunClient(asking.sandbox.session, KaoshiyunConfig(upstream.url, "token", FAST))
        ahead = await ahead_in_kaoshiyun(client)(MINE["kaoshiyun"], asking.chat.person)
    assert ahead.note
    first, second = render(ahead.note, "zh_CN").splitlines()
    assert first == "考试云 …owen 近期没有考试。"
    assert "练习没查到" in second


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=4, minutes=9), "3 天 4 小时"),
        (timedelta(days=2), "2 天"),
        (timedelta(hours=5, minutes=1), "5 小时 1 分"),
        (timedelta(hours=5), "5 小时"),
        (timedelta(seconds=20), "1 分钟"),
        (timedelta(hours=1, seconds=-0.1), "1 小时"),
        (timedelta(days=1, seconds=-59), "1 天"),
    ],
)
def test_countdown(left: timedelta, words: str) -> None:
    assert render(span(left), "zh_CN") == words


async def test_suspended_is_not_read(asking: Asking) -> None:
    asking.holds(replace(MINE["kaoshiyun"], suspended=True))
    assert "已停用" in await asking.chat.say("/exams")


async def test_two_accounts_are_told_apart(asking: Asking) -> None:
    """On the buttons too, in the order in which they were bound."""
    asking.holds(MINE["kaoshixing"], Account("h", "kaoshixing", "huangzixuan"))
    told = await asking.chat.say("/exams")
    assert told.index("考试星 …owen") < told.index("考试星 …xuan")
    assert "进入：入党积极分子考试（…owen）" in asking.chat.buttons
    assert "进入：入党积极分子考试（…xuan）" in asking.chat.buttons


async def test_way_in_without_a_button(asking: Asking) -> None:
    assert "按钮" in await asking.chat.say("/enter")
