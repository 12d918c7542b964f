"""`/candidate show|add|edit`: 考试星's candidates, for administrators.

Phone and card numbers are shown by their last four, and passwords are set elsewhere.
"""

from typing import Final

from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import Words, _, joined, lines
from handlers.admin.calls import NO_CANDIDATE, changed
from handlers.admin.candidate_shown import candidate_shown, value_shown
from handlers.batch.candidates import CHECK, candidates_sheet
from handlers.batch.from_file import from_file
from handlers.batch.kaoshixing import OFF
from handlers.csv_file import masked
from handlers.failures import FIELDS, no_answer, reading, refused
from handlers.sources import everything
from handlers.sure import NO, sure_step
from handlers.there import there
from providers.errors import BadInput, NotFound, ProviderError
from providers.kaoshixing.candidate import CHANGEABLE, LONGEST, checked, parse_user_id
from providers.kaoshixing.client import KaoshixingClient
from providers.texts import fold, typed

SHOW, ADD, EDIT = "show", "add", "edit"
_ACTIONS: Final = {SHOW: _("查看"), ADD: _("新增"), EDIT: _("修改")}
_OFFERED: Final = ("user_name", "department", "phone", "identity_card", "status")


def candidate_form(client: KaoshixingClient | None) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        act = {SHOW: _show, ADD: _add, EDIT: _edit}[answers["action"]]
        try:
            return await act(there(client), answers, person)
        except BadInput as problem:
            return Refuse(refused(problem).why)
        except NotFound:
            return Refuse(NO_CANDIDATE)

    form = Form(
        "candidate",
        _("考试星的考生"),
        run,
        usage=_("show 考生编号，add 考生编号 姓名 部门，或 edit 考生编号 字段 值"),
        steps=_STEPS,
        place="private",
        admins=True,
        once=lambda answers: answers["action"] != SHOW and answers.get("sure", NO) != NO,
        check=CHECK,
        off=None if client else OFF,
    )
    return from_file(form, candidates_sheet(client), at="new") if client else form


def _when(*actions: str, step: Step) -> Step:
    return Step(
        step.name,
        step.question,
        step.read,
        step.choices,
        when=lambda answers, _person: answers.get("action") in actions,
    )


def _action(text: str) -> str | Refuse:
    word = fold(text).casefold()
    return word if word in _ACTIONS else Refuse(_("能做的是 show、add 和 edit。"))


def _field(text: str) -> str | Refuse:
    word = fold(text).casefold()
    if word == "password":
        return Refuse(_("密码不能在这里改，请到考试星后台去改。"))
    if word not in CHANGEABLE:
        return Refuse(_("没有这个字段。有的是：{fields}", fields="、".join(sorted(CHANGEABLE - {"password"}))))
    return word


def _text(name: str) -> Step:
    return Step(name, "", reading(lambda text: typed(text, name, longest=LONGEST)))


_STEPS: Final = (
    Step("action", _("要做什么？"), _action, tuple(Choice(name, label) for name, label in _ACTIONS.items())),
    _when(SHOW, EDIT, step=Step("user", _("考生编号（user_id）是什么？"), reading(parse_user_id))),
    _when(ADD, step=Step("new", _("新考生的编号（user_id）是什么？"), reading(parse_user_id))),
    _when(ADD, step=Step("user_name", _("姓名是什么？"), _text("user_name").read)),
    _when(ADD, step=Step("department", _("在哪个部门？从最上级写起，用“/”分开。"), _text("department").read)),
    _when(
        EDIT,
        step=Step(
            "field",
            _("改哪个字段？用考试星自己的字段名。"),
            _field,
            tuple(Choice(name, joined([FIELDS[name], name], " ")) for name in _OFFERED),
        ),
    ),
    _when(EDIT, step=Step("value", _("改成什么？"), _text("value").read)),
    sure_step(_("确定吗？"), optional=True),
)


async def _show(client: KaoshixingClient, answers: Answers, person: Person) -> Outcome:
    try:
        found = await client.candidate(answers["user"])
        results = await everything(client.results(answers["user"]))
    except (BadInput, NotFound):
        raise
    except ProviderError as problem:
        return Refuse(no_answer(problem, person))
    edit = Option(_("修改"), f"/candidate edit {found.user_id}")
    return Done((Reply(candidate_shown(found, results, person), (edit,)),))


async def _add(client: KaoshixingClient, answers: Answers, person: Person) -> Outcome:
    user, name, department = answers["new"], answers["user_name"], answers["department"]
    what = lines(
        _("在考试星新增考生 {user}：", user=masked(user)),
        _("姓名：{name}", name=masked(name)),
        _("部门：{department}", department=department),
    )
    if "sure" not in answers:
        return Ask("sure", lines(what, await _there_already(client, user)))

    async def add() -> None:
        await client.add(user, name, department)

    done = Done((Reply(_("已新增考生 {user}。", user=masked(user)), (_look(user),)),))
    return await changed(add, answers, person, done=done, check=_check(user))


async def _there_already(client: KaoshixingClient, user: str) -> Words | None:
    """A warning, where the system would change somebody rather than make somebody; or where that isn't known."""
    try:
        found = await client.candidate(user)
    except NotFound:
        return None
    except ProviderError:
        return _("⚠ 没能核对是否已经有这个考生。")
    return _("⚠ 已经有这个考生：{name}，{department}。", name=found.name, department=found.department)


async def _edit(client: KaoshixingClient, answers: Answers, person: Person) -> Outcome:
    user, field, value = answers["user"], answers["field"], answers["value"]
    try:
        checked({field: value}, status=True)
    except BadInput as problem:
        return Ask("value", refused(problem).why)
    shown = value_shown(field, value)
    if "sure" not in answers:
        found = await client.candidate(user)
        who = _("{name}（{user}）", name=found.name, user=masked(user))
        return Ask("sure", _("把 {who} 的 {field} 改成 {value}。", who=who, field=field, value=shown))

    async def edit() -> None:
        await client.update(user, {field: value})

    done = Done((Reply(_("{user} 的 {field} 改好了。", user=masked(user), field=field), (_look(user),)),))
    return await changed(edit, answers, person, done=done, check=_check(user))


def _look(user: str) -> Option:
    return Option(_("查看考生"), f"/candidate show {user}")


def _check(user: str) -> Words:
    return _("不确定有没有做成，用 /candidate show {user} 可以看到。", user=masked(user))
