"""/help, made from the commands themselves."""

from dataclasses import replace

import pytest

from bot.forms import Answers, Done, Form, Menu, Outcome
from bot.people import Person
from handlers.help import help_form
from tests.handlers.chat import Chat


async def run(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


def many(count: int) -> Chat:
    """A chat with so many commands and help itself."""
    forms = tuple(Form(f"f{number}", f"does {number}", run, words=(f"词{number}",)) for number in range(1, count + 1))
    return Chat(Menu((*forms, help_form(forms, ""))))


async def test_first_eight() -> None:
    chat = many(9)
    told = await chat.say("/help")
    assert told.splitlines() == [
        "我会这些：",
        *(f"/f{number} 词{number}：does {number}" for number in range(1, 9)),
        "/help 加命令名可看用法，例如 /help cet",
    ]
    assert chat.buttons == {"更多": "/help more"}


@pytest.mark.parametrize("line", ["/help more", "帮助 更多", "/help MORE"])
async def test_more(line: str) -> None:
    chat = many(9)
    told = await chat.say(line)
    assert [row.split("：")[0] for row in told.splitlines()] == ["还有这些", "/f9 词9", "/help 帮助"]
    assert chat.buttons == {}


async def test_no_more_than_eight() -> None:
    chat = many(7)
    assert "/help 帮助" in await chat.say("/help")
    assert chat.buttons == {}


async def test_word_that_begins_the_summary_is_read_once() -> None:
    forms = (Form("unwatch", "退订", run, words=("退订",)), Form("unbind", "解绑一个账号", run, words=("解绑",)))
    chat = Chat(Menu((*forms, help_form(forms, ""))))
    assert (await chat.say("/help")).splitlines()[1:3] == ["/unwatch 退订", "/unbind 解绑：一个账号"]
    assert (await chat.say("/help unbind")).splitlines()[0] == "解绑一个账号"


async def test_every_way_to_watch(chat: Chat, closed: Chat) -> None:
    """A ticket only where tickets can be looked up."""
    assert "用法：/watch [账号、考试编号或网址，或 cet 准考证号 姓名]" in await chat.say("/help watch")
    assert "cet 准考证号" not in await closed.say("/help watch")


async def test_look_ups_come_first(chat: Chat) -> None:
    assert (await chat.say("/help")).splitlines()[1].startswith("/cet 查四六级：")


@pytest.mark.parametrize("line", ["/help cet", "/help /cet", "/help ／CET", "帮助 查四六级"])
async def test_one_command(chat: Chat, line: str) -> None:
    assert await chat.say(line) == "查四六级成绩\n用法：/cet 准考证号 姓名\n不打斜杠也行：查四六级"


async def test_one_command_in_english(chat: Chat) -> None:
    await chat.say("/language en")
    assert await chat.say("/help id") == "who and where you are\nUsage: /id"


async def test_unknown_command(chat: Chat) -> None:
    assert await chat.say("/help fly") == "没有这个命令。/help 列出了所有命令。"


async def test_what_is_off_is_left_out(closed: Chat) -> None:
    for page in ("/help", "/help more"):
        assert not [row for row in (await closed.say(page)).splitlines() if row.startswith("/cet")]
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


async def test_in_a_group_administrators_are_told_what_everybody_is() -> None:
    """Others read along, from whom their commands are hidden."""
    forms = (Form("id", "who", run), Form("ban", "shut out", run, admins=True))
    chat = Chat(Menu((*forms, help_form(forms, ""))))
    chat.person = replace(chat.person, admin=True, group=True)
    assert "ban" not in await chat.say("/help")
    assert await chat.say("/help ban") == await chat.say("/help fly")
