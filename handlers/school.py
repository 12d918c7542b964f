"""A chat's school, and the steps that ask for one."""

from typing import Final

from bot.changes import SetSchool
from bot.forms import Answers, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Reply
from bot.people import Person, School
from bot.words import _
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


PROVINCE: Final = Step(
    "province", _("学校在哪个省份？"), _read_province, choices=tuple(Choice(name, name) for name in CODES)
)
SCHOOL: Final = Step("school", _("请发送学校全称，例如 韶关学院。"), _read_school)


def school_form() -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        school = School(answers["province"], answers["school"])
        where = _("本群的学校") if person.group else _("你的学校")
        said = _("已记住{where}：{province} {school}。", where=where, province=school.province, school=school.name)
        return Done((Reply(said),), (SetSchool(school),))

    return Form(
        "school",
        _("设置学校，按姓名查询时用"),
        run,
        words=("学校",),
        usage=_("省份 学校"),
        steps=(PROVINCE, SCHOOL),
        place="admins",
    )
