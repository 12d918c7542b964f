"""`/judge`: how 码学堂 judged a submission, in words."""

from collections.abc import Iterator
from datetime import tzinfo
from typing import Final

from bot.aims import Aim
from bot.changes import StopWatching, WatchFor
from bot.forms import Answers, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Option, Reply
from bot.people import Counted, Limit, Person
from bot.words import Strong, Words, _, joined, lines
from handlers.failures import no_answer, refused
from handlers.scores import plain
from handlers.there import there
from providers.errors import BadInput, NotFound, ProviderError
from providers.maxuetang.client import MaxuetangClient
from providers.maxuetang.models import Blank, Judgement, TestRun
from providers.maxuetang.submission import ProblemType, parse_submission, parse_type

_TYPES: Final = {
    ProblemType.TRUE_FALSE: _("判断题"),
    ProblemType.SINGLE_CHOICE: _("单项选择题"),
    ProblemType.MULTIPLE_CHOICE: _("多项选择题"),
    ProblemType.BLANKS: _("填空题"),
    ProblemType.PROGRAM_BLANKS: _("程序填空题"),
    ProblemType.FUNCTION: _("函数题"),
    ProblemType.PROGRAM: _("编程题"),
    ProblemType.ESSAY: _("主观题"),
}
_MEANINGS: Final = {
    "0": _("未判"),
    "1": _("待重判"),
    "2": _("正在编译"),
    "3": _("正在判题中"),
    "4": _("答案正确"),
    "5": _("输出格式错误"),
    "6": _("答案错误"),
    "7": _("运行超时"),
    "8": _("内存超限"),
    "9": _("输出超限"),
    "10": _("运行错误"),
    "11": _("编译错误"),
    "12": _("编译成功"),
    "20": _("部分正确"),
}
FOLLOWED: Final = "maxuetang"  # the kind of aim that follows a submission to its end
_FIRST_S = 3.0  # before it is asked again
_MOST_RUNS = 20  # of a program's test data that are shown
_LONGEST = 1500  # characters of a program, an essay or a compiler's words that are shown


def _read_type(text: str) -> str | Refuse:
    try:
        return str(int(parse_type(text)))
    except BadInput as problem:
        return refused(problem)


def _read_problem(text: str) -> str | Refuse:
    try:
        return parse_submission("1", text, "1").pid
    except BadInput as problem:
        return refused(problem)


def _read_solve(text: str) -> str | Refuse:
    try:
        return parse_submission("1", "1", text).solve_id
    except BadInput as problem:
        return refused(problem)


_STEPS: Final = (
    Step("type", _("是哪种题？"), _read_type, tuple(Choice(str(int(each)), word) for each, word in _TYPES.items())),
    Step("pid", _("请发送题目编号（pid）。"), _read_problem),
    Step("solve_id", _("请发送提交编号（solve_id）。"), _read_solve),
)


def judge_form(client: MaxuetangClient | None, lookups: Limit) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        line = "/judge {type} {pid} {solve_id}".format_map(answers)
        again = Option(_("再查一次"), line)
        try:
            judgement = await there(client).result(answers["type"], answers["pid"], answers["solve_id"])
        except NotFound:
            return Done((Reply(_("码学堂没有这次提交。请核对题型、题目编号和提交编号。"), (again,)),))
        except BadInput as problem:
            return Done((Reply(refused(problem).why),), counted=False)
        except ProviderError as problem:
            return Done((Reply(no_answer(problem, person), (again,)),), counted=False)
        told = judged(judgement, person.now.tzinfo)
        aim = Aim(FOLLOWED, line.removeprefix("/judge "))
        if judgement.final:
            return Done((Reply(told),), (StopWatching(aim=aim),))  # else who followed it would be told again
        follow = WatchFor(aim, person.address, wait_s=_FIRST_S)
        return Done((Reply(lines(told, _("还在判，判完了会告诉你。")), (again,)),), (follow,))

    def counts(answers: Answers, _person: Person) -> tuple[Counted, ...]:
        return (Counted(lookups, "judge {type} {pid} {solve_id}".format_map(answers)),)

    return Form(
        "judge",
        _("查码学堂判题结果"),
        run,
        words=("判题",),
        usage=_("题型 题目编号 提交编号"),
        steps=_STEPS,
        personal=True,
        counts=counts,
        off=None if client else _("码学堂判题查询在这里没有开通。"),
    )


def judged(judgement: Judgement, zone: tzinfo | None) -> Words:
    """The system's own verdict and score: a wrong answer may have points, and nothing is worked out from them."""
    kind = _TYPES[judgement.problem_type]
    head = _("{kind} · 题目 {pid} · 提交 {solve_id}", kind=kind, pid=judgement.pid, solve_id=judgement.solve_id)
    at = judgement.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if judgement.at else ""
    return lines(
        head,
        Strong(_verdict(judgement)),
        *_details(judgement),
        _("提交时间 {at}", at=at) if at else None,
    )


def _verdict(judgement: Judgement) -> Words:
    if judgement.problem_type is ProblemType.ESSAY and judgement.verdict.code == "0":
        return _("已提交，主观题不自动判分")
    meaning = _meaning(judgement.verdict.code)
    if judgement.score is None or not judgement.final:  # until then the system says 0
        return meaning
    return _("{meaning} · {score} 分", meaning=meaning, score=plain(judgement.score))


def _meaning(code: str) -> Words:
    return _MEANINGS.get(code) or _("未知的结果（代码 {code}）", code=code)


def _details(judgement: Judgement) -> Iterator[Words]:
    if judgement.choices:
        yield _("你选了：{chosen}", chosen=_chosen(judgement))
    for blank in judgement.blanks:
        yield _blank(blank)
    for run in judgement.runs[:_MOST_RUNS]:
        yield _run(run)
    if len(judgement.runs) > _MOST_RUNS:
        yield _("……还有 {count} 组测试数据", count=str(len(judgement.runs) - _MOST_RUNS))
    if judgement.language:
        yield _("语言 {language}", language=judgement.language)
    if judgement.text:
        yield _("你提交的内容：")
        yield _cut(judgement.text)
    if judgement.error:
        yield _("编译信息：")
        yield _cut(judgement.error)


def _chosen(judgement: Judgement) -> Words:
    chosen = [choice.key for choice in judgement.choices if choice.chosen]
    if not chosen:
        return _("没有选")
    if judgement.problem_type is ProblemType.TRUE_FALSE:
        return joined([_("对") if key == "1" else _("错") if key == "0" else key for key in chosen], "、")
    return "、".join(chosen)


def _blank(blank: Blank) -> Words:
    parts: list[Words] = [_("第 {number} 空", number=blank.number)]
    if blank.verdict:
        parts.append(_meaning(blank.verdict.code))
    if blank.score is not None:
        parts.append(_("{score} 分", score=plain(blank.score)))
    told = joined(parts, " · ")
    return _("{blank}：{answer}", blank=told, answer=blank.answer) if blank.answer else told


def _run(run: TestRun) -> Words:
    names = {"test": _("自测数据"), "sample": _("样例数据")}
    parts: list[Words] = [names.get(run.name) or _("测试数据 {name}", name=run.name)]
    if run.verdict:
        parts.append(_meaning(run.verdict.code))
    if run.score is not None:
        parts.append(_("{score} 分", score=plain(run.score)))
    if run.milliseconds is not None:
        parts.append(_("{time} 毫秒", time=plain(run.milliseconds)))
    if run.memory_kb is not None:
        parts.append(f"{plain(run.memory_kb)} KB")
    if run.description:
        parts.append(run.description)
    return joined(parts, " · ")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
