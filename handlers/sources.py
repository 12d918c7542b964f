"""Where grades and exams of bound accounts come from: each system asked by itself, its faults worded."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.people import Account, Person
from bot.words import Words, _, lines
from handlers.failures import no_answer
from handlers.labels import label
from handlers.lists import Lists
from handlers.scores import Score, of_cet, of_kaoshixing, of_kaoshiyun
from providers.cet.client import CetClient
from providers.cet.names import bare
from providers.errors import Ambiguous, BadInput, NotFound, ProviderError
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshixing.models import ExamResult
from providers.paging import Page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found:
    """What one account has; `note` says why it is not all, or as of when it is."""

    heading: Words
    scores: tuple[Score, ...] = field(default=(), repr=False)
    note: Words | None = None
    failed: bool = False
    answered: bool = True  # by the system, be it with a failure: then it was a look-up


Source = Callable[[Account, Person], Awaitable[Found]]
"""Asks one system for one account; raises nothing that a system may answer."""


def from_kaoshiyun(lists: Lists) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        heading = label(account, person.accounts)
        try:
            listed = await lists.of({account.number}, person.now)
        except ProviderError as problem:
            return Found(heading, note=no_answer(problem, person), failed=True)
        theirs = (grade for grade in listed.grades if not account.name or bare(grade.name) == bare(account.name))
        scores = tuple(of_kaoshiyun(grade, person.now.tzinfo) for grade in theirs)
        missing = _("有的考试没查到：{why}", why=no_answer(listed.problem, person)) if listed.problem else None
        note = lines(missing, _("数据截至 {time}", time=clock(listed.as_of, person)))
        return Found(heading, scores, note, failed=listed.problem is not None)

    return ask


def from_kaoshixing(client: KaoshixingClient) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        heading = label(account, person.accounts)
        try:
            results = await everything(client.results(account.number))
        except NotFound:
            return Found(heading, note=_("考试星里已经没有这个考生，可以用 /unbind 解绑。"), failed=True)
        except ProviderError as problem:
            return Found(heading, note=no_answer(problem, person), failed=True)
        return Found(heading, tuple(of_kaoshixing(each, person.now.tzinfo) for each in results if _graded(each)))

    return ask


def from_cet(client: CetClient) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        heading = label(account, person.accounts)
        try:
            result = await client.by_ticket(account.number, account.name)
        except Ambiguous:
            return Found(heading, note=_("查询失败：可能还没公布，也可能是准考证号或姓名不对。"), failed=True)
        except BadInput:  # bound by an older version
            return Found(heading, note=_("准考证号或姓名不能用，请重新绑定。"), failed=True, answered=False)
        except ProviderError as problem:
            return Found(heading, note=no_answer(problem, person), failed=True, answered=False)
        return Found(heading, (of_cet(result, account.name),))

    return ask


async def everything(pages: AsyncIterator[Page[T]]) -> Sequence[T]:
    """The items of all pages; for what one person has, which is little."""
    return [item async for page in pages for item in page.items]


def clock(at: datetime, person: Person) -> str:
    return at.strftime("%H:%M" if at.date() == person.now.date() else "%Y-%m-%d %H:%M")


def _graded(result: ExamResult) -> bool:
    return bool(result.result_id) or result.score is not None
