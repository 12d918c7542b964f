"""One person in two places: linked, told where it was chosen, and parted again."""

import re

import pytest

from tests.journeys.bound import KAOSHIXING, KAOSHIYUN, bind
from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.test_watching import SOON, publish


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start(limits=SOON)


@pytest.fixture
async def bob(platform: Platform) -> Chat:
    return await platform.private("bob")


async def code_of(chat: Chat) -> str:
    """The line that the other side has to send."""
    await chat.say("/link")
    told = await chat.hears("关联码", "10 分钟内有效")
    found = re.search(r"^/link \S+$", told.text, re.MULTILINE)
    assert found
    return found[0]


async def linked(alice: Chat, bob: Chat) -> None:
    await bob.say(await code_of(alice))
    await bob.hears("这个关联码来自", alice.handle.partition(":")[2])
    await bob.press("确认")
    await bob.hears("已和", "关联")
    await alice.hears("已和", bob.handle.partition(":")[2], "/unlink")


async def test_same_accounts_on_both_sides(alice: Chat, bob: Chat) -> None:
    await bind(alice, KAOSHIYUN)
    await bind(bob, KAOSHIXING)
    await linked(alice, bob)
    for chat in (alice, bob):
        await chat.say("/accounts")
        await chat.hears("考试云", "考试星")


async def test_nothing_is_joined_before_the_person_has_said_yes(alice: Chat, bob: Chat) -> None:
    await bind(alice, KAOSHIYUN)
    await bob.say(await code_of(alice))
    await bob.hears("这个关联码来自", "只关联你自己的")
    await bob.press("取消")
    await bob.hears("已取消")
    await bob.say("/accounts")
    await bob.hears("还没有绑定")
    await alice.silence()


async def test_a_code_is_for_once(alice: Chat, bob: Chat, platform: Platform) -> None:
    line = await code_of(alice)
    carol = await platform.private("carol")
    for chat in (carol, bob):
        await chat.say(line)
        await chat.hears("这个关联码来自")
    await bob.press("确认")
    await bob.hears("已和")
    await carol.press("确认")
    await carol.hears("不对，或者已经过期")


async def test_told_where_it_was_chosen(world: World, alice: Chat, bob: Chat) -> None:
    await bind(alice, KAOSHIYUN)
    await alice.say("/watch linxiaowen")
    await alice.hears("已订阅")
    await linked(alice, bob)
    await alice.say(f"/notify {bob.handle}")
    await alice.hears("以后的通知都发到")
    await publish(world, score=15)
    await bob.hears("有新成绩", "15")
    await alice.silence()


async def test_each_keeps_what_was_bound_there(alice: Chat, bob: Chat) -> None:
    await bind(alice, KAOSHIYUN)
    await linked(alice, bob)
    await bind(bob, KAOSHIXING)
    await bob.say("/unlink")
    await bob.hears("已取消关联")
    await alice.hears("已取消关联")
    await bob.say("/accounts")
    assert "考试云" not in (await bob.hears("考试星")).text
    await alice.say("/accounts")
    assert "考试星" not in (await alice.hears("考试云")).text


async def test_without_anything_linked(alice: Chat) -> None:
    await alice.say("/unlink")
    await alice.hears("没有和别的聊天关联")
    await alice.say("/notify")
    await alice.hears("只在这一个地方")
    await alice.say("/link NOSUCHCODE")
    await alice.hears("不对，或者已经过期")
