"""What somebody learns of what is kept, gets of it, and has deleted."""

import json

import pytest

from tests.journeys.chat import Chat, Platform
from tests.journeys.conftest import World


async def test_privacy(alice: Chat) -> None:
    await alice.say("/privacy")
    told = await alice.hears("加密", "从不保存密码", "30 天")
    assert told.labels == ("导出", "删除我的数据")


async def test_export(alice: Chat) -> None:
    """Everything as JSON, the settings and the address among it."""
    await alice.say("/school 广东 韶关学院")
    await alice.hears("韶关学院")
    await alice.say("导出")
    name, data = await alice.file(await alice.hears("一切"))
    document = json.loads(data)
    assert name == "gradebell.json"
    assert document["addresses"] == [alice.handle]
    assert document["school"] == {"province": "广东", "name": "韶关学院"}
    assert document["accounts"] == []


async def test_forget(alice: Chat) -> None:
    """Nothing is left of what was set; the next message is as a first one."""
    await alice.say("/school 广东 韶关学院")
    await alice.hears("韶关学院")
    await alice.say("/forget")
    await alice.hears("找不回来")
    await alice.press("确认")
    await alice.hears("已经全部删除")
    await alice.say("/cet4 林晓雯")
    await alice.hears("省份")


async def test_think_better_of_it(alice: Chat) -> None:
    await alice.say("/school 广东 韶关学院")
    await alice.hears("韶关学院")
    await alice.say("/forget")
    await alice.hears("找不回来")
    await alice.press("取消")
    await alice.hears("已取消")
    await alice.say("/cet4 林晓雯")
    await alice.hears("515")


@pytest.mark.parametrize("command", ["/privacy", "/export", "/forget"])
async def test_not_in_a_group(platform: Platform, command: str) -> None:
    group = await platform.group("alice", "class")
    await group.say(command)
    await group.hears("私聊")


@pytest.mark.parametrize("world", ["web"], indirect=True)
async def test_others_stay(world: World) -> None:
    """Only what is of the person goes, in a room too."""
    platform = await world.start()
    alice, bob = await platform.private("alice"), await platform.private("bob")
    for each in (alice, bob):
        await each.say("/school 广东 韶关学院")
        await each.hears("韶关学院")
    await alice.say("/forget")
    await alice.hears("找不回来")
    await alice.press("确认")
    await alice.hears("已经全部删除")
    await bob.say("/cet4 林晓雯")
    await bob.hears("515")
