"""What the exam systems' errors mean to a person: the one place where they become words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.forms import Read, Refuse
from bot.people import Person
from bot.words import Text, Words, _
from providers.errors import (
    Ambiguous,
    BadInput,
    Changed,
    Expired,
    NotFound,
    Problem,
    ProviderError,
    Throttled,
    Unavailable,
    WrongCredentials,
)
from providers.wejh.refusals import Unbound

FIELDS: Final = {
    "name": _("姓名"),
    "school": _("学校"),
    "province": _("省份"),
    "ticket": _("准考证号"),
    # 考试云 and 码学堂
    "account": _("账号"),
    "exam": _("考试编号"),
    "problem_type": _("题型"),
    "problem": _("题目编号"),
    "solve_id": _("提交编号"),
    # 考试星's candidates
    "user_id": _("考生编号"),
    "user_name": _("姓名"),
    "department": _("部门"),
    "parent": _("上级部门"),
    "user_label": _("标签"),
    "sex": _("性别"),
    "notice": _("备注"),
    "position": _("职位"),
    "identity_card": _("身份证号"),
    "compare_photo": _("照片地址"),
    "custom_url": _("跳转地址"),
    "status": _("状态"),
    **{f"field{number}": _("自定义字段{number}", number=str(number)) for number in range(1, 6)},
    "field": _("字段"),
    "changes": _("修改内容"),
    # the campus accounts
    "username": _("用户名"),
    "usernames": _("用户名"),
    "nickname": _("昵称"),
    "password": _("密码"),
    "old": _("旧密码"),
    "new": _("新密码"),
    "pid": _("学号"),
    "email": _("邮箱"),
    "phone": _("手机号"),
    "portrait": _("头像"),
    "year": _("学年"),
    "term": _("学期"),
}
# What has a form rather than an alphabet.
_FORMS: Final = frozenset({"exam", "problem", "solve_id", "compare_photo", "custom_url", "pid", "email", "phone"})


def refused(problem: BadInput) -> Refuse:
    """Why an answer can't be asked for."""
    field = FIELDS.get(problem.field, _("这一项"))
    if problem.problem is Problem.MALFORMED and problem.field in _FORMS:
        return Refuse(_("{field}的格式不对。", field=field))
    return Refuse(_reasons(field)[problem.problem])


def reading(parse: Callable[[str], str]) -> Read:
    """An answer as a client takes it, or what is wrong with it."""

    def read(text: str) -> str | Refuse:
        try:
            return parse(text)
        except BadInput as problem:
            return refused(problem)

    return read


def _reasons(field: Words) -> Mapping[Problem, Words]:
    return {
        Problem.EMPTY: _("{field}不能是空的。", field=field),
        Problem.TOO_LONG: _("{field}太长了。", field=field),
        Problem.TOO_SHORT: _("{field}太短了。", field=field),
        Problem.SLASH: _("{field}里不能有“/”，考试系统处理不了它。", field=field),
        Problem.MALFORMED: _("{field}里有不能用的字符。", field=field),
        Problem.UNKNOWN: _("没有这样的{field}。", field=field),
        Problem.TAKEN: _("这个{field}已经有人用了。", field=field),
        Problem.NOT_ALLOWED: _("系统不允许这个{field}这样做。", field=field),
    }


def no_answer(problem: ProviderError, person: Person) -> Words:
    """Why a system gave no answer; for errors that say nothing about what was asked.

    A refused token or key is the operator's business, whoever asked. Only the campus system means the person by it:
    whoever asks that one words WrongCredentials and Expired beforehand.
    """
    match problem:
        case Unavailable(since=since):
            return _("考试系统没有应答（自 {since} 起）。", since=moment(since or person.now, person))
        case Throttled(retry_after=wait):
            return _("考试系统现在请求太多，请 {wait}后再试。", wait=_span(wait))
        case Changed():
            return _("考试系统的回答看不懂，它可能正在维护或改了版。")
        case Expired() | WrongCredentials():
            return _("考试系统不接受机器人的令牌或密钥。这与你无关，请告诉管理员。")
        case _:
            return _("考试系统没能完成这次查询。")


def campus_refused(problem: ProviderError, person: Person, account: str = "") -> Words:
    """Why the campus system did not do it. There a credit or password is the person's own, of this `account`."""
    match problem:
        case Expired():
            why: Words = _("校园账号 {account} 的登录已经失效，请重新登录。", account=account)
        case WrongCredentials():
            why = _("校园系统不接受这个密码。")
        case Unbound(binding=binding, again=again):
            why = _unbound(binding, again=again)
        case NotFound():
            why = _("校园系统里没有这个用户。")
        case BadInput():
            why = refused(problem).why
        case Ambiguous() if account:
            why = _("校园系统没能完成，也没有说明原因。登录凭证可能已经不能用了，请重新登录。")
        case Ambiguous():
            why = _("校园系统没能完成，也没有说明原因。请过一会儿再试。")
        case _:
            why = no_answer(problem, person)
    return why


def _unbound(binding: str, *, again: bool) -> Words:
    name = _("精弘") if binding == "jh" else _("正方")
    return _("请先重新绑定{name}。", name=name) if again else _("请先绑定{name}。", name=name)


def unsure(problem: ProviderError) -> bool:
    """Whether what was asked may have been done all the same."""
    return isinstance(problem, Unavailable | Changed | Ambiguous) and not problem.untouched


def moment(when: datetime, person: Person) -> str:
    """The time, with the day where that is not today."""
    return clock(when, person.now)


def clock(when: datetime, now: datetime) -> str:
    """The same, for who has no person to tell it to."""
    local = when.astimezone(now.tzinfo)
    return local.strftime("%H:%M" if local.date() == now.date() else "%Y-%m-%d %H:%M")


def _span(wait: timedelta | None) -> Text:
    seconds = max(1, round(wait.total_seconds())) if wait else 10
    if seconds < 100:  # noqa: PLR2004 - from here on minutes read better
        return _("{seconds} 秒", seconds=str(seconds))
    return _("{minutes} 分钟", minutes=str(-(-seconds // 60)))


def bulleted(causes: Sequence[Words]) -> tuple[Words, ...]:
    return tuple(_("· {cause}", cause=cause) for cause in causes)
