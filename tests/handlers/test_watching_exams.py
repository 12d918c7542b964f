"""What looks at an exam's list find, one after the other."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

import pytest

from bot.aims import WHOLE, Aim, Quiet
from bot.messages import Address
from bot.people import Account
from bot.recipes import Distribution
from bot.watches import Look, Looked, Watcher
from bot.words import render
from handlers.watching.kaoshiyun import NAME, kaoshiyun_kind
from providers.errors import NotFound, ProviderError, Unavailable
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import PUBLISHED, Exam, Grade
from providers.paging import Page
from tests.examples import GROUP, NOW, PRIVATE

HOUR = timedelta(hours=1)
CLASS = Watcher(GROUP.key, GROUP, None)
LIN = Watcher("p1", PRIVATE, None, Account("id1", NAME, "linxiaowen", "林晓雯"))


def grade(number: int = 1, score: str = "80", *, passed: bool = True, account: str = "somebody") -> Grade:
    points = Decimal(score)
    texts = "d7310f", "口语", account, "林晓雯", "", "", f"g{number}"
    return Grade(*texts, None, None, "", None, Decimal(60), points, number, passed, None, PUBLISHED)


def grades(passed: int, failed: int = 0) -> list[Grade]:
    return [grade(each, passed=each < passed) for each in range(passed + failed)]


@dataclass
class System:
    """考试云, as it answers next."""

    rows: Sequence[Grade] | ProviderError = ()

    async def grades(self, _exam: str) -> AsyncIterator[Page[Grade]]:
        if isinstance(self.rows, ProviderError):
            raise self.rows
        yield Page(tuple(self.rows), len(self.rows))

    async def exams(self) -> AsyncIterator[Page[Exam]]:
        if isinstance(self.rows, ProviderError):
            raise self.rows
        yield Page((), 0)


@dataclass
class Watching:
    """Looks at one exam, as time goes by, which a group and somebody alone watch."""

    now: datetime = NOW
    group: Watcher = CLASS
    system: System = field(default_factory=System)
    known: dict[str, str] = field(default_factory=dict)

    async def look(self, rows: Sequence[Grade] | ProviderError, part: str = "d7310f") -> Looked:
        self.system.rows = rows
        client = cast(KaoshiyunClient, self.system)
        kind = kaoshiyun_kind(client, timedelta(minutes=10), days=400, gather=HOUR)
        looked = await kind.look(Look(Aim(NAME, part), (self.group,), self.known, 0, 0.0, self.now, holders=_holders))
        self.known |= looked.known
        return looked

    async def told(self, rows: Sequence[Grade] | ProviderError) -> list[tuple[str, str]]:
        """To whom, and what."""
        notices = (await self.look(rows)).notices
        return [(each.watcher.subject, render(each.reply.text, "zh_CN")) for each in notices]

    async def heard(self, rows: Sequence[Grade]) -> str:
        """What the group is told."""
        return "\n".join(text for subject, text in await self.told(rows) if subject == GROUP.key)


async def _holders(numbers: Collection[str], accounts: Collection[str]) -> tuple[Watcher, ...]:
    return (LIN,) if "linxiaowen" in numbers or "id1" in accounts else ()


@pytest.mark.parametrize(
    ("passed", "failed", "rate"), [(299, 1, ""), (1, 299, ""), (5, 0, ""), (3, 1, ""), (3, 2, "60%")]
)
async def test_pass_rate_never_reads_as_all_or_none(passed: int, failed: int, rate: str) -> None:
    heard = await Watching().heard(grades(passed, failed))
    assert ("通过率" in heard) == bool(rate)
    assert rate in heard


async def test_pass_rate_again_after_five_more() -> None:
    watching = Watching()
    for count, rated in ((5, True), (9, False), (10, True), (14, False)):
        assert ("通过率" in await watching.heard(grades(count - 1, 1))) is rated
        watching.now += HOUR


@pytest.mark.parametrize(("passed", "failed"), [(299, 1), (5, 0), (3, 1), (0, 9)])
async def test_no_picture_where_there_is_no_pass_rate(passed: int, failed: int) -> None:
    [notice] = (await Watching().look(grades(passed, failed))).notices
    assert notice.reply.picture is None


async def test_picture_of_all_grades_with_the_pass_rate() -> None:
    watching = Watching()
    for count, pictured in ((5, True), (9, False), (10, True)):
        [notice] = (await watching.look(grades(count - 1, 1))).notices
        picture = notice.reply.picture
        assert bool(picture) is pictured
        if isinstance(picture, Distribution):
            assert (picture.title, sum(picture.counts)) == ("口语", count)
            assert "林晓雯" not in repr(picture)
        watching.now += HOUR


async def test_no_picture_of_fewer_scores_than_five() -> None:
    rows = [replace(each, score=None) if number else each for number, each in enumerate(grades(4, 3))]
    [notice] = (await Watching().look(rows)).notices
    assert "通过率" in render(notice.reply.text, "zh_CN")
    assert notice.reply.picture is None


async def test_group_hears_of_a_night_once() -> None:
    """Not one message for each hour of it when it is over."""
    watching = Watching(group=replace(CLASS, quiet=Quiet.parse("23:00-07:00")))
    assert await watching.heard(grades(1))
    watching.now = watching.now.replace(hour=23)
    for count in range(2, 9):
        assert not await watching.heard(grades(count))
        watching.now += HOUR
    watching.now += HOUR
    assert "共 9 人有成绩，新增 8 人" in await watching.heard(grades(9))


async def test_alone_nobody_is_asked_to_come_to_the_private_chat() -> None:
    for where, asked in ((GROUP, True), (Address("web", "", "private", "1"), False)):
        watching = Watching(group=replace(CLASS, address=where))
        assert ("私聊" in await watching.heard(grades(1))) is asked


async def test_other_zeros_are_no_other_score() -> None:
    watching = Watching()
    assert len(await watching.told([grade(1, "80", account="linxiaowen")])) == 2
    assert await watching.told([grade(1, "80.00", account="linxiaowen")]) == []
    assert len(await watching.told([grade(1, "80.50", account="linxiaowen")])) == 1


async def test_exam_that_is_missing_for_a_while() -> None:
    """Nothing of it is told anew when it is back."""
    watching, mine = Watching(), [grade(1, account="linxiaowen")]
    assert len(await watching.told(mine)) == 2
    for _answer in range(5):
        assert await watching.told(NotFound()) == []
    assert await watching.told(mine) == []
    for _answer in range(5):
        assert not (await watching.look(NotFound())).over


async def test_exam_that_was_deleted() -> None:
    """Its grades are withdrawn, and who watched it is told that no more is to come."""
    watching = Watching()
    await watching.look([grade(1, account="linxiaowen")])
    for _answer in range(5):
        assert not (await watching.look(NotFound())).over
    looked = await watching.look(NotFound())
    assert looked.over
    assert [(each.watcher.subject, render(each.reply.text, "zh_CN").splitlines()[-1]) for each in looked.notices] == [
        ("p1", "“口语”的成绩被撤回了"),
        (GROUP.key, "考试云里已经没有考试 d7310f 了，它的订阅已结束。"),
    ]


@pytest.mark.parametrize("problem", [NotFound(), Unavailable("silent")])
async def test_list_of_exams_that_is_not_to_be_had_ends_nothing(problem: ProviderError) -> None:
    """Else nobody would be told of any exam any more."""
    looked = await Watching().look(problem, WHOLE)
    assert (looked.failed, looked.over) == (True, False)


async def test_what_another_version_wrote_is_a_beginning() -> None:
    watching = Watching(known={"id1": "[]"})
    assert [subject for subject, _text in await watching.told([grade(1, account="linxiaowen")])] == [GROUP.key]
