"""/help, made from the commands themselves."""

from dataclasses import replace

import pytest

from bot.forms import Answers, Done, Form, Menu, Outcome
from bot.people import Person
from handlers.help import help_form
from tests.handlers.chat import Chat


async def run(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


async def test_first_eight(chat: Chat) -> None:
    told = await chat.say("/help")
    assert told == (
        "我会这些：\n"
        "/cet 查四六级：查四六级成绩\n"
        "/cetfind 免准考证：没有准考证号也能查\n"
        "/cet4 四级：按姓名查本校四级\n"
        "/cet6 六级：按姓名查本校六级\n"
        "/school 学校：设置学校，按姓名查询时用\n"
        "/bind 绑定：绑定考试系统的账号\n"
        "/accounts 账号：我绑定的账号\n"
        "/unbind 解绑：解绑一个账号\n"
        "/help 加命令名可看用法，例如 /help cet"
    )
    assert chat.buttons == {"更多": "/help more"}


@pytest.mark.parametrize("line", ["/help more", "帮助 更多", "/help MORE"])
async def test_more(chat: Chat, line: str) -> None:
    told = await chat.say(line)
    shown = [row.split("：")[0].split()[0] for row in told.splitlines()]
    assert shown == ["还有这些", "/language", "/cancel", "/back", "/start", "/id", "/help"]
    assert chat.buttons == {}


@pytest.mark.parametrize("line", ["/help cet", "/help /cet", "/help ／CET", "帮助 查四六级"])
async def test_one_command(chat: Chat, line: str) -> None:
    assert await chat.say(line) == "查四六级成绩\n用法：/cet 准考证号 姓名\n不打斜杠也行：查四六级"


async def test_one_command_in_english(chat: Chat) -> None:
    await chat.say("/language en")
    assert await chat.say("/help id") == "who and where you are\nUsage: /id"


async def test_unknown_command(chat: Chat) -> None:
    assert await chat.say("/help fly") == "没有这个命令。/help 列出了所有命令。"


async def test_what_is_off_is_left_out(closed: Chat) -> None:
    told = await closed.say("/help")
    assert "/cet" not in told
    assert "/bind" not in told
    assert await closed.say("/help cet4") == "没有这个命令。/help 列出了所有命令。"


async def test_what_is_hidden_is_for_administrators() -> None:
    """Told of to nobody else, as if it were not there."""
    forms = (Form("id", "who", run), Form("ban", "shut out", run, admins=True), Form("notme", "x", run, hidden=True))
    chat = Chat(Menu((*forms, help_form(forms, ""))))
    assert "ban" not in await chat.say("/help")
    assert await chat.say("/help ban") == await chat.say("/help fly")
    chat.person = replace(chat.person, admin=True)
    assert "/ban：shut out" in await chat.say("/help")
    assert "notme" not in await chat.say("/help")
    assert await chat.say("/help ban") == "shut out\n用法：/ban"


async def test_contact() -> None:
    """Whom to ask stands at the end of the first answer."""
    forms = tuple(Form(f"f{number}", "x", run) for number in range(9))
    chat = Chat(Menu((*forms, help_form(forms, "QQ 10001"))))
    assert (await chat.say("/help")).endswith("有问题请联系：QQ 10001")
