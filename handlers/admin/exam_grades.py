"""`/examgrades`: everybody's grades in one exam, for administrators."""

from typing import Final

from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.keeping import Accounts
from bot.messages import Reply
from bot.people import Person
from bot.words import Strong, Words, _, joined, lines, render
from handlers.admin.exam_list import key_of
from handlers.admin.exams import Examiners, all_exams, scores_shown
from handlers.admin.marks import Mark, Marks, exam_number, of_kaoshixing, of_kaoshiyun
from handlers.admin.paging import FILE, page_of, page_options, page_step
from handlers.csv_file import csv_file, masked
from handlers.failures import no_answer, refused
from handlers.labels import SYSTEMS
from handlers.scores import plain
from providers.errors import BadInput, NotFound, ProviderError
from providers.kaoshiyun.exam_id import parse_exam_id

_SIZE: Final = 10
_CHOICES: Final = 8
_HEAD: Final = (
    _("账号"),
    _("姓名"),
    _("部门"),
    _("分数"),
    _("满分"),
    _("及格线"),
    _("是否通过"),
    _("名次"),
    _("时间"),
    _("状态"),
)
_KAOSHIXING: Final = frozenset({"kaoshixing", "考试星"})
_Found = tuple[str, Marks]  # what the exam is called by from now on, and its grades


def examgrades_form(examiners: Examiners, accounts: Accounts) -> Form:
    async def choices(_answers: Answers, person: Person) -> tuple[Choice, ...]:
        exams = await all_exams(examiners, person)
        labels = (lines(each.title or each.exam_id) for each in exams.listed)
        return tuple(Choice(key_of(each), label) for each, label in zip(exams.listed[:_CHOICES], labels, strict=False))

    async def run(answers: Answers, person: Person) -> Outcome:
        try:
            found = await _asked(examiners, accounts, answers["exam"], person)
        except BadInput as problem:
            return Ask("exam", refused(problem).why)
        except NotFound:
            return Ask("exam", _("没有这场考试，/examlist 里有所有考试。"))
        if isinstance(found, Refuse):
            return found
        key, marks = found
        asked = answers.get("page", "")
        return Done((_file(marks, person) if asked == FILE else _page(key, marks, asked),))

    return Form(
        "examgrades",
        _("一场考试的所有成绩"),
        run,
        usage=_("考试编号 [页码]"),
        steps=(Step("exam", _("哪场考试？发送编号或考试网址，也可以从下面选。"), choices=choices), page_step()),
        place="private",
        admins=True,
        off=examiners.off,
    )


async def _asked(examiners: Examiners, accounts: Accounts, text: str, person: Person) -> _Found | Refuse:
    """An id that both systems could have is 考试云's; where that one gives no answer, it may still be 考试星's.

    Raises BadInput and NotFound.
    """
    system, slash, exam = text.partition("/")
    if slash and system.casefold() in _KAOSHIXING:
        return await _in_kaoshixing(examiners, accounts, exam, person)
    exam = parse_exam_id(text)
    first = await _in_kaoshiyun(examiners, exam, person)
    if first and not isinstance(first, Refuse):
        return first
    try:
        second = await _in_kaoshixing(examiners, accounts, exam, person)
    except (BadInput, NotFound):
        if first is None:
            raise
        return first
    return first if first and isinstance(second, Refuse) else second


async def _in_kaoshiyun(examiners: Examiners, exam: str, person: Person) -> _Found | Refuse | None:
    """`None` where it is not there. Raises BadInput."""
    if examiners.kaoshiyun is None:
        return None
    try:
        return exam, await of_kaoshiyun(examiners.kaoshiyun, exam)
    except BadInput:
        raise
    except NotFound:
        return None
    except ProviderError as problem:
        return _away("kaoshiyun", problem, person)


async def _in_kaoshixing(examiners: Examiners, accounts: Accounts, exam: str, person: Person) -> _Found | Refuse:
    """Raises BadInput and NotFound."""
    if examiners.kaoshixing is None:
        raise NotFound("kaoshixing is not set up")
    try:
        return f"kaoshixing/{exam}", await of_kaoshixing(examiners.kaoshixing, accounts, exam_number(exam))
    except (BadInput, NotFound):
        raise
    except ProviderError as problem:
        return _away("kaoshixing", problem, person)


def _away(system: str, problem: ProviderError, person: Person) -> Refuse:
    return Refuse(_("{system}没查到：{why}", system=SYSTEMS[system], why=no_answer(problem, person)))


def _page(key: str, marks: Marks, asked: str) -> Reply:
    shown = page_of(marks.marks, asked, _SIZE)
    rows = [_row(number, each) for number, each in enumerate(shown.items, shown.page.first + 1)]
    text = joined(
        [
            each
            for each in (
                _figures(key, marks),
                lines(*rows) if rows else _("还没有成绩。"),
                marks.note,
                shown.page.heading,
            )
            if each is not None
        ],
        "\n\n",
    )
    picture = marks.picture if shown.page.number == 1 else None
    return Reply(text, page_options(f"/examgrades {key}", shown), picture=picture)


def _figures(key: str, marks: Marks) -> Words:
    """What there is to know of all of them together."""
    _system, slash, exam = key.rpartition("/")
    scores = marks.scores
    counts: list[Words] = [_("共 {count} 人", count=str(len(marks.marks)))]
    if marks.published < len(marks.marks):
        counts.append(_("已发布 {count} 人", count=str(marks.published)))
    if marks.published:
        rate = f"{100 * marks.passed / marks.published:.0f}"
        counts.append(_("通过 {count} 人（{rate}%）", count=str(marks.passed), rate=rate))
    ends = scores_shown(max(scores), marks.average, min(scores)) if scores else []
    return lines(
        Strong(marks.title),
        joined([SYSTEMS["kaoshixing" if slash else "kaoshiyun"], exam], " "),
        joined(counts, " · "),
        joined(ends, " · ") if ends else None,
    )


def _row(number: int, mark: Mark) -> Words:
    name = f"{masked(mark.name)}（{masked(mark.account)}）" if mark.name else masked(mark.account)
    parts: list[Words] = [f"{number}. {name}"]
    if not mark.published:
        return joined([*parts, mark.status or _("未发布")], " · ")
    parts.append(_("{score} 分", score=plain(mark.score)) if mark.score is not None else _("还没有分数"))
    if mark.passed is not None:
        parts.append(_("通过") if mark.passed else _("未通过"))
    return joined(parts, " · ")


def _file(marks: Marks, person: Person) -> Reply:
    def text(words: Words) -> str:
        return render(words, person.language)

    document = csv_file("grades", [text(each) for each in _HEAD], [_cells(each, person) for each in marks.marks])
    told = _("{exam}：共 {count} 人。手机号和身份证号只留后四位。", exam=marks.title, count=str(len(marks.marks)))
    return Reply(lines(told, marks.note), document=document)


def _cells(mark: Mark, person: Person) -> tuple[str, ...]:
    passed = "" if mark.passed is None else render(_("通过") if mark.passed else _("未通过"), person.language)
    numbers = (plain(each) if each is not None else "" for each in (mark.score, mark.full, mark.passing))
    ended = f"{mark.ended.astimezone(person.now.tzinfo):%Y-%m-%d %H:%M}" if mark.ended else ""
    rank = str(mark.rank) if mark.rank is not None else ""
    return mark.account, mark.name, mark.department, *numbers, passed, rank, ended, mark.status
