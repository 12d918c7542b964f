"""Inline queries on Telegram: what one is offered in other chats, for oneself alone."""

import asyncio
from typing import cast

import pytest

from tests.botapi.people import Found, Person
from tests.journeys.bound import KAOSHIXING, KAOSHIYUN, bind
from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.telegram import TelegramPlatform
from tests.journeys.test_watching import SOON, publish

pytestmark = pytest.mark.parametrize("world", ["polling", "webhook"], indirect=True)

LINE = "440530242110305 林晓雯"


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start(limits=SOON)


def person(platform: Platform, name: str = "alice") -> Person:
    return cast("TelegramPlatform", platform).fake.user(name)


def posted(found: Found) -> list[str]:
    """What each result would post."""
    contents = (cast("dict[str, str]", result["input_message_content"]) for result in found.results)
    return [content["message_text"] for content in contents]


async def test_card_of_a_ticket_and_a_name(alice: Chat, platform: Platform) -> None:
    """With the score and without the ticket."""
    found = await person(platform).inline(LINE)
    [text] = posted(found)
    assert "林晓雯" in text
    assert "总分" in text
    assert "440530242110305" not in str(found.results)
    assert found.button
    assert found.button["start_parameter"] == "inline"
    await alice.silence()


@pytest.mark.parametrize(
    "query", ["440530242110305", "44053024211030 林晓雯", "440530242110305 林", "林晓雯", "/grades"]
)
async def test_nothing_is_asked_before_it_is_whole(world: World, platform: Platform, query: str) -> None:
    assert (await person(platform).inline(query)).results == ()
    assert (await world.steer("requests", system="cet"))["requests"] == []


async def test_counts_as_a_look_up(world: World) -> None:
    """And the same one within the hour once, however often it is typed."""
    platform = await world.start(limits={"lookups_per_hour": 1})
    alice = await platform.private("alice")
    for _again in range(2):
        assert "总分" in posted(await person(platform).inline(LINE))[0]
    assert posted(await person(platform).inline("440530242110306 陈浩")) == ["查询太频繁，请稍后再试。"]
    await alice.say("/cet 440530242110306 陈浩")
    await alice.hears("查询太频繁")


async def test_own_grades_from_what_is_known(world: World, alice: Chat, platform: Platform) -> None:
    """For whoever they are of, and without a call."""
    await bind(alice, KAOSHIYUN)
    await alice.say("/watch linxiaowen")
    await alice.hears("已订阅")
    await publish(world, score=15)
    await alice.hears("有新成绩", "15")
    assert "英语口语\n15 分" in posted(await person(platform).inline(""))
    assert (await person(platform, "bob").inline("")).results == ()


async def test_next_exams_from_what_is_known(alice: Chat, platform: Platform) -> None:
    """As reminders know them."""
    await bind(alice, KAOSHIXING)
    async with asyncio.timeout(10):
        while not (found := posted(await person(platform).inline(""))):
            pass
    assert any("入党积极分子考试" in text and "开始" in text for text in found)


async def test_a_system_that_does_not_answer(world: World, platform: Platform) -> None:
    await world.steer("fault", system="cet", kind="status", status=500, share=1, seconds=30)
    assert (await person(platform).inline(LINE)).results == ()
