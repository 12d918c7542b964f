"""In a group nobody reads somebody else's result, and the bot keeps out of what is not its business."""

import pytest

from bot.lines import folded
from tests.journeys.chat import Platform
from tests.journeys.conftest import World, everywhere

LINE = "440530242110305 林晓雯"


@everywhere
async def test_result_goes_to_the_private_chat(platform: Platform) -> None:
    alone = await platform.private("alice")
    group = await platform.group("alice", "class")
    await group.say(f"/cet {LINE}")
    told = await group.hears("私聊")
    assert "515" not in told.text
    await alone.hears("515")
    await group.silence()


async def test_questions_go_on_in_private(platform: Platform) -> None:
    alone = await platform.private("alice")
    group = await platform.group("alice", "class")
    await group.say("/cet")
    await group.hears("私聊")
    await alone.hears("准考证号")
    await alone.say(LINE.split(maxsplit=1)[0])
    await alone.hears("姓名")
    await alone.say(LINE.split()[1])
    await alone.hears("515")
    await group.silence()


async def test_way_into_the_private_chat(platform: Platform) -> None:
    """Told wherever something is for there."""
    group = await platform.group("alice", "class")
    await group.say("/accounts")
    told = (await group.hears("和我私聊")).text
    assert any(way in told for way in ("https://t.me/", "加我为好友", "这个网站的首页"))


async def test_talk_among_people_is_passed_over(platform: Platform) -> None:
    group = await platform.group("alice", "class")
    for text in ("帮助", LINE, "四级 张三", "hello"):
        await group.say(text)
    await group.silence()


async def test_words_work_when_the_bot_is_meant(platform: Platform) -> None:
    group = await platform.group("alice", "class")
    await group.say("@Gradebell 帮助")
    await group.hears("/cet")


async def test_only_its_administrator_sets_the_group_up(platform: Platform) -> None:
    alice = await platform.group("alice", "class")
    bob = await platform.group("bob", "class")
    await bob.say("/school 重庆 重庆邮电大学")
    await bob.hears("群管理员")
    await alice.hears("群管理员")
    await alice.say("/school 重庆 重庆邮电大学")
    await alice.hears("本群", "重庆邮电大学")


async def test_groups_school_serves_its_members(platform: Platform) -> None:
    alice = await platform.group("alice", "class")
    bob, alone = await platform.group("bob", "class"), await platform.private("bob")
    await alice.say("/school 重庆 重庆邮电大学")
    await alice.hears("重庆邮电大学")
    await bob.hears("重庆邮电大学")
    await bob.say("/cet4 黄子轩")
    await bob.hears("私聊")
    await alone.hears("480")


async def test_question_in_a_group_hears_only_whom_it_asked(platform: Platform) -> None:
    alice, bob = await platform.group("alice", "class"), await platform.group("bob", "class")
    await alice.say("/school")
    await alice.hears("省份")
    await bob.hears("省份")
    await bob.say("重庆")
    await alice.say("谁知道今天吃什么")
    await alice.say("重庆")
    await alice.hears("学校")


async def test_ticket_in_a_group_is_taken_back(platform: Platform) -> None:
    """Where the platform can't take it back, the bot asks its writer to."""
    alice, bob = await platform.group("alice", "class"), await platform.group("bob", "class")
    await alice.say(f"/cet {LINE}")
    await alice.hears("私聊")
    await bob.hears("私聊")
    shown = await bob.lines()
    assert not any(LINE.split(maxsplit=1)[0] in text for text in shown)


@pytest.mark.parametrize(
    "text",
    [
        f"/watch cet {LINE}",
        f"@Gradebell /cett {LINE}",
        f"/grades {LINE}",
        f"/help {LINE}",
        "/cet 准考证号４４０５３０２４２１１０３０５，林晓雯",
        f"@Gradebell 帮我查一下 {LINE} 谢谢",
    ],
)
async def test_ticket_in_whatever_is_said_to_the_bot(platform: Platform, text: str) -> None:
    alice, bob = await platform.group("alice", "class"), await platform.group("bob", "class")
    await alice.say(text)
    await bob.hears("")
    ticket = LINE.split(maxsplit=1)[0]
    assert not any(ticket in folded(line) for line in await bob.lines())


async def test_command_in_a_group_leaves_the_private_form_alone(platform: Platform) -> None:
    alone, group = await platform.private("alice"), await platform.group("alice", "class")
    await alone.say("/cetfind 重庆")
    await alone.hears("学校")
    await group.say(f"/cet {LINE}")
    await group.hears("私聊")
    await alone.hears("515")
    await alone.say("重庆邮电大学")
    await alone.hears("四级还是六级")


@pytest.mark.parametrize("text", [LINE, f"查四六级 {LINE}"])
async def test_ticket_said_without_a_command_is_taken_back(platform: Platform, text: str) -> None:
    alice, bob = await platform.group("alice", "class"), await platform.group("bob", "class")
    await alice.say(text)
    assert not any(LINE in text for text in await bob.lines())


async def test_group_s_school_goes_along_into_the_private_chat(platform: Platform) -> None:
    group, alone = await platform.group("alice", "class"), await platform.private("alice")
    await group.say("/school 重庆 重庆邮电大学")
    await group.hears("重庆邮电大学")
    await group.say("/cet4")
    await group.hears("私聊")
    await alone.hears("姓名")
    await alone.say("黄子轩")
    await alone.hears("480")


async def test_small_talk_is_not_counted(world: World) -> None:
    platform = await world.start(limits={"commands_per_minute": 2})
    group = await platform.group("alice", "class")
    await group.say("/school")
    await group.hears("省份")
    for text in ("大家好", "今天吃什么", "不知道"):
        await group.say(text)
    await group.silence()
