"""What administrators see of exams and of everybody's grades in one."""

import csv
import io
from dataclasses import replace

from bot.messages import Document
from bot.recipes import Distribution
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.system import Terms
from tests.handlers.binding import Bindings
from tests.handlers.chat import Chat
from tests.providers.hand_clock import HandClock


def rows(chat: Chat) -> list[list[str]]:
    """What is in the file of the last answer."""
    assert chat.last
    (document,) = (each.document for each in chat.last.replies if each.document)
    return opened(document)


def opened(document: Document) -> list[list[str]]:
    text = document.data.decode()
    assert text.startswith("\ufeff")  # by which Excel knows UTF-8
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_exams_of_both_systems_newest_first(bindings: Bindings) -> None:
    chat = bindings.admin()
    first = await chat.say("/examlist")
    assert first.index("军事理论补考") < first.index("入党积极分子考试") < first.index("英语听力月考")
    assert "参加 2 人 · 通过 1 人 · 最高 25" in first
    assert "第 1 页，共 3 页" in first
    assert "实验室安全准入考试" in await chat.say(chat.buttons["下一页"])


async def test_page_beyond_the_last_is_the_last(bindings: Bindings) -> None:
    assert "第 3 页，共 3 页" in await bindings.admin().say("/examlist 99")


async def test_all_exams_as_a_file(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/examlist")
    await chat.say(chat.buttons["导出 CSV"])
    head, *exams = rows(chat)
    assert head[:2] == ["系统", "考试编号"]
    assert len(exams) == 11


async def test_system_that_does_not_answer_leaves_the_other_one(bindings: Bindings) -> None:
    await bindings.sandbox.steer("fault", system="kaoshixing", kind="garbage", seconds=60)
    answer = await bindings.admin().say("/examlist")
    assert "考试云 c3a001" in answer
    assert "考试星没查到" in answer


async def test_grades_best_first_with_figures(bindings: Bindings) -> None:
    answer = await bindings.admin().say("/examgrades c3a001")
    assert "共 3 人 · 通过 2 人（67%）\n最高 86.5 · 平均 72.5 · 最低 57" in answer
    assert answer.index("林晓雯（linxiaowen） · 86.5 分 · 通过") < answer.index("黄子轩（huangzixuan） · 57 分")


async def test_how_they_are_spread_is_a_picture_of_the_first_page(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/examgrades c3a001")
    assert chat.last
    (picture,) = (each.picture for each in chat.last.replies)
    assert isinstance(picture, Distribution)
    assert sum(picture.counts) == 3


async def test_grade_that_is_not_published_has_no_score(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "陈浩（chenhao） · 未发布" in await chat.say("/examgrades c3a002")
    await chat.say(chat.buttons["导出 CSV"])
    assert rows(chat)[2][:4] == ["chenhao", "陈浩", "学联/湖南/湖南大学", ""]


async def test_exam_by_its_address(bindings: Bindings) -> None:
    answer = await bindings.admin().say("/examgrades https://i.kaoshiyun.com.cn/v5/exam/c3a001")
    assert "考试云 c3a001" in answer


async def test_exam_that_there_is_not_is_asked_again(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "没有这场考试" in await chat.say("/examgrades nosuch")
    assert "计算机基础期中测验" in await chat.say("c3a001")


async def test_results_of_kaoshixing_are_of_bound_accounts(bindings: Bindings) -> None:
    """The system tells them of one candidate at a time, so the answer says of whom they are."""
    bindings.accounts.held["kaoshixing/linxiaowen"] = ()
    answer = await bindings.admin().say("/examgrades 55401")
    assert "linxiaowen · 92.5 分 · 通过" in answer
    assert "在本机器人绑定的 1 个账号" in answer


async def test_exam_of_the_system_that_answers_is_found(bindings: Bindings) -> None:
    """By its number alone too, while 考试云 refuses the token; what neither has may be 考试云's, which is said."""
    bindings.accounts.held["kaoshixing/linxiaowen"] = ()
    bindings.clients = replace(bindings.clients, kaoshiyun=refused(bindings))
    chat = bindings.admin()
    await chat.say("/examlist")
    (button,) = (line for line in chat.buttons.values() if line.endswith("55403"))
    assert button == "/examgrades kaoshixing/55403"
    for line in (button, "/examgrades 55403"):
        assert "考试星 55403" in await chat.say(line)
    assert await chat.say("/examgrades 99999") == (
        "考试云没查到：考试系统不接受机器人的令牌或密钥。这与你无关，请告诉管理员。"
    )


async def test_system_that_gave_no_answer_is_named(bindings: Bindings) -> None:
    await bindings.sandbox.steer("fault", system="kaoshixing", kind="garbage", seconds=60)
    assert (await bindings.admin().say("/examgrades 55403")).startswith("考试星没查到：")


def refused(bindings: Bindings) -> KaoshiyunClient:
    """A client whose token the system does not take."""
    config = KaoshiyunConfig(bindings.sandbox.url, "another", Terms(timeout_s=5, per_second=1000))
    return KaoshiyunClient(bindings.sandbox.session, config, HandClock().clock)
