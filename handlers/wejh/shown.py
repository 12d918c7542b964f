"""Profiles, bindings and the term in words."""

from collections.abc import Sequence
from typing import Final

from bot.words import Lines, Strong, Words, _, joined, lines
from providers.wejh.models import BindState, Board, Bound, Profile, PublicUser, Source, Term

_COMMON: Final = "COMMON"  # the type that tells nothing
_SYSTEMS: Final = {
    "jh": _("精弘"),
    "zfedu": _("正方"),
    "ycedu": _("原创"),
    "lib": _("图书馆"),
    "card": _("校园卡"),
}
_STATES: Final = {
    BindState.UNBOUND: _("未绑定"),
    BindState.STALE: _("已失效，要重新绑定"),
    BindState.BOUND: _("已绑定"),
    None: _("状态不明"),
}
_BOARDS: Final = {Board.ADMIN: _("留言板管理员"), Board.SUPER: _("留言板超级管理员")}
_TERMS: Final = {3: _("上学期"), 12: _("下学期"), 16: _("短学期"), 1: _("寒假"), 9: _("暑假")}
_WEEKDAYS: Final = (
    _("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"),
)  # fmt: skip


def profile_shown(profile: Profile, bindings: Sequence[Bound]) -> Lines:
    portrait = _("头像：已设置") if profile.portrait else _("头像：未设置")
    return lines(
        Strong(profile.nickname or profile.username),
        _("用户名：{username}", username=profile.username),
        _type(profile.usertype),
        _("邮箱：{email}", email=profile.email or _("未填")),
        _("手机号：{phone}", phone=profile.phone or _("未填")),
        portrait,
        _BOARDS.get(profile.board) if profile.board else None,
        *(bound_shown(each) for each in bindings),
    )


def user_shown(user: PublicUser) -> Words:
    parts: list[Words | None] = [Strong(user.nickname or user.username), user.username, _type(user.usertype)]
    return joined([part for part in parts if part], " · ")


def term_shown(term: Term) -> Lines:
    name = _TERMS.get(term.code) or _("第 {code} 学期", code=str(term.code))
    year = _("{year} 学年{term}", year=f"{term.year}/{term.year + 1}", term=name)
    days = _("{begins} 至 {ends}", begins=str(term.begins), ends=str(term.ends)) if term.begins and term.ends else None
    guessed = _("校园系统没有给出校历，这是按今天的日期推算的，没有周次。") if term.source is Source.CALENDAR else None
    return lines(Strong(year), joined([*_week(term), _WEEKDAYS[term.weekday - 1]], " · "), days, guessed)


def _week(term: Term) -> list[Words]:
    if term.week is None:
        return []
    if term.week < 1:
        return [_("还没开学")]
    if term.weeks is None:
        return [_("第 {week} 周", week=str(term.week))]
    return [_("第 {week} 周，共 {weeks} 周", week=str(term.week), weeks=str(term.weeks))]


def _type(usertype: str) -> Words | None:
    return _("类型：{type}", type=usertype) if usertype not in ("", _COMMON) else None


def bound_shown(bound: Bound) -> Words:
    name, state = _SYSTEMS.get(bound.name, bound.name), _STATES[bound.state]
    if bound.pid and bound.state is not BindState.UNBOUND:
        return _("{name}：{state}，{pid}", name=name, state=state, pid=bound.pid)
    return _("{name}：{state}", name=name, state=state)
