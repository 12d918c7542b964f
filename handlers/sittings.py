"""Exams that a person has before them, from every system that tells."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field, replace
from datetime import datetime

from bot.messages import Option
from bot.people import Account, Person
from bot.values import dataclass
from bot.words import Words, _, lines
from handlers.failures import no_answer
from handlers.labels import label, shortened
from handlers.scores import plain
from handlers.sources import everything
from providers.errors import NotFound, ProviderError
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshixing.models import Exam, ExamResult
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Exercise, PendingExam

_LABEL = 16  # characters of an exam's name on a button


@dataclass(frozen=True, slots=True)
class Sitting:
    """One exam to come, or under way."""

    id: str  # the same as long as the exam is the same, whenever it is
    title: str
    begins: datetime | None
    ends: datetime | None
    account: Words = field(repr=False)
    details: tuple[Words, ...] = ()
    link: str = field(default="", repr=False)  # where it is taken; for the person alone
    enter: Option | None = None  # makes such a link when it is pressed
    practice: bool = False  # 练习: open for long, and no date to keep


@dataclass(frozen=True, slots=True)
class Ahead:
    """What one account has before it; `note` says why it is not all."""

    sittings: tuple[Sitting, ...] = ()
    note: Words | None = None


ExamSource = Callable[[Account, Person], Awaitable[Ahead]]
"""Asks one system for one account; raises nothing that a system may answer."""


def ahead_in_kaoshiyun(client: KaoshiyunClient) -> ExamSource:
    async def ask(account: Account, person: Person) -> Ahead:
        name = label(account, person.accounts)
        exercises: Sequence[Exercise] = ()
        note: Words | None = None
        try:
            pending = await everything(client.pending(account.number))
        except NotFound:
            return Ahead(note=_("{account}：系统里没有这个账号了，可以用 /unbind 解绑。", account=name))
        except ProviderError as problem:
            return Ahead(note=_("{account}：{why}", account=name, why=no_answer(problem, person)))
        try:
            exercises = await everything(client.exercises(account.number))
        except ProviderError as problem:  # the exams are worth telling all the same
            note = _("{account} 的练习没查到：{why}", account=name, why=no_answer(problem, person))
        exams = [_kaoshiyun(each, account, name) for each in pending if _to_come(each.ends, person)]
        if note and not exams:
            note = lines(_("{account} 近期没有考试。", account=name), note)
        practice = [_exercise(each, account, name) for each in exercises if _to_come(each.ends, person)]
        return Ahead((*exams, *practice), note)

    return ask


def ahead_in_kaoshixing(client: KaoshixingClient) -> ExamSource:
    async def ask(account: Account, person: Person) -> Ahead:
        name = label(account, person.accounts)
        try:
            results = await everything(client.results(account.number))
        except NotFound:
            return Ahead(note=_("{account}：系统里没有这个账号了，可以用 /unbind 解绑。", account=name))
        except ProviderError as problem:
            return Ahead(note=_("{account}：{why}", account=name, why=no_answer(problem, person)))
        open_now = (each for each in results if not each.result_id and _to_come(each.exam.ends, person))
        return Ahead(tuple(_kaoshixing(each, account, person) for each in open_now))

    return ask


def _to_come(ends: datetime | None, person: Person) -> bool:
    return ends is None or ends > person.now


def _kaoshiyun(exam: PendingExam, account: Account, name: Words) -> Sitting:
    details: list[Words] = []
    if exam.minutes is not None:
        details.append(_("限时 {minutes} 分钟", minutes=plain(exam.minutes)))
    if exam.times is not None and exam.times != 1:
        details.append(_("可考 {times} 次", times=str(exam.times)))
    return replace(_sitting(exam, account, name, details), link=exam.url)


def _exercise(exercise: Exercise, account: Account, name: Words) -> Sitting:
    return replace(_sitting(exercise, account, name, (_("练习"),)), link=exercise.url, practice=True)


def _kaoshixing(result: ExamResult, account: Account, person: Person) -> Sitting:
    exam, name = result.exam, label(account, person.accounts)
    details: list[Words] = [_("作业")] if exam.homework else []
    if exam.minutes is not None:
        details.append(_("限时 {minutes} 分钟", minutes=plain(exam.minutes)))
    enter = Option(_way_in(exam.name, account, person), f"/enter {account.id} {exam.exam_id}")
    return replace(_sitting(exam, account, name, details), enter=enter)


def _sitting(exam: PendingExam | Exercise | Exam, account: Account, name: Words, details: Sequence[Words]) -> Sitting:
    return Sitting(
        id=f"{account.id}-{exam.exam_id}",
        title=exam.name,
        begins=exam.begins,
        ends=exam.ends,
        account=name,
        details=tuple(details),
    )


def _way_in(exam: str, account: Account, person: Person) -> Words:
    """What stands on the button: short, and which account where there are several."""
    exam = exam if len(exam) <= _LABEL else f"{exam[:_LABEL]}…"
    mine = [each.number for each in person.bound("kaoshixing")]
    if len(mine) == 1:
        return _("进入：{exam}", exam=exam)
    return _("进入：{exam}（{number}）", exam=exam, number=shortened(account.number, mine))
