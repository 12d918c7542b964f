"""What is said where the CET system brings no result."""

import pytest

from tests.handlers.chat import Chat
from tests.handlers.conftest import Chats
from tests.sandbox.asker import Asker

LOOK_UP = "/cet 440530242110305 林晓雯"
OFFICIAL = "https://cjcx.neea.edu.cn/"
CLAIMS = ("没有成绩", "无成绩", "查不到", "不存在", "no such", "not exist", "no score")


async def test_status_0(chat: Chat) -> None:
    """One answer for all causes, so each possible one is told and none as the one."""
    assert await chat.say("/cet 440010262101102 周雨欣") == (
        "查询失败：440010262101102 · 周雨欣\n"
        "系统没有说明原因，可能是：\n"
        "· 准考证号、姓名、学校或类型填错了\n"
        "· 这次考试的成绩还没有公布\n"
        "· 姓名里有生僻字或间隔号，系统认不出\n"
        "· 系统自己暂时查不了\n"
        f"也可以到官网查询：{OFFICIAL}"
    )
    assert chat.buttons == {
        "再试一次": "/cet 440010262101102 周雨欣",
        "有结果就告诉我": "/tellme /cet 440010262101102 周雨欣",
        "改姓名": "/cet 440010262101102",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_status_0_claims_nothing(chat: Chat, language: str) -> None:
    await chat.say(f"/language {language}")
    told = (await chat.say("/cet 440010262101102 周雨欣")).lower()
    assert [claim for claim in CLAIMS if claim in told] == []
    assert ("failed" if language == "en" else "查询失败") in told


async def test_status_0_counts(chat: Chat) -> None:
    """It is an answer."""
    await chat.say("/cet 440010262101102 周雨欣")
    assert chat.last
    assert chat.last.counted


async def test_tried_again_once_published(chat: Chat, sandbox: Asker) -> None:
    await chat.say("/cet 440010262101102 周雨欣")
    await sandbox.steer("publish", system="cet", ticket="440010262101102", listening=150, reading=160, writing=140)
    assert "总分 450" in await chat.say(chat.buttons["再试一次"])


NOT_ANSWERING = "考试系统没有应答（自 17:00 起）。"
SENSELESS = "考试系统的回答看不懂，它可能正在维护或改了版。"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "status", "status": 503}, NOT_ANSWERING),
        ({"kind": "status", "status": 500}, NOT_ANSWERING),
        ({"kind": "reset"}, NOT_ANSWERING),
        ({"kind": "garbage"}, SENSELESS),
        ({"kind": "truncated"}, SENSELESS),
        ({"kind": "empty"}, SENSELESS),
        ({"kind": "status", "status": 404}, SENSELESS),
        ({"kind": "status", "status": 429, "retry_after": 30}, "考试系统现在请求太多，请 30 秒后再试。"),
        ({"kind": "status", "status": 429, "retry_after": 150}, "考试系统现在请求太多，请 3 分钟后再试。"),
        ({"kind": "status", "status": 429}, "考试系统现在请求太多，请 10 秒后再试。"),
    ],
)
async def test_fault(chat: Chat, sandbox: Asker, fault: dict[str, object], told: str) -> None:
    """Says what is known and no more, where else to look, and is free; the button asks again."""
    await sandbox.steer("fault", system="cet", seconds=60, **fault)
    assert await chat.say(LOOK_UP) == f"{told}\n可以先到官网查询：{OFFICIAL}"
    assert chat.last
    assert not chat.last.counted
    assert chat.buttons == {"再试一次": LOOK_UP, "有结果就告诉我": f"/tellme {LOOK_UP}"}


async def test_fault_in_english(chat: Chat, sandbox: Asker) -> None:
    await chat.say("/language en")
    await sandbox.steer("fault", system="cet", seconds=60, kind="reset")
    assert (await chat.say(LOOK_UP)).startswith("The exam system isn't answering (since 17:00).\n")


async def test_fault_that_passed(chat: Chat, sandbox: Asker) -> None:
    await sandbox.steer("fault", system="cet", seconds=60, kind="empty")
    await chat.say(LOOK_UP)
    await sandbox.steer("fault", system="cet", seconds=0, kind="empty")
    assert "总分 515" in await chat.say(chat.buttons["再试一次"])


async def test_resting_after_many_faults(chat: Chat, sandbox: Asker) -> None:
    """The system is left alone for a while, and people are told since when it does not answer."""
    await sandbox.steer("fault", system="cet", seconds=60, kind="reset")
    for _time in range(5):
        await chat.say(LOOK_UP)
    await sandbox.steer("reset")
    assert NOT_ANSWERING in await chat.say(LOOK_UP)
    assert (await sandbox.steer("requests"))["requests"] == []


async def test_without_an_official_address(chats: Chats, sandbox: Asker) -> None:
    chat = chats(official_url="")
    assert "官网" not in await chat.say("/cet 440010262101102 周雨欣")
    await sandbox.steer("fault", system="cet", seconds=60, kind="empty")
    assert await chat.say(LOOK_UP) == SENSELESS


@pytest.mark.parametrize("line", ["/tellme /cet 440530242110305 林晓雯", "/watch cet 440530242110305 林晓雯"])
async def test_waiting_for_a_result_counts_as_the_look_up(chats: Chats, line: str) -> None:
    """So that nobody tries tickets out in that way."""
    chat = chats()
    await chat.say("/cet 440530242110305 林晓雯")
    form, asked = chat.menu.named(line.split(maxsplit=1)[0][1:]), chat.menu.named("cet")
    assert form
    assert asked
    assert form.counts
    assert asked.counts
    rest = line.split(" ", 1)[1]
    counted = form.counts({"line": rest, "what": rest}, chat.person)
    assert counted == asked.counts({"ticket": "440530242110305", "name": "林晓雯"}, chat.person)
