"""`/examlist`: the exams of 考试云 and 考试星."""

from typing import Final

from bot.forms import Answers, Done, Form, Outcome, Refuse
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import Words, _, joined, render
from handlers.admin.exams import Examiners, Exams, Listed, all_exams, exam_shown, period
from handlers.admin.paging import FILE, Shown, page_of, page_options, page_step
from handlers.csv_file import csv_file
from handlers.labels import SYSTEMS

_SIZE: Final = 5
_HEAD: Final = (_("系统"), _("考试编号"), _("名称"), _("时间"), _("其他"))


def examlist_form(examiners: Examiners) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        exams = await all_exams(examiners, person)
        if not exams.listed:
            return Refuse(joined(exams.notes or [_("还没有考试。")], "\n"))
        asked = answers.get("page", "")
        reply = _file(exams, person) if asked == FILE else _page(exams, page_of(exams.listed, asked, _SIZE), person)
        return Done((reply,))

    return Form(
        "examlist",
        _("所有考试"),
        run,
        usage=_("[页码]"),
        steps=(page_step(),),
        place="private",
        admins=True,
        off=examiners.off,
    )


def _page(exams: Exams, shown: Shown[Listed], person: Person) -> Reply:
    parts = [exam_shown(each, person) for each in shown.items]
    ends = [shown.page.heading] if shown.page.heading else []
    grades = (Option(_("成绩：{exam}", exam=each.title), f"/examgrades {key_of(each)}") for each in shown.items)
    return Reply(joined([*parts, *exams.notes, *ends], "\n\n"), (*grades, *page_options("/examlist", shown)))


def key_of(exam: Listed) -> str:
    """What `/examgrades` knows it by: ids of 考试星 could be 考试云's too."""
    return f"kaoshixing/{exam.exam_id}" if exam.system == "kaoshixing" else exam.exam_id


def _file(exams: Exams, person: Person) -> Reply:
    def text(*words: Words) -> str:
        return render(joined(words, "; "), person.language)

    rows = [
        (text(SYSTEMS[each.system]), each.exam_id, each.title, period(each, person), text(*each.figures))
        for each in exams.listed
    ]
    document = csv_file("exams", [text(each) for each in _HEAD], rows)
    told = _("共 {count} 场考试。", count=str(len(rows)))
    return Reply(joined([told, *exams.notes], "\n"), document=document)
