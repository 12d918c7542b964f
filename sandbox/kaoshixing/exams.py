"""The exams of 601 and 702. Their fields are those that a client in public reads; no document tells more."""

from collections.abc import Mapping, Sequence

from sandbox.kaoshixing import refusals
from sandbox.kaoshixing.candidates import needed
from sandbox.kaoshixing.models import Exam, Result
from sandbox.kaoshixing.records import Records
from sandbox.moments import Time, to_seconds

PAGE_SIZE = 10
WEB = "https://www.kaoshixing.com/exam"

Row = dict[str, object]


def listed(asked: Mapping[str, str], records: Records) -> Mapping[str, object]:
    """Return the exams (601)."""
    return _page(asked, [exam_row(exam) for exam in records.exams.values()])


def results(asked: Mapping[str, str], records: Records, time: Time) -> Mapping[str, object]:
    """Return one candidate's exams, each with its result if there is one (702)."""
    (user_id,) = needed(asked, "user_id")
    candidate = records.candidate(user_id)
    if candidate is None:
        raise refusals.no_user()
    return _page(asked, [result_row(*pair) for pair in records.exams_of(candidate, time.now())])


def exam_row(exam: Exam) -> Row:
    return {
        "examInfoId": int(exam.id),
        "examStyleName": exam.style,
        "examName": exam.name,
        "examStartTime": to_seconds(exam.begin),
        "examEndTime": to_seconds(exam.end),
        "examTimeRestrict": 1,
        "examTime": exam.minutes,
        "examLink": f"{WEB}/before_answer_notice/{exam.id}",
        "practiceMode": int(exam.is_practice),
    }


def result_row(exam: Exam, result: Result | None) -> Row:
    return exam_row(exam) | {
        "examResultsId": result.id if result else None,
        "results": float(result.score) if result else None,
        "isPass": result.is_pass if result else None,
        "inquireLink": f"{WEB}/exam_check/{result.id}" if result else None,
        "status": result.status if result else 0,
    }


def _page(asked: Mapping[str, str], rows: Sequence[Row]) -> Mapping[str, object]:
    text = asked.get("page", "")
    page = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(PAGE_SIZE**8)) else 1
    shown = rows[max(page - 1, 0) * PAGE_SIZE : max(page, 1) * PAGE_SIZE]
    content = {"total": len(rows), "current": max(page, 1), "rowCount": len(shown), "rows": shown}
    return {"success": True, "code": 10000, "desc": "成功", "englishDesc": "success", "bizContent": content}
