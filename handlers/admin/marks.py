"""Everybody's grades in one exam, from whichever system it is of.

考试云 has a list of them. 考试星 tells results of one candidate at a time, so those of the accounts that are bound here
are asked for, one after the other.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from statistics import mean
from typing import Final

from bot.keeping import Accounts
from bot.recipes import Distribution
from bot.values import dataclass
from bot.words import Words, _
from handlers.distribution import distribution_of
from handlers.sources import everything, graded
from providers.errors import BadInput, NotFound, Problem
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshixing.models import ExamResult
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import PUBLISHED, Grade

MOST_ASKED: Final = 200  # accounts, one call each


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's grade. Of one that is not published there is no score."""

    account: str = field(repr=False)
    name: str = field(default="", repr=False)
    department: str = field(default="", repr=False)
    score: Decimal | None = field(default=None, repr=False)
    full: Decimal | None = None
    passing: Decimal | None = None
    passed: bool | None = field(default=None, repr=False)
    rank: int | None = field(default=None, repr=False)
    ended: datetime | None = None
    status: str = PUBLISHED

    @property
    def published(self) -> bool:
        return self.status == PUBLISHED


@dataclass(frozen=True, slots=True)
class Marks:
    """All of them, the best first; `note` says of whom they are, where that is not of everybody."""

    title: str
    marks: tuple[Mark, ...] = field(repr=False)
    note: Words | None = None
    picture: Distribution[Words] | None = field(default=None, repr=False)  # of how they are spread

    @property
    def published(self) -> int:
        return sum(each.published for each in self.marks)

    @property
    def passed(self) -> int:
        return sum(each.passed is True for each in self.marks)

    @property
    def scores(self) -> list[Decimal]:
        return [each.score for each in self.marks if each.score is not None]

    @property
    def average(self) -> Decimal | None:
        """To one place after the point."""
        return mean(self.scores).quantize(Decimal("0.1")) if self.scores else None


async def of_kaoshiyun(client: KaoshiyunClient, exam: str) -> Marks:
    """Raises BadInput("exam"), NotFound and what else the client does."""
    grades = await everything(client.grades(exam))
    title = next((each.exam_name for each in grades if each.exam_name), exam)
    return Marks(title, _sorted([_of_grade(each) for each in grades]), picture=distribution_of(title, grades))


async def of_kaoshixing(client: KaoshixingClient, accounts: Accounts, exam: str) -> Marks:
    """Raises NotFound where there is no such exam, and what else the client does."""
    exams = {each.exam_id: each for each in await everything(client.exams())}
    if exam not in exams:
        raise NotFound("no such exam")
    bound = sorted(await accounts.numbers("kaoshixing"))
    marks = [mark for number in bound[:MOST_ASKED] for mark in await _of_account(client, number, exam)]
    note = _("考试星只能一个一个考生地查：这里是在本机器人绑定的 {count} 个账号。", count=str(len(bound[:MOST_ASKED])))
    return Marks(exams[exam].name, _sorted(marks), note)


async def _of_account(client: KaoshixingClient, number: str, exam: str) -> list[Mark]:
    try:
        results = await everything(client.results(number))
    except NotFound:  # a candidate who is no more
        return []
    return [_of_result(number, each) for each in results if each.exam.exam_id == exam and graded(each)]


def exam_number(text: str) -> str:
    """An exam of 考试星 by its id. Raises BadInput("exam")."""
    if not text.isascii() or not text.isalnum():
        raise BadInput("exam", Problem.MALFORMED)
    return text


def _of_grade(grade: Grade) -> Mark:
    return Mark(
        account=grade.account,
        name=grade.name,
        department=grade.department_path or grade.department,
        score=grade.score if grade.published else None,
        full=grade.paper_score,
        passing=grade.pass_score,
        passed=grade.passed if grade.published else None,
        rank=grade.rank if grade.published else None,
        ended=grade.ended or grade.begun,
        status=grade.status,
    )


def _of_result(number: str, result: ExamResult) -> Mark:
    return Mark(number, score=result.score, passed=result.passed, ended=result.exam.ends)


def _sorted(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """By their score; where there is none, they come last."""
    return tuple(sorted(marks, key=lambda each: (each.score is None, -(each.score or 0))))
