"""What people notice of a copy that was restored: nothing comes a second time, and who wanted to be forgotten is."""

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World
from tests.journeys.test_watching import SOON, publish

# The store is the same whichever platform it serves.
pytestmark = pytest.mark.parametrize("world", ["web"], indirect=True)
OTHER = {"id": "fff001", "name": "高等数学", "begin": "-1 09:00", "end": "-1 10:00", "pass": 12, "full": 20}


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start(limits=SOON)


async def watching(chat: Chat) -> None:
    await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    await chat.hears("已绑定")
    await chat.say("/watch linxiaowen")
    await chat.hears("已订阅", "2 条成绩")


async def test_what_was_told_since_is_one_line(world: World, alice: Chat) -> None:
    """Of an exam that was there, and of one that the copy does not know; what comes after that is told as ever."""
    await watching(alice)
    copy = await world.back_up()
    await publish(world, score=15)
    await alice.hears("英语口语", "有新成绩", "15")
    await world.steer("publish", system="kaoshiyun", exam=OTHER, grade={"account": "linxiaowen", "score": 16})
    await alice.hears("高等数学", "有新成绩", "16")
    await world.restore(copy)
    again = await (await world.start(limits={**SOON, "watch_interval_s": 3})).private("alice")
    told = await again.hears("自 ", " 起有 2 条变化，可能已通知过你", "英语口语", "高等数学")
    assert told.labels == ("查成绩",)
    assert "\n" not in told.text
    await again.silence()
    await publish(world, score=17)
    await again.hears("英语口语", "有变化", "17")
    await again.silence()


async def test_where_nothing_changed_nothing_is_told(world: World, alice: Chat) -> None:
    await watching(alice)
    await world.restore(await world.back_up())
    again = await (await world.start(limits=SOON)).private("alice")
    await world.looked_again()
    await again.silence()
    await publish(world, score=15)
    await again.hears("英语口语", "有新成绩", "15")


async def test_journeys_go_on(world: World, alice: Chat) -> None:
    """Accounts are there; what was waiting for an answer is not answered late; new ones are bound as ever."""
    await watching(alice)
    copy = await world.back_up()
    await world.restore(copy)
    again = await (await world.start(limits=SOON)).private("alice")
    await again.say("/accounts")
    await again.hears("考试云")
    await again.say("/bind cet 440530242110305 林晓雯")
    await again.hears("已绑定")
    await again.say("/cet 440530242110305 林晓雯")
    await again.hears("515")


async def test_who_used_forget_is_forgotten_again(world: World, alice: Chat, platform: Platform) -> None:
    """And others are not."""
    bob = await platform.private("bob")
    for chat, account in ((alice, "linxiaowen 林晓雯"), (bob, "huangzixuan 黄子轩")):
        await chat.say(f"/bind kaoshiyun {account}")
        await chat.hears("已绑定")
    copy = await world.back_up()
    await bob.say("/forget")
    await bob.hears("找不回来")
    await bob.press("确认")
    await bob.hears("已经全部删除")
    await world.restore(copy)
    platform = await world.start(limits=SOON)
    bob, alice = await platform.private("bob"), await platform.private("alice")
    await bob.say("/accounts")
    await bob.hears("还没有绑定")
    await alice.say("/accounts")
    await alice.hears("考试云")
