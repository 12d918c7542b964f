"""A chat's school, and the steps that ask for one."""

from dataclasses import replace
from typing import Final

from bot.changes import SetSchool
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.lines import same
from bot.messages import Reply
from bot.people import Person, School
from bot.words import Words, _
from handlers.failures import refused
from providers.cet.names import clean_name
from providers.cet.places import CODES, parse_province
from providers.errors import BadInput, Problem


def _read_province(text: str) -> str | Refuse:
    try:
        return parse_province(text)
    except BadInput as problem:
        if problem.problem is Problem.UNKNOWN:
            return Refuse(_("没有这个省份。请发送简称，例如 广东、北京、内蒙古（港澳台没有四六级考点）。"))
        return refused(problem)


def _read_school(text: str) -> str | Refuse:
    try:
        return clean_name(text, "school")
    except BadInput as problem:
        return refused(problem)


PROVINCE_CHOICES: Final = tuple(Choice(name, name) for name in CODES)
PROVINCE: Final = Step("province", _("学校在哪个省份？"), _read_province, choices=PROVINCE_CHOICES)
SCHOOL: Final = Step("school", _("请发送学校全称，例如 韶关学院。"), _read_school)

_CLEAR: Final = "clear"


def school_form() -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        where = _("本群的学校") if person.group else _("你的学校")
        if "province" not in answers:
            return Ask("province", _now(where, person))
        if answers["province"] == _CLEAR:
            return Done((Reply(_("好的，不再记住{where}。", where=where)),), (SetSchool(None),))
        if "school" not in answers:
            return Ask("school", _("{province}的哪一所？", province=answers["province"]))
        school = School(answers["province"], answers["school"])
        said = _("已记住{where}：{province} {school}。", where=where, province=school.province, school=school.name)
        return Done((Reply(said),), (SetSchool(school),))

    def kept(answers: Answers, _person: Person) -> bool:
        return answers.get("province") != _CLEAR

    return Form(
        "school",
        _("设置学校，按姓名查询时用"),
        run,
        words=("学校",),
        usage=_("省份 学校"),
        steps=(
            replace(
                PROVINCE,
                read=_read_change,
                choices=(*PROVINCE_CHOICES, Choice(_CLEAR, _("不记学校"))),
                optional=True,
            ),
            replace(SCHOOL, when=kept, optional=True),
        ),
        place="admins",
    )


def _read_change(text: str) -> str | Refuse:
    return _CLEAR if any(same(text, word) for word in (_CLEAR, "清除")) else _read_province(text)


def _now(where: Words, person: Person) -> Words:
    """What is kept for this chat, which in a group is nobody's own school."""
    school = person.school
    if school is None or (person.group and person.own_school):
        return _("还没有设置{where}。", where=where)
    return _("现在{where}是 {province} {school}。", where=where, province=school.province, school=school.name)
