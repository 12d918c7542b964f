"""CET-4/6 scores: by ticket, by school, and at the chat's own school."""

import re
from collections.abc import Awaitable
from dataclasses import field, replace
from typing import Final

from bot.forms import Answers, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Counted, Limit, Person, School, SetSchool
from bot.values import dataclass
from bot.words import Words, _, lines
from handlers.cet_result import named_warnings, result_reply, ticket_warnings, warned
from handlers.failures import bulleted, no_answer, refused
from handlers.school import PROVINCE, SCHOOL
from providers.cet.client import CetClient
from providers.cet.level import Level, parse_level
from providers.cet.models import CetResult
from providers.cet.names import bare, typed_name
from providers.cet.ticket import is_ticket, parse_ticket
from providers.errors import Ambiguous, BadInput, Problem, ProviderError, Unavailable
from providers.texts import fold

OFF: Final = _("四六级查询在这里没有开通。")
_SHOWN = 40  # characters of something mistaken that are shown again
_AROUND = " \t,，;；:：、。."  # what people put between a ticket and a name
_TICKET_LABEL = re.compile(r"^(?:我的)?(?:准考证号?|考号)[\s是为:：]*")
_BESIDE_NAME = re.compile(r"^(?:[\s,，;；:：、。.]|(?:姓名|名字)[\s是为:：]+)+|[\s,，;；:：、。.]+$")
_BETWEEN = re.compile(r"[\s-]+")
_GROUPS = re.compile(r"(?<![0-9])[0-9]+(?:[\s-]+[0-9]+)+")
_TICKET = re.compile(r"(?<![0-9])[0-9]{15}(?![0-9])")
_TICKET_FIRST = re.compile(
    r"(?:准考证号?)?[\s:：]*(?P<ticket>[0-9]{15})(?![0-9])[\s,，;；:：、]*(?:姓名[\s:：]+)?(?P<name>.{0,60})"
)
_NAME_FIRST = re.compile(
    r"(?:姓名[\s:：]+)?(?P<name>[^0-9]{1,40}?)[\s,，;；:：、]+(?:准考证号?)?[\s:：]*(?P<ticket>[0-9]{15})"
)
_CAUSES: Final = (
    _("准考证号、姓名、学校或类型填错了"),
    _("这次考试的成绩还没有公布"),
    _("姓名里有生僻字或间隔号，系统认不出"),
    _("系统自己暂时查不了"),
)


@dataclass(frozen=True, slots=True)
class CetLimits:
    lookups: Limit
    names: Limit  # different names looked up without a ticket


@dataclass(frozen=True, slots=True)
class CetRules:
    """What an operator chose about CET look-ups."""

    limits: CetLimits
    official_url: str
    local: School  # the one that the system's short route is wired to
    by_name: bool = True


@dataclass(frozen=True, slots=True)
class _Asked:
    """A look-up in words: whose, the line that repeats it with and without the name, and what is odd about it."""

    name: str = field(repr=False)
    line: str = field(repr=False)
    shown: tuple[str, ...] = field(repr=False)
    warnings: tuple[Words, ...] = ()
    whole: str = field(default="", repr=False)  # the line that asks the same wherever it is said; else `line` does

    @property
    def again(self) -> tuple[Option, Option]:
        later = f"{self.whole or self.line} {self.name}"
        return Option(_("再试一次"), f"{self.line} {self.name}"), Option(_("有结果就告诉我"), f"/tellme {later}")

    @property
    def other_name(self) -> Option:
        return Option(_("改姓名"), self.line)


def _read_ticket(text: str) -> str | Refuse:
    written = _BETWEEN.sub("", _TICKET_LABEL.sub("", fold(text)))  # it stands in groups on the admission ticket
    try:
        return parse_ticket(written).digits
    except BadInput:
        if written.isdecimal():
            return Refuse(_("你发来的有 {digits} 位数字。", digits=str(len(written))))
        return Refuse(_("这不是准考证号。"))


def _read_name(text: str) -> str | Refuse:
    if recognised(text) is not None:  # also lets a whole look-up, sent while a name is asked for, begin anew
        return Refuse(_("这是准考证号。"))
    name = _BESIDE_NAME.sub("", text)
    digits = any(character.isdigit() for character in name)
    if name and (digits or not any(character.isalpha() for character in name)):
        return Refuse(_("“{name}”不像姓名。", name=name[:_SHOWN]))
    try:
        return typed_name(name)
    except BadInput as problem:
        return refused(problem)


def _read_level(text: str) -> str | Refuse:
    try:
        return "1" if parse_level(text) is Level.CET4 else "2"
    except BadInput:
        return Refuse(_("请选 1（四级）或 2（六级）。"))


TICKET: Final = Step("ticket", _("请发送 15 位准考证号。"), _read_ticket, sensitive=True, grouped=True)
NAME: Final = Step("name", _("请发送考生姓名。"), _read_name)
LEVEL: Final = Step(
    "type", _("查四级还是六级？"), _read_level, choices=(Choice("1", _("四级")), Choice("2", _("六级")))
)


def recognised(line: str) -> str | None:
    """A line of 15 digits, with or without a name beside them, is a `/cet`; both may bear their labels."""
    line = _GROUPS.sub(_put_together, line)
    match = _TICKET_FIRST.fullmatch(line) or _NAME_FIRST.fullmatch(line)
    return f"{match['ticket']} {match['name'].strip(_AROUND)}".strip() if match else None


def ticket_as_account(line: str) -> str | None:
    """A ticket and a name are an account of this system, named or not; `None` where there are not both."""
    arguments = recognised(line)
    return f"cet {arguments}" if arguments and " " in arguments else None


def _put_together(groups: re.Match[str]) -> str:
    """Digits in groups as the ticket that they are; a phone number and a year, say, are none."""
    digits = _BETWEEN.sub("", groups[0])
    ticket = parse_ticket(digits) if is_ticket(digits) else None
    return digits if ticket and ticket.province and ticket.sitting and ticket.level else groups[0]


def cet_form(client: CetClient | None, rules: CetRules) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        return await looked_up_by_ticket(client, answers, person, rules)

    def counts(answers: Answers, _person: Person) -> tuple[Counted, ...]:
        return counted_by_ticket(rules, answers)

    return Form(
        "cet",
        _("查四六级成绩"),
        run,
        words=("查四六级",),
        usage=_("准考证号 姓名"),
        steps=(TICKET, NAME),
        personal=True,
        counts=counts,
        recognises=recognised if client else None,
        guards=lambda line: _TICKET.search(line) is not None,
        off=None if client else OFF,
    )


def cetfind_form(client: CetClient | None, rules: CetRules) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        school, level, name = answers["school"], _level(answers["type"]), answers["name"]
        call = _on(client).by_school(answers["province"], school, level, name)
        line = f"/cetfind {answers['province']} {school} {answers['type']}"
        shown = (answers["province"], school, f"CET-{level.value}", name)
        return await _looked_up(call, _Asked(name, line, shown, tuple(named_warnings(name))), person, rules)

    def counts(answers: Answers, _person: Person) -> tuple[Counted, ...]:
        school = School(answers["province"], answers["school"])
        return counted_by_name(rules, school, _level(answers["type"]), answers["name"])

    return Form(
        "cetfind",
        _("没有准考证号也能查"),
        run,
        words=("免准考证",),
        usage=_("省份 学校 类型 姓名"),
        steps=(PROVINCE, SCHOOL, LEVEL, NAME),
        personal=True,
        counts=counts,
        off=_off_by_name(client, rules),
    )


def level_form(client: CetClient | None, rules: CetRules, level: Level) -> Form:
    """`/cet4` or `/cet6`: by name at this chat's school, which is asked for once."""
    name_of_it = _("四级") if level is Level.CET4 else _("六级")

    async def run(answers: Answers, person: Person) -> Outcome:
        school, name = _school(answers, person), answers["name"]
        if school == rules.local:
            call = _on(client).local(level, name)
        else:
            call = _on(client).by_school(school.province, school.name, level, name)
        shown = (school.province, school.name, f"CET-{level.value}", name)
        whole = f"/cetfind {school.province} {school.name} {1 if level is Level.CET4 else 2}"
        asked = _Asked(name, f"/cet{level.value}", shown, tuple(named_warnings(name)), whole)
        done = await _looked_up(call, asked, person, rules)
        return done if person.school else _keeping(school, done)

    def counts(answers: Answers, person: Person) -> tuple[Counted, ...]:
        return counted_by_name(rules, _school(answers, person), level, answers["name"])

    def without_school(_answers: Answers, person: Person) -> bool:
        return person.school is None

    return Form(
        f"cet{level.value}",
        _("按姓名查本校{level}", level=name_of_it),
        run,
        words=("四级",) if level is Level.CET4 else ("六级",),
        usage=_("姓名"),
        steps=(
            replace(PROVINCE, when=without_school, in_line=False),
            replace(SCHOOL, when=without_school, in_line=False),
            NAME,
        ),
        carries=_group_s_school,
        personal=True,
        counts=counts,
        off=_off_by_name(client, rules),
    )


async def looked_up_by_ticket(client: CetClient | None, answers: Answers, person: Person, rules: CetRules) -> Done:
    """What the system says to the answers of `TICKET` and `NAME`."""
    ticket, name = answers["ticket"], answers["name"]
    unusual = parse_ticket(ticket).warnings(person.now.date())
    asked = _Asked(name, f"/cet {ticket}", (ticket, name), (*ticket_warnings(unusual), *named_warnings(name)))
    return await _looked_up(_on(client).by_ticket(ticket, name), asked, person, rules)


def counted_by_ticket(rules: CetRules, answers: Answers) -> tuple[Counted, ...]:
    return (Counted(rules.limits.lookups, f"{answers['ticket']} {bare(answers['name'])}"),)


async def _looked_up(call: Awaitable[CetResult], asked: _Asked, person: Person, rules: CetRules) -> Done:
    try:
        result = await call
    except Ambiguous:
        # The system answers every failure alike, so no cause may be told as the one.
        text = lines(
            _("查询失败：{asked}", asked=" · ".join(asked.shown)),
            _("系统没有说明原因，可能是："),
            *bulleted(_CAUSES),
            warned(asked.warnings),
            _("也可以到官网查询：{url}", url=rules.official_url) if rules.official_url else None,
        )
        return Done((Reply(text, (*asked.again, asked.other_name)),))
    except BadInput as problem:
        return Done((Reply(refused(problem).why),), counted=False)
    except ProviderError as problem:
        where = _("可以先到官网查询：{url}", url=rules.official_url) if rules.official_url else None
        return Done((Reply(lines(no_answer(problem, person), where), asked.again),), counted=False)
    return Done((result_reply(result, asked.name, asked.warnings, card=person.pictures),))


def counted_by_name(rules: CetRules, school: School, level: Level, name: str) -> tuple[Counted, ...]:
    asked = f"{school.province} {school.name} {level.value} {bare(name)}"
    return Counted(rules.limits.lookups, asked), Counted(rules.limits.names, bare(name))


def _school(answers: Answers, person: Person) -> School:
    """The school that was asked for, or came along from a group; else the chat's own."""
    if "school" in answers:
        return School(answers["province"], answers["school"])
    if person.school is None:
        raise BadInput("school", Problem.EMPTY)
    return person.school


def _group_s_school(person: Person) -> Answers:
    return {"province": person.school.province, "school": person.school.name} if person.school else {}


def _keeping(school: School, done: Done) -> Done:
    """The school was asked for in passing: from now on it is the chat's."""
    told = _("已记住你的学校：{province} {school}。/school 可以修改。", province=school.province, school=school.name)
    return replace(done, replies=(*done.replies, Reply(told)), changes=(SetSchool(school),))


def _level(cet_type: str) -> Level:
    return Level.CET4 if cet_type == "1" else Level.CET6


def _off_by_name(client: CetClient | None, rules: CetRules) -> Words | None:
    if client is None:
        return OFF
    return None if rules.by_name else _("按姓名查询在这里没有开通，请用 /cet 加准考证号查询。")


def _on(client: CetClient | None) -> CetClient:
    """The client, which only a form that is off lacks; and such a form never runs."""
    if client is None:
        raise Unavailable("the CET system is not set up")
    return client
