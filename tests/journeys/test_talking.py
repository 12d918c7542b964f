"""What a conversation is like, whatever it is about."""

from itertools import product

import pytest

from tests.journeys.chat import Chat
from tests.journeys.conftest import World, everywhere

TICKET, NAME = "440530242110305", "林晓雯"
COMMANDS = (
    *("start", "help", "id", "cancel", "back", "cet", "cetfind", "cet4", "cet6", "school", "language"),
    *("bind", "accounts", "unbind"),
    *("register", "login", "logout", "campus", "me", "password", "nickname", "whois", "term"),
)
ODD = ("", "😀", "x" * 5000, "\u202eabc\u200f", "１２３", "a b c d e f g", "·", "王喆", "a/b")


async def test_cancel(alice: Chat) -> None:
    await alice.say("/cet")
    await alice.hears("准考证号")
    await alice.say("/cancel")
    await alice.hears("取消")
    await alice.say(NAME)
    await alice.hears("/help")
    await alice.say("取消")
    await alice.hears("没有进行中")


async def test_back(alice: Chat) -> None:
    await alice.say("/cetfind 重庆")
    await alice.hears("学校")
    await alice.say("重庆大学")
    await alice.hears("四级还是六级")
    await alice.say("/back")
    await alice.hears("学校")
    await alice.say("重庆邮电大学")
    await alice.hears("四级还是六级")
    await alice.say("上一步")
    await alice.hears("学校")
    await alice.say("/back")
    await alice.hears("省份")
    await alice.say("/back")
    await alice.hears("第一个问题", "省份")


@pytest.mark.parametrize("world", ["web", "reverse"], indirect=True)
async def test_label_of_a_button_is_typed(alice: Chat) -> None:
    """It does the same."""
    await alice.say("/help")
    await alice.hears("我会这些")
    await alice.say("更多")
    await alice.hears("还有这些")
    await alice.say("/accounts")
    await alice.hears("还没有绑定")
    await alice.say("绑定账号")
    await alice.hears("哪个系统")
    await alice.say("考试星")
    await alice.hears("账号")


@pytest.mark.parametrize("world", ["web"], indirect=True)
async def test_label_of_an_older_button_is_a_text(alice: Chat) -> None:
    await alice.say("/help")
    await alice.hears("我会这些")
    await alice.say("/id")
    await alice.hears(alice.handle)
    await alice.say("更多")
    await alice.hears("没看懂")


@pytest.mark.parametrize("world", ["web", "reverse"], indirect=True)
async def test_label_that_is_an_answer_is_one(alice: Chat) -> None:
    """What an open question asks for comes first, and a confirmation is asked for as ever."""
    await alice.say("/cet 440010262101102 周雨欣")
    await alice.hears("查询失败")
    await alice.say("改姓名")
    await alice.hears("姓名")
    await alice.say("再试一次")
    await alice.hears("查询失败", "再试一次")
    await alice.say("/privacy")
    await alice.hears("保存多久")
    await alice.say("删除我的数据")
    await alice.hears("找不回来")


async def test_new_command_leaves_the_form(alice: Chat) -> None:
    await alice.say("/cet")
    await alice.hears("准考证号")
    await alice.say("/language zh")
    await alice.hears("中文")
    await alice.say("/cancel")
    await alice.hears("没有进行中")


@everywhere
async def test_restart_in_the_middle(world: World, alice: Chat) -> None:
    """An unfinished conversation goes on where it was, whoever restarts the bot."""
    await alice.say(f"/cet {TICKET}")
    await alice.hears("姓名")
    again = await (await world.start()).private("alice")
    await again.say(NAME)
    await again.hears("515")


async def test_conversation_runs_out(world: World, alice: Chat) -> None:
    await alice.say("/cet")
    await alice.hears("准考证号")
    await world.later(minutes=31)
    await alice.say(NAME)
    await alice.hears("作废")
    await alice.press("重新开始")
    await alice.hears("准考证号")


@everywhere
async def test_stale_button(world: World, alice: Chat) -> None:
    """Where buttons are numbers, the newest question has them, and here it takes none for a name."""
    await alice.say("/cetfind 重庆 重庆邮电大学")
    await alice.hears("四级还是六级")
    await alice.press("四级")
    await alice.hears("姓名")
    await alice.press("六级")
    if world.stage.old_buttons:
        await alice.hears("过期")
    await alice.hears("姓名")
    await alice.say("黄子轩")
    await alice.hears("480")


@everywhere
async def test_unknown_command_and_chatter(alice: Chat) -> None:
    for text in ("/nonsense", "/", "／没有", "/stats"):
        await alice.say(text)
        await alice.hears("没有这个命令")
    for text in ("你好", "😀", "x" * 5000, "\u202e\u200f", "四级考试"):
        await alice.say(text)
        await alice.hears("/help")


@pytest.mark.long
async def test_every_command_answers_everything(alice: Chat) -> None:
    """Nothing, too much, emoji, 5,000 characters, right-to-left marks, full-width digits, rare characters, a slash."""
    for command, rest in product(COMMANDS, ODD):
        await alice.say(f"/{command} {rest}")
        answer = await alice.hears()
        assert answer.text, (command, rest)
        assert "编号" not in answer.text, (command, rest)


async def test_language(alice: Chat) -> None:
    await alice.say("/language en")
    await alice.hears("English")
    await alice.say("/cet")
    await alice.hears("ticket")
    await alice.say("/language")
    await alice.hears("language")
    await alice.press("中文")
    await alice.hears("中文")
    await alice.say("/cet")
    await alice.hears("准考证号")


async def test_help(alice: Chat) -> None:
    await alice.say("帮助")
    first = await alice.hears("/cet")
    assert first.labels == ("更多",)
    await alice.press("更多")
    await alice.hears("/id")
    await alice.say("/help cet")
    await alice.hears("/cet 准考证号 姓名", "查四六级")
    await alice.say("/help nonsense")
    await alice.hears("没有这个命令")


async def test_who_am_i(alice: Chat) -> None:
    await alice.say("/id")
    await alice.hears(alice.handle)


async def test_too_fast(world: World) -> None:
    alice = await (await world.start(limits={"commands_per_minute": 3})).private("alice")
    for _again in range(3):
        await alice.say("/id")
        await alice.hears(alice.handle)
    for _again in range(3):
        await alice.say("/id")
    await alice.hears("太快")


async def test_choice_that_is_also_a_command_is_an_answer(alice: Chat) -> None:
    await alice.say("/cetfind 重庆 重庆邮电大学")
    await alice.hears("四级还是六级")
    await alice.say("四级")
    await alice.hears("姓名")
    await alice.say("黄子轩")
    await alice.hears("480")
