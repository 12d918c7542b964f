"""Where grades and exams of bound accounts come from: each system asked by itself, its faults worded."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from dataclasses import field
from datetime import datetime
from typing import TypeVar

from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.values import dataclass
from bot.words import Words, _
from handlers.failures import no_answer
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
    """What one account has; `note` says why it is not all."""

    account: Account
    scores: tuple[Score, ...] = field(default=(), repr=False)
    as_of: datetime | None = None  # None: as of now
    note: Words | None = None
    answered: bool = True  # whether the system said anything, be it no


Source = Callable[[Account, Person], Awaitable[Found]]
"""Asks one system for one account; raises nothing that a system may answer."""


def from_kaoshiyun(lists: Lists) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        try:
            listed = await lists.of({account.number}, person.now)
        except ProviderError as refusal:
            return Found(account, note=no_answer(refusal, person), answered=False)
        theirs = (grade for grade in listed.grades if not account.name or bare(grade.name) == bare(account.name))
        scores = tuple(of_kaoshiyun(grade, person.now.tzinfo) for grade in theirs)
        problem = listed.problem
        note = _("有的考试没查到：{why}", why=no_answer(problem, person)) if problem else None
        return Found(account, scores, listed.as_of, note)

    return ask


def from_kaoshixing(client: KaoshixingClient) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        try:
            results = await everything(client.results(account.number))
        except NotFound:
            return Found(account, note=_("考试星里已经没有这个考生，可以用 /unbind 解绑。"))
        except ProviderError as problem:
            return Found(account, note=no_answer(problem, person), answered=False)
        return Found(account, tuple(of_kaoshixing(each, person.now.tzinfo) for each in results if graded(each)))

    return ask


def from_cet(client: CetClient) -> Source:
    async def ask(account: Account, person: Person) -> Found:
        try:
            result = await client.by_ticket(account.number, account.name)
        except Ambiguous:
            return Found(account, note=_("查询失败：可能还没公布，也可能是准考证号或姓名不对。"))
        except BadInput:  # bound by an older version
            return Found(account, note=_("准考证号或姓名不能用，请重新绑定。"))
        except ProviderError as problem:
            return Found(account, note=no_answer(problem, person), answered=False)
        return Found(account, (of_cet(result, account.name),))

    return ask


async def everything(pages: AsyncIterator[Page[T]]) -> Sequence[T]:
    """The items of all pages; for what one person has, which is little."""
    return [item async for page in pages for item in page.items]


def nothing_to_ask(systems: Collection[str], person: Person, nothing_bound: Words) -> Reply:
    """Why there is nobody to ask for: all is suspended, or what is bound is of other systems, or nothing is."""
    bind = Option(_("绑定账号"), "/bind")
    if any(each.system in systems for each in person.accounts):
        why = _("你绑定的账号已停用，查不了。如果它是你的，请向管理员要一个邀请码，重新绑定。")
        return Reply(why, (bind, Option(_("我的账号"), "/accounts")))
    if person.bound("wejh"):
        return Reply(_("校园账号那边没有成绩和考试可查。绑定考试云、考试星或四六级后就能查了："), (bind,))
    return Reply(nothing_bound, (bind,))


def graded(result: ExamResult) -> bool:
    """Whether there is a result already."""
    return bool(result.result_id) or result.score is not None
