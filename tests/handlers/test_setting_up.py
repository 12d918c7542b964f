"""/start, /id, /language and /school."""

from dataclasses import replace

import pytest

from bot.changes import SetLanguage, SetSchool
from bot.forms import Leave, StepBack
from bot.people import School
from tests.handlers.chat import Chat


async def test_start(chat: Chat) -> None:
    assert await chat.say("/start") == (
        "你好，我是 Gradebell，帮你查考试成绩。\n"
        "试试 /cet，我会一步一步问；也可以一行写完：/cet 准考证号 姓名\n"
        "没有准考证号就用 /cetfind。\n"
        "/help 列出所有命令，/cancel 随时退出提问。"
    )
    assert chat.buttons == {"查四六级": "/cet", "免准考证": "/cetfind", "帮助": "/help"}


async def test_start_with_a_payload(chat: Chat) -> None:
    """Which a deep link brings; one that means nothing here is passed over."""
    assert await chat.say("/start from_poster") == await chat.say("开始")


async def test_start_where_nothing_is_set_up(closed: Chat) -> None:
    assert "/cet" not in await closed.say("/start")
    assert closed.buttons == {"帮助": "/help"}


async def test_id(chat: Chat) -> None:
    assert await chat.say("/id") == "你是：web:1"
    chat.person = replace(chat.person, group=True, chat="class")
    assert await chat.say("/id") == "你是：web:1\n这个群：class"


@pytest.mark.parametrize("written", ["en", "EN", "English", "ｅｎ", "英文"])  # noqa: RUF001 - meant
async def test_language(chat: Chat, written: str) -> None:
    assert await chat.say(f"/language {written}") == "From now on I speak English here."
    assert await chat.say("/id") == "You are web:1"
    assert await chat.say("语言 中文") == "好的，以后在这里说中文。"
    assert chat.last
    assert chat.last.changes == (SetLanguage("zh_CN"),)


async def test_language_is_asked_for(chat: Chat) -> None:
    """In both at once: who asks may read only one of them."""
    assert await chat.say("/language") == "请选择语言。 / Choose a language."
    assert (await chat.say("français")).startswith("我只会中文（zh）和英文（en）。\n")
    assert await chat.say("2") == "From now on I speak English here."


async def test_school(chat: Chat) -> None:
    assert await chat.say("/school 广东省 韶关学院") == "已记住你的学校：广东 韶关学院。"
    assert chat.last
    assert chat.last.changes == (SetSchool(School("广东", "韶关学院")),)


async def test_school_is_asked_for(chat: Chat) -> None:
    assert await chat.say("学校") == "还没有设置你的学校。\n学校在哪个省份？"
    assert (await chat.say("台湾")).startswith("没有这个省份。")
    assert await chat.say("6") == "辽宁的哪一所？\n请发送学校全称，例如 韶关学院。"
    assert await chat.say("大连理工大学") == "已记住你的学校：辽宁 大连理工大学。"


async def test_school_in_one_answer(chat: Chat) -> None:
    await chat.say("/cet4")
    assert await chat.say("廣東省 韶关学院") == "请发送考生姓名。"


async def test_school_is_shown_changed_and_cleared(chat: Chat) -> None:
    await chat.say("/school 广东 韶关学院")
    assert await chat.say("/school") == "现在你的学校是 广东 韶关学院。\n学校在哪个省份？"
    assert await chat.say("不记学校") == "好的，不再记住你的学校。"
    assert chat.last
    assert chat.last.changes == (SetSchool(None),)
    assert (await chat.say("/school")).startswith("还没有设置你的学校。")
    await chat.say("/language en")
    assert await chat.say("/school clear") == "All right, I no longer remember your school."


async def test_school_of_a_group(chat: Chat) -> None:
    """The school of whoever asks is nobody else's business there."""
    chat.person = replace(chat.person, school=School("北京", "北京大学"), group=True, group_admin=True)
    assert "北京大学" not in await chat.say("/school")
    assert await chat.say("/school 广东 韶关学院") == "已记住本群的学校：广东 韶关学院。"


async def test_ways_out(chat: Chat) -> None:
    """What becomes of the open question is the runtime's business."""
    for name, outcome in (("cancel", Leave()), ("back", StepBack())):
        form = chat.menu.named(name)
        assert form
        assert await form.run({}, chat.person) == outcome


@pytest.mark.parametrize(
    ("name", "place"), [("language", "admins"), ("school", "admins"), ("cet", "any"), ("id", "any"), ("help", "any")]
)
async def test_place(chat: Chat, name: str, place: str) -> None:
    """What works on a whole group is for its administrators."""
    form = chat.menu.named(name)
    assert form
    assert form.place == place


async def test_results_are_personal(chat: Chat) -> None:
    """From a group they go to the private chat."""
    personal = {form.name for form in chat.menu if form.personal}
    assert personal == {"cet", "cetfind", "cet4", "cet6", "grades", "exams", "enter", "judge"}
