"""`/grant` and `/revoke`: who may take an exam of 考试星, one by one or by a file."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Final

from bot.batches import Ended
from bot.forms import Answers, Ask, Form, Leave, Outcome, Step
from bot.people import Person
from bot.values import dataclass
from bot.words import Text, Words, _
from handlers.batch.from_file import from_file
from handlers.batch.kaoshixing import DONE, OFF, USER, failed, told
from handlers.batch.sheet import Column, Sheet
from handlers.csv_file import masked
from handlers.failures import reading
from handlers.sure import YES, sure_step
from handlers.there import there
from providers.errors import ProviderError
from providers.kaoshixing.candidate import parse_number
from providers.kaoshixing.client import KaoshixingClient

EXAM: Final = Column("exam", reading(partial(parse_number, field="exam")), ("exam_id", "考试", "考试编号"))
_CHECK: Final = _("请到考试星后台的这场考试里核对这位考生，再决定要不要重做。")


@dataclass(frozen=True, slots=True)
class _Wording:
    """What one of the two is called."""

    name: str
    summary: Words
    title: Words
    asks: Callable[[str, str], Text]
    done: Callable[[str, str], Text]


_GRANT: Final = _Wording(
    "grant",
    _("让考生参加考试"),
    _("授权考试"),
    lambda user, exam: _("让考生 {user} 参加考试 {exam}。", user=user, exam=exam),
    lambda user, exam: _("好了，考生 {user} 可以参加考试 {exam}。", user=user, exam=exam),
)
_REVOKE: Final = _Wording(
    "revoke",
    _("不再让考生参加考试"),
    _("撤销考试授权"),
    lambda user, exam: _("不再让考生 {user} 参加考试 {exam}。", user=user, exam=exam),
    lambda user, exam: _("好了，考生 {user} 不再能参加考试 {exam}。", user=user, exam=exam),
)


def permit_sheets(client: KaoshixingClient | None) -> tuple[Sheet, ...]:
    """Of `/grant` and `/revoke`."""
    if client is None:
        return ()
    return _sheet(_GRANT, client.grant), _sheet(_REVOKE, client.revoke)


def permit_forms(client: KaoshixingClient | None) -> tuple[Form, ...]:
    """`/grant` and `/revoke`."""
    if client is None:
        return _form(_GRANT, None), _form(_REVOKE, None)
    return _form(_GRANT, client.grant), _form(_REVOKE, client.revoke)


_Permit = Callable[[str, str], Awaitable[None]]


def _sheet(wording: _Wording, permit: _Permit) -> Sheet:
    async def do(values: Mapping[str, str], person: Person) -> Ended:
        return await _permitted(permit, values, person)

    return Sheet(wording.name, wording.title, (USER, EXAM), key=("user", "exam"), do=do, check=_CHECK)


async def _permitted(permit: _Permit, values: Mapping[str, str], person: Person) -> Ended:
    try:
        await permit(values["user"], values["exam"])
    except ProviderError as problem:
        return failed(problem, person)
    return DONE


def _form(wording: _Wording, permit: _Permit | None) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        both, sure = (masked(answers["user"]), answers["exam"]), answers.get("sure")
        if sure is None:
            return Ask("sure", wording.asks(*both))
        if sure != YES:
            return Leave()
        return told(await _permitted(there(permit), answers, person), wording.done(*both), _CHECK)

    form = Form(
        wording.name,
        wording.summary,
        run,
        usage=_("考生编号 考试编号"),
        steps=(
            Step("user", _("哪个考生？请发送考试星的考生编号。"), USER.read),
            Step("exam", _("哪场考试？请发送考试编号。"), EXAM.read),
            sure_step(_("确定吗？"), optional=True),
        ),
        place="private",
        admins=True,
        once=lambda answers: answers.get("sure") == YES,
        check=_CHECK,
        off=None if permit else OFF,
    )
    return from_file(form, _sheet(wording, permit), at="user") if permit else form
