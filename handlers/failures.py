"""What the exam systems' errors mean to a person: the one place where they become words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.forms import Refuse
from bot.people import Person
from bot.words import Text, Words, _
from providers.errors import BadInput, Changed, Problem, ProviderError, Throttled, Unavailable

_FIELDS: Final = {"name": _("姓名"), "school": _("学校"), "province": _("省份"), "ticket": _("准考证号")}


def refused(problem: BadInput) -> Refuse:
    """Why an answer can't be asked for."""
    field = _FIELDS.get(problem.field, _("这一项"))
    match problem.problem:
        case Problem.EMPTY:
            return Refuse(_("{field}不能是空的。", field=field))
        case Problem.TOO_LONG:
            return Refuse(_("{field}太长了。", field=field))
        case Problem.SLASH:
            return Refuse(_("{field}里不能有“/”，查分系统处理不了它。", field=field))
        case Problem.UNKNOWN:
            return Refuse(_("没有这样的{field}。", field=field))
        case _:
            return Refuse(_("{field}里有不能用的字符。", field=field))


def no_answer(problem: ProviderError, person: Person) -> Words:
    """Why a system gave no answer; for errors that say nothing about what was asked."""
    match problem:
        case Unavailable(since=since):
            return _("查分系统没有应答（自 {since} 起）。", since=_moment(since or person.now, person))
        case Throttled(retry_after=wait):
            return _("查分系统现在请求太多，请 {wait}后再试。", wait=_span(wait))
        case Changed():
            return _("查分系统的回答看不懂，它可能正在维护或改了版。")
        case _:
            return _("查分系统没能完成这次查询。")


def _moment(when: datetime, person: Person) -> str:
    local = when.astimezone(person.now.tzinfo)
    return local.strftime("%H:%M" if local.date() == person.now.date() else "%Y-%m-%d %H:%M")


def _span(wait: timedelta | None) -> Text:
    seconds = max(1, round(wait.total_seconds())) if wait else 10
    if seconds < 100:  # noqa: PLR2004 - from here on minutes read better
        return _("{seconds} 秒", seconds=str(seconds))
    return _("{minutes} 分钟", minutes=str(-(-seconds // 60)))


def bulleted(causes: Sequence[Words]) -> tuple[Words, ...]:
    return tuple(_("· {cause}", cause=cause) for cause in causes)
