"""/cet: by ticket."""

import pytest
from aiohttp import ClientSession

from sandbox.server import build, serving
from tests.handlers.chat import Chat
from tests.handlers.conftest import asked, chat_with
from tests.sandbox.asker import Asker


async def test_found(chat: Chat) -> None:
    """The name and school as returned, level and sitting from the ticket, all points, the ticket."""
    assert await chat.say("/cet 440530242110305 林晓雯") == (
        "林晓雯 · 韶关学院\n"
        "英语四级 · 2024 年 12 月\n"
        "总分 515，达到 425 分\n"
        "听力 172 · 阅读 195 · 写作和翻译 148\n"
        "准考证号 440530242110305"
    )
    assert chat.buttons == {"再查一个": "/cet"}


async def test_found_in_english(chat: Chat) -> None:
    await chat.say("/language en")
    assert await chat.say("/cet 440530251204118 林晓雯") == (
        "林晓雯 · 韶关学院\n"
        "CET-6 · June 2025\n"
        "Total 436, which reaches 425\n"
        "Listening 141 · Reading 168 · Writing and translation 127\n"
        "Ticket 440530251204118"
    )


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ("/cet 430020241108809 陈浩", "总分 389\n"),
        ("/cet 510010242204530 赵一鸣", "总分 0（缺考、违规或不足 220 分都报 0）\n"),
    ],
)
async def test_total(chat: Chat, line: str, total: str) -> None:
    """Nothing is said of passing below 425, and 0 is told for what it may mean."""
    assert total in await chat.say(line)


async def test_other_name(chat: Chat) -> None:
    """The system compares two characters: the result is shown, with both names."""
    told = await chat.say("/cet 440530151110612 罗增榕")
    assert told.startswith("罗撒旦 · 韶关学院\n")
    assert "总分 446" in told
    assert "⚠ 查到的姓名是“罗撒旦”，不是你填的“罗增榕”" in told


async def test_one_question_at_a_time(chat: Chat) -> None:
    assert await chat.say("查四六级") == "请发送 15 位准考证号。"
    assert await chat.say("４４０５３０２４２１１０３０５") == "请发送考生姓名。"
    assert "总分 515" in await chat.say("林晓雯")


async def test_without_a_command(chat: Chat) -> None:
    assert "总分 515" in await chat.say("440530242110305 林晓雯")
    assert await chat.say("440530242110305") == "请发送考生姓名。"


@pytest.mark.parametrize(
    "line",
    [
        "/cet 4405 3024 2110 305 林晓雯",
        "/cet ４４０５　３０２４　２１１０　３０５　林晓雯",
        "/cet 44053-024-2-1-103-05 林晓雯",
        "/cet 林晓雯 4405 3024 2110 305",
        "/cet 准考证号：4405 3024 2110 305 姓名：林晓雯",
        "4405 3024 2110 305 林晓雯",
        "／ＣＥＴ　４４０５３０２４２１１０３０５　林晓雯",  # noqa: RUF001 - meant
    ],
)
async def test_digits_in_groups(chat: Chat, line: str) -> None:
    """As they stand on the admission ticket."""
    assert "总分 515" in await chat.say(line)


async def test_too_few_digits_in_groups(chat: Chat) -> None:
    """The rest of the line is kept."""
    assert "有 14 位" in await chat.say("/cet 4405 3024 2110 30 林晓雯")
    assert "总分 515" in await chat.say("440530242110305")


async def test_two_people_at_once(chat: Chat) -> None:
    """One after the other: what holds so many digits is no name, though 学生12 may be one."""
    assert "不像姓名" in await chat.say("440530242110305 林晓雯 430020241108809 陈浩")


async def test_phone_number_and_year_are_no_ticket(chat: Chat) -> None:
    assert await chat.say("138 0013 8000 2024 张三") == ""


async def test_whole_look_up_while_a_name_is_asked_for(chat: Chat) -> None:
    """Begins anew."""
    await chat.say("/cet 430020241108809")
    assert "总分 515" in await chat.say("440530242110305 林晓雯")


async def test_other_ticket_while_a_name_is_asked_for(chat: Chat) -> None:
    """Takes the first one's place."""
    await chat.say("/cet 430020241108809")
    assert await chat.say("440530242110305") == "请发送考生姓名。"
    assert "总分 515" in await chat.say("林晓雯")


async def test_ticket_is_no_name(chat: Chat) -> None:
    told = await chat.say("/cet 440530242110305 440530242110305 林晓雯")
    assert told == "这是准考证号。\n请发送考生姓名。"


@pytest.mark.parametrize("ticket", ["44053015132210612", "44053015111061", "4"])
async def test_wrong_number_of_digits(chat: Chat, sandbox: Asker, ticket: str) -> None:
    """The document's own example has 17. Nobody is asked, the name is kept."""
    told = await chat.say(f"/cet {ticket} 林晓雯")
    assert told == f"你发来的有 {len(ticket)} 位数字。\n请发送 15 位准考证号。"
    assert await asked(sandbox) == []
    assert "总分 515" in await chat.say("440530242110305")


async def test_no_digits(chat: Chat) -> None:
    assert await chat.say("/cet abc 林晓雯") == "这不是准考证号。\n请发送 15 位准考证号。"


@pytest.mark.parametrize(
    "line",
    [
        "/cet 林晓雯 440530242110305",
        "/cet 440530242110305林晓雯",
        "/cet 准考证号：440530242110305 姓名：林晓雯",
        "/cet 440530242110305 林　晓雯",
        "440530242110305 林 晓 雯",
    ],
)
async def test_written_as_people_write(chat: Chat, line: str) -> None:
    """The name first or at once behind the ticket; blanks between its characters, as on forms."""
    assert "总分 515" in await chat.say(line)


async def test_ticket_in_groups_of_digits(chat: Chat) -> None:
    await chat.say("/cet")
    assert await chat.say("440530 2421 10305") == "请发送考生姓名。"


@pytest.mark.parametrize(
    ("ticket", "warning"),
    [
        ("990530242110305", "准考证号开头两位不是任何省份的代码"),
        ("440530243110305", "准考证号第 9 位通常是 1（6 月）或 2（12 月）"),
        ("440530242310305", "准考证号第 10 位通常是 1（四级）或 2（六级）"),
        ("440530242110399", "准考证号最后两位是座位，通常在 01 到 30 之间"),
        ("440530992110305", "准考证号里的年份还没到"),
    ],
)
async def test_unusual_ticket(chat: Chat, sandbox: Asker, ticket: str, warning: str) -> None:
    """It is asked for all the same, and what is odd about it stands beside the answer."""
    assert f"⚠ {warning}" in await chat.say(f"/cet {ticket} 林晓雯")
    assert await asked(sandbox) == [f"/GetCetScore/{ticket}/林晓雯"]


async def test_slash_in_a_name(chat: Chat, sandbox: Asker) -> None:
    """The system would split its address there."""
    told = await chat.say("/cet 440530242110305 林/晓雯")
    assert told == "姓名里不能有“/”，考试系统处理不了它。\n请发送考生姓名。"
    assert await asked(sandbox) == []


@pytest.mark.parametrize("line", ["/cet 650010251101203 阿依古丽·买买提", "/cet 610030242205516 李喆"])
async def test_rare_name(chat: Chat, line: str) -> None:
    """Taken and asked for; the likely cause of the failure is told."""
    told = await chat.say(line)
    assert told.startswith("查询失败：")
    assert "⚠ 姓名里有生僻字或间隔号，这个系统常常因此查询失败" in told


async def test_long_name(chat: Chat) -> None:
    assert (await chat.say(f"/cet 440530242110305 {'林' * 41}")).startswith("姓名太长了。")


async def test_other_ticket(session: ClientSession) -> None:
    """As in the document, whose answer has 17 digits under another key: the one asked for is shown, the other told."""
    async with serving(app=build(ticket_key="result")) as url:
        told = await chat_with(Asker(session, url)).say("/cet 440530151110612 罗增榕")
    assert "准考证号 440530151110612\n" in told
    assert "⚠ 返回的准考证号是 44053015132210612，与查询的不同" in told


async def test_points_that_do_not_add_up(chat: Chat, sandbox: Asker) -> None:
    await sandbox.steer("publish", system="cet", ticket="440530242110305", total=514)
    assert "⚠ 各部分相加不等于总分" in await chat.say("/cet 440530242110305 林晓雯")


async def test_what_counts(chat: Chat) -> None:
    """A look-up by its ticket and name; of different names only those without a ticket."""
    form = chat.menu.named("cet")
    assert form is not None
    assert form.counts is not None
    (counted,) = form.counts({"ticket": "440530242110305", "name": "林晓雯"}, chat.person)
    assert (counted.limit.kind, counted.thing) == ("lookup", "440530242110305 林晓雯")


async def test_off(closed: Chat) -> None:
    """Typed all the same it says so; a ticket alone means nothing then."""
    for command in ("/cet 1 2", "查四六级", "/cetfind", "/cet4", "六级 林晓雯"):
        assert await closed.say(command) == "四六级查询在这里没有开通。"
    assert await closed.say("440530242110305 林晓雯") == ""
