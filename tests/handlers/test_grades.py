"""`/grades`, asking the sandbox: every bound account at once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.keeping import Keeping
from bot.people import Account
from providers.cet.client import CetClient, CetConfig
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.system import Terms
from tests.examples import person
from tests.handlers.chat import Chat
from tests.handlers.conftest import asked, chat_of
from tests.in_memory import Readings, kept
from tests.sandbox.asker import Asker

FAST = Terms(timeout_s=5, per_second=1000)
MINE = {
    "kaoshiyun": Account("k", "kaoshiyun", "linxiaowen", "林晓雯"),
    "kaoshixing": Account("x", "kaoshixing", "linxiaowen"),
    "cet": Account("c", "cet", "440530242110305", "林晓雯"),
    "wejh": Account("w", "wejh", "linxiaowen"),
}


@dataclass
class Asking:
    """Somebody with accounts, the systems, and what is kept."""

    chat: Chat
    sandbox: Asker
    keeping: Keeping

    def holds(self, *accounts: Account) -> None:
        self.chat.person = replace(self.chat.person, accounts=accounts)

    def later(self, span: timedelta) -> None:
        """The lists that were read are older than they were."""
        readings = self.keeping.readings
        assert isinstance(readings, Readings)
        readings.read = {part: replace(each, at=each.at - span.total_seconds()) for part, each in readings.read.items()}


@pytest.fixture
def asking(sandbox: Asker) -> Asking:
    keeping, session, url = kept(), sandbox.session, sandbox.url
    chat = chat_of(
        keeping=keeping,
        kaoshiyun=KaoshiyunClient(session, KaoshiyunConfig(url, "sandbox-token", FAST)),
        kaoshixing=KaoshixingClient(session, KaoshixingConfig(url, "14343", "xf5ha3h67h4Ger34wh35p345h4", terms=FAST)),
        cet=CetClient(session, CetConfig(url, FAST)),
    )
    chat.person = person(now=datetime.now(ZoneInfo("Asia/Shanghai")))
    made = Asking(chat, sandbox, keeping)
    made.holds(*MINE.values())
    return made


async def test_every_account(asking: Asking) -> None:
    told = await asking.chat.say("/grades")
    for part in (
        "考试云", "计算机基础期中测验", "86.5 分 · 满分 100", "英语听力月考", "25 分", "数据截至",
        "考试星", "实验室安全准入考试", "四六级", "总分 515",
    ):  # fmt: skip
        assert part in told, part
    assert "校园账号" not in told


async def test_newest_first(asking: Asking) -> None:
    asking.holds(MINE["kaoshiyun"])
    told = await asking.chat.say("成绩")
    assert told.index("英语听力月考") < told.index("计算机基础期中测验")


@pytest.mark.parametrize(
    ("words", "shown"),
    [("听力", {"英语听力月考"}), ("英语 月考", {"英语听力月考"}), ("2019", set()), ("没有这门课", set())],
)
async def test_filtered(asking: Asking, words: str, shown: set[str]) -> None:
    asking.holds(MINE["kaoshiyun"])
    told = await asking.chat.say(f"/grades {words}")
    assert {title for title in ("英语听力月考", "计算机基础期中测验") if title in told} == shown
    assert ("没有成绩" in told) == (not shown)


async def test_unpublished_has_a_status_and_no_score(asking: Asking) -> None:
    asking.holds(Account("k", "kaoshiyun", "chenhao", "陈浩"))
    told = await asking.chat.say("/grades 听力")
    assert "未发布" in told
    assert "16.5" not in told


async def test_shared_number_is_told_apart_by_the_name(asking: Asking) -> None:
    """The documents' own example: two people under one account."""
    exam = {"id": "eee001", "name": "口语", "begin": "-1 09:00", "end": "-1 10:00"}
    for name, score in (("何美", 15), ("何丽", 77)):
        grade = {"account": "hemei", "name": name, "id": name, "full_dept": "学联/北京", "score": score}
        await asking.sandbox.steer("publish", system="kaoshiyun", exam=exam, grade=grade)
    asking.holds(Account("k", "kaoshiyun", "hemei", "何丽"))
    told = await asking.chat.say("/grades")
    assert "77.0 分" in told
    assert "15.0 分" not in told


async def test_failing_system_holds_up_nobody(asking: Asking) -> None:
    await asking.sandbox.steer("fault", system="kaoshixing", kind="status", status=500, seconds=60)
    told = await asking.chat.say("/grades")
    assert "没有应答" in told
    assert "86.5 分" in told
    assert "总分 515" in told


async def test_lists_are_read_once(asking: Asking) -> None:
    """Again after an interval, or for an account that nobody held when they were read."""
    asking.holds(MINE["kaoshiyun"])
    await asking.chat.say("/grades")
    first = len(await asked(asking.sandbox))
    await asking.chat.say("/grades")
    assert len(await asked(asking.sandbox)) == first
    asking.holds(Account("h", "kaoshiyun", "huangzixuan", "黄子轩"))
    assert "57.0 分" in await asking.chat.say("/grades")
    second = len(await asked(asking.sandbox))
    assert second > first
    asking.later(timedelta(hours=1))
    await asking.chat.say("/grades")
    assert len(await asked(asking.sandbox)) > second


async def test_nothing_of_others_is_kept(asking: Asking) -> None:
    asking.holds(MINE["kaoshiyun"])
    await asking.chat.say("/grades")
    assert isinstance(asking.keeping.readings, Readings)
    read = " ".join(each.value for each in asking.keeping.readings.read.values())
    assert "linxiaowen" in read
    assert "huangzixuan" not in read


async def test_pages(asking: Asking) -> None:
    """By buttons, with the words that were asked for."""
    for number in range(10):
        exam = {
            "id": f"eee{number:03}",
            "name": f"周测{number}",
            "begin": f"-{number + 1} 09:00",
            "end": f"-{number + 1} 10:00",
        }
        grade = {"account": "linxiaowen", "score": number}
        await asking.sandbox.steer("publish", system="kaoshiyun", exam=exam, grade=grade)
    asking.holds(MINE["kaoshiyun"])
    told = await asking.chat.say("/grades 周测")
    assert "第 1 页，共 2 页" in told
    assert asking.chat.buttons == {"下一页": "/grades 周测 p2"}
    told = await asking.chat.say(asking.chat.buttons["下一页"])
    assert "周测9" in told
    assert "周测7" not in told
    assert asking.chat.buttons == {"上一页": "/grades 周测 p1"}


async def test_nothing_bound(asking: Asking) -> None:
    asking.holds()
    assert "还没有绑定" in await asking.chat.say("/grades")
    assert "/bind" in asking.chat.buttons.values()
    asking.holds(MINE["wejh"])
    assert "没有成绩可查" in await asking.chat.say("/grades")


async def test_suspended_is_not_read(asking: Asking) -> None:
    asking.holds(replace(MINE["kaoshiyun"], suspended=True))
    assert "还没有绑定" in await asking.chat.say("/grades")


async def test_look_up_without_an_answer_is_free(asking: Asking) -> None:
    """A failure that the system tells of is an answer."""
    asking.holds(MINE["cet"], Account("d", "cet", "440530242110399", "林晓雯"))
    await asking.chat.say("/grades")
    assert asking.chat.last
    assert asking.chat.last.free == ()
    await asking.sandbox.steer("fault", system="cet", kind="status", status=500, seconds=60)
    await asking.chat.say("/grades")
    left = asking.chat.last
    assert [each.thing for each in left.free] == ["440530242110399 林晓雯"]  # the other one is remembered


async def test_incomplete_lists_still_say_as_of_when(asking: Asking) -> None:
    asking.holds(MINE["kaoshiyun"])
    await asking.chat.say("/grades")
    await asking.sandbox.steer("fault", system="kaoshiyun", kind="garbage", seconds=60)
    asking.holds(Account("h", "kaoshiyun", "huangzixuan", "黄子轩"))
    told = await asking.chat.say("/grades")
    assert "有的考试没查到" in told
    assert "数据截至" in told


async def test_exam_that_began_long_ago_and_ended_lately(asking: Asking) -> None:
    exam = {"id": "eee001", "name": "长期测评", "begin": "-500 09:00", "end": "-1 10:00"}
    grade = {"account": "linxiaowen", "score": 15}
    await asking.sandbox.steer("publish", system="kaoshiyun", exam=exam, grade=grade)
    asking.holds(MINE["kaoshiyun"])
    assert "长期测评" in await asking.chat.say("/grades")


async def test_exam_under_an_odd_id(asking: Asking) -> None:
    """It can't be asked for, and is no reason to call all others incomplete."""
    exam = {"id": "e/1", "name": "口语", "begin": "-1 09:00", "end": "-1 10:00"}
    await asking.sandbox.steer("publish", system="kaoshiyun", exam=exam)
    asking.holds(MINE["kaoshiyun"])
    told = await asking.chat.say("/grades")
    assert "86.5 分" in told
    assert "没查到" not in told
