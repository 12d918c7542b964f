"""/cetfind, /cet4 and /cet6: by name and school."""

from dataclasses import replace

import pytest

from bot.changes import SetSchool
from bot.people import School
from tests.handlers.chat import Chat
from tests.handlers.conftest import Chats, asked
from tests.sandbox.asker import Asker


async def test_found(chat: Chat) -> None:
    """Of two tries at one level the later one; the ticket comes with it."""
    assert await chat.say("/cetfind 重庆 重庆邮电大学 四级 黄子轩") == (
        "黄子轩 · 重庆邮电大学\n"
        "英语四级 · 2024 年 6 月\n"
        "总分 480，达到 425 分\n"
        "听力 149 · 阅读 178 · 写作和翻译 153\n"
        "准考证号 500060241107724"
    )


async def test_one_question_at_a_time(chat: Chat) -> None:
    assert await chat.say("免准考证") == "学校在哪个省份？"
    assert await chat.say("重庆市") == "请发送学校全称，例如 韶关学院。"
    assert await chat.say("重庆邮电大学") == "查四级还是六级？"
    assert await chat.say("CET-4") == "请发送考生姓名。"
    assert "总分 480" in await chat.say("黄子轩")


@pytest.mark.parametrize("kind", ["2", "六级", "6", "cet6"])
async def test_level(chat: Chat, sandbox: Asker, kind: str) -> None:
    await chat.say(f"/cetfind 北京市 北京大学 {kind} 王思远")
    assert await asked(sandbox) == ["/GetCetScoreWithoutTickets/北京/北京大学/2/王思远"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("/cetfind 香港", "没有这个省份。请发送简称，例如 广东、北京、内蒙古（港澳台没有四六级考点）。"),
        ("/cetfind 广东 韶/关", "学校里不能有“/”，考试系统处理不了它。"),
        ("/cetfind 广东 韶关学院 3 黄子轩", "请选 1（四级）或 2（六级）。"),
        ("/cetfind 广东 韶关学院 1 黄/轩", "姓名里不能有“/”，考试系统处理不了它。"),
    ],
)
async def test_wrong_answer(chat: Chat, sandbox: Asker, line: str, told: str) -> None:
    assert (await chat.say(line)).startswith(f"{told}\n")
    assert await asked(sandbox) == []


async def test_failure_by_name(chat: Chat) -> None:
    told = await chat.say("/cetfind 陕西 西安交通大学 六级 李喆")
    assert told.startswith("查询失败：陕西 · 西安交通大学 · CET-6 · 李喆")
    assert "⚠ 姓名里有生僻字或间隔号" in told
    again = "/cetfind 陕西 西安交通大学 2"
    wait = {"有结果就告诉我": f"/tellme {again} 李喆"}
    assert chat.buttons == {"再试一次": f"{again} 李喆", **wait, "改姓名": again}


# At the chat's school


async def test_school_is_asked_for_once(chat: Chat) -> None:
    """The name that was given stays; from then on the school is known."""
    assert await chat.say("/cet4 黄子轩") == "学校在哪个省份？"
    assert await chat.say("重庆") == "请发送学校全称，例如 韶关学院。"
    told = await chat.say("重庆邮电大学")
    assert "总分 480" in told
    assert told.endswith("已记住你的学校：重庆 重庆邮电大学。/school 可以修改。")
    told = await chat.say("四级 黄子轩")
    assert "总分 480" in told
    assert "已记住" not in told


async def test_school_is_kept_though_the_look_up_fails(chat: Chat, sandbox: Asker) -> None:
    """Whether the system fails or does not answer at all."""
    await sandbox.steer("fault", system="cet", seconds=60, kind="empty")
    for line in ("/cet6 黄子轩", "重庆"):
        await chat.say(line)
    told = await chat.say("重庆邮电大学")
    assert "看不懂" in told
    assert "已记住你的学校" in told
    assert chat.last
    assert chat.last.changes == (SetSchool(School("重庆", "重庆邮电大学")),)


async def test_name_may_hold_blanks(chat: Chat, sandbox: Asker) -> None:
    chat.person = replace(chat.person, school=School("新疆", "新疆大学"))
    await chat.say("/cet4 阿依 古丽")
    assert await asked(sandbox) == ["/GetCetScoreWithoutTickets/新疆/新疆大学/1/阿依 古丽"]


@pytest.mark.parametrize(
    ("school", "path"),
    [
        (School("广东", "韶关学院"), "/GetCetScoreWithoutTicketsForWechat/2/林晓雯"),
        (School("广东", "中山大学"), "/GetCetScoreWithoutTickets/广东/中山大学/2/林晓雯"),
        (School("湖南", "韶关学院"), "/GetCetScoreWithoutTickets/湖南/韶关学院/2/林晓雯"),
    ],
)
async def test_short_route(chat: Chat, sandbox: Asker, school: School, path: str) -> None:
    """Exactly for the school that the system's own is wired to."""
    chat.person = replace(chat.person, school=school)
    await chat.say("/cet6 林晓雯")
    assert await asked(sandbox) == [path]


async def test_short_route_of_another_deployment(chats: Chats, sandbox: Asker) -> None:
    chat = chats(local_province="湖南", local_school="湖南大学")
    chat.person = replace(chat.person, school=School("湖南", "湖南大学"))
    await chat.say("/cet4 陈浩")
    chat.person = replace(chat.person, school=School("广东", "韶关学院"))
    await chat.say("/cet4 林晓雯")
    assert await asked(sandbox) == [
        "/GetCetScoreWithoutTicketsForWechat/1/陈浩",
        "/GetCetScoreWithoutTickets/广东/韶关学院/1/林晓雯",
    ]


async def test_cetfind_takes_the_long_route(chat: Chat, sandbox: Asker) -> None:
    assert "总分 436" in await chat.say("/cetfind 广东 韶关学院 六级 林晓雯")
    assert await asked(sandbox) == ["/GetCetScoreWithoutTickets/广东/韶关学院/2/林晓雯"]


async def test_what_counts(chat: Chat) -> None:
    """The look-up, and the name against the names of the day: the same for both ways to ask."""
    chat.person = replace(chat.person, school=School("广东", "韶关学院"))
    find, cet6 = chat.menu.named("cetfind"), chat.menu.named("cet6")
    assert find
    assert find.counts
    assert cet6
    assert cet6.counts
    answers = {"province": "广东", "school": "韶关学院", "type": "2", "name": "林晓雯"}
    counted = find.counts(answers, chat.person)
    assert [(one.limit.kind, one.limit.most) for one in counted] == [("lookup", 30), ("name", 10)]
    assert cet6.counts({"name": "林晓雯"}, chat.person) == counted


async def test_not_by_name(chats: Chats) -> None:
    """An operator may leave these out; by ticket goes on."""
    chat = chats(by_name=False)
    for command in ("/cetfind", "/cet4 林晓雯", "六级"):
        assert await chat.say(command) == "按姓名查询在这里没有开通，请用 /cet 加准考证号查询。"
    assert "总分 515" in await chat.say("/cet 440530242110305 林晓雯")
    assert "/cetfind" not in await chat.say("/help")
