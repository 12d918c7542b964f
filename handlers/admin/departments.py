"""`/department` and `/loginlink`: a department moved in 考试星, and the way in as one of its candidates."""

from typing import Final

from bot.forms import Answers, Ask, Done, Form, Outcome, Read, Refuse, Step
from bot.messages import Reply
from bot.people import Person
from bot.words import _, lines
from handlers.admin.calls import NO_CANDIDATE, changed
from handlers.batch.kaoshixing import OFF
from handlers.csv_file import masked
from handlers.failures import no_answer, reading, refused
from handlers.sure import NO, sure_step
from handlers.there import there
from providers.errors import BadInput, NotFound, ProviderError
from providers.kaoshixing.candidate import LONGEST, parse_user_id
from providers.kaoshixing.client import KaoshixingClient
from providers.texts import typed

_CHECK: Final = _("不确定有没有移动，请到考试星后台看一下。")


def department_form(client: KaoshixingClient | None) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        name, parent = answers["name"], answers["parent"]
        if "sure" not in answers:
            return Ask("sure", _("把部门 {name} 移到 {parent} 下面，里面的考生一起移过去。", name=name, parent=parent))
        done = Done((Reply(_("{name} 已移到 {parent} 下面。", name=name, parent=parent)),))

        async def move() -> None:
            await there(client).move_department(name, parent)

        try:
            return await changed(move, answers, person, done=done, check=_CHECK)
        except BadInput as problem:
            return Refuse(refused(problem).why)
        except NotFound:
            return Refuse(_("考试星里没有这个部门。"))

    return Form(
        "department",
        _("移动考试星的部门"),
        run,
        usage=_("部门 上级部门"),
        steps=(
            Step("name", _("移动哪个部门？从最上级写起，用“/”分开。"), _department("department")),
            Step("parent", _("移到哪个部门下面？"), _department("parent")),
            sure_step(_("确定吗？"), optional=True),
        ),
        place="private",
        admins=True,
        once=lambda answers: answers.get("sure", NO) != NO,
        check=_CHECK,
        off=None if client else OFF,
    )


def loginlink_form(client: KaoshixingClient | None) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        try:
            found = await there(client).candidate(answers["user"])
            link = await there(client).silent_login_link(found.user_id)
        except BadInput as problem:
            return Refuse(refused(problem).why)
        except NotFound:
            return Refuse(NO_CANDIDATE)
        except ProviderError as problem:
            return Refuse(no_answer(problem, person))
        text = lines(
            _("以 {name}（{user}）的身份登录考试星：", name=found.name, user=masked(found.user_id)),
            link.url,
            _("⚠ 打开它的人就是这个考生，能代他考试、看他的成绩。只能发给本人，不要发到群里；很快就会失效。"),
        )
        return Done((Reply(text, passing=True),))

    return Form(
        "loginlink",
        _("考生的登录链接"),
        run,
        usage=_("考生编号"),
        steps=(Step("user", _("哪个考生？发送考生编号（user_id）。"), reading(parse_user_id)),),
        place="private",
        admins=True,
        off=None if client else OFF,
    )


def _department(field: str) -> Read:
    return reading(lambda text: typed(text, field, longest=LONGEST))
