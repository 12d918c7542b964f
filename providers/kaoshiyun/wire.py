"""考试云 on the wire. Nobody else knows these names. The sources are seeds/001 and upstreams, section 2.

- A success is the absence of errcode (or 0): there is no other sign, and HTTP says 200 in both cases, as far as is
  known. The code is text or a number.
- `creatTime` and `examUrl` in the examples, `createTime` and `examURL` in the tables.
- `examid` in the address, `examID` in the table; the program reads either, the first is sent.
- The grades' exam is named once, in the envelope; it is set into each row here.
- The tables leave out examName and gradeID, and the envelope has a pageSize in one action of three: none is needed.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from yarl import URL

from providers.errors import Ambiguous, BadInput, Changed, Expired, NotFound, Problem, ProviderError
from providers.fields import Fields, body
from providers.http import Answer, Ask
from providers.kaoshiyun.models import Exam, Exercise, Grade, PendingExam
from providers.paging import Page

T = TypeVar("T")

_PATH: Final = "/api/v5/"
_HANDLERS: Final = {"getExamGrade": "gradeaction.ashx"}
_HANDLER: Final = "examaction.ashx"
# It is not said which status comes with an errcode, so these are read too.
_ACCEPTED: Final = frozenset({400, 401, 403})
_TOKEN_CODES: Final = frozenset({*map(str, range(40001, 40015)), "42001"})  # 40006 is documented, the others its kin


def ask(base: str, token: str, action: str, parameters: Mapping[str, str]) -> Ask:
    """All are reads. `base` is the address with or without its /api/v5."""
    handler = _HANDLERS.get(action, _HANDLER)
    url = URL(base.removesuffix("/api/v5") + _PATH + handler, encoded=True)
    return Ask(url.with_query({"token": token, "action": action, **parameters}), repeatable=True, accept=_ACCEPTED)


def page_of(row: Callable[[Fields, Fields], T]) -> Callable[[Answer], Page[T]]:
    """Make a decoder of pages. `row` gets a row and the envelope around it."""

    def decode(answer: Answer) -> Page[T]:
        envelope = _envelope(answer)
        if "items" not in envelope:
            raise Changed("the field items does not fit")
        items = tuple(row(each, envelope) for each in envelope.objects("items"))
        return Page(items, envelope.whole("totalCount"))

    return decode


def exam(row: Fields, _: Fields) -> Exam:
    return Exam(
        exam_id=row.needed("examID"),
        name=row.text("examName"),
        begins=row.moment("beginTime"),
        ends=row.moment("endTime"),
        minutes=row.number("examTime"),
        pass_score=row.number("passScore"),
        paper_score=row.number("paperScore"),
        attended=row.whole("attendNum"),
        passed=row.whole("passNum"),
        best=row.number("maxScore"),
        average=row.number("avgScore"),
        worst=row.number("minScore"),
        created=row.moment("creatTime", "createTime"),
        url=row.link("examUrl"),
    )


def grade(row: Fields, envelope: Fields) -> Grade:
    return Grade(
        exam_id=envelope.text("examID"),
        exam_name=envelope.text("examName"),
        account=row.text("account"),
        name=row.text("userName"),
        department=row.text("deptName"),
        department_path=row.text("fullDeptName"),
        grade_id=row.text("gradeID"),
        begun=row.moment("beginTime"),
        ended=row.moment("endTime"),
        used=row.text("usedTime"),
        paper_score=row.number("paperScore"),
        pass_score=row.number("passScore"),
        score=row.points("gradeScore"),
        rank=row.whole("order"),
        passed=row.flag("isPass"),
        points=row.points("integral"),
        status=row.text("status"),
    )


def pending(row: Fields, _: Fields) -> PendingExam:
    return PendingExam(
        exam_id=row.needed("examID"),
        name=row.text("examName"),
        begins=row.moment("beginTime"),
        ends=row.moment("endTime"),
        minutes=row.number("examTime"),
        times=row.whole("allowTimes"),
        pass_score=row.number("passScore"),
        paper_score=row.number("paperScore"),
        url=row.link("examUrl"),
    )


def exercise(row: Fields, _: Fields) -> Exercise:
    return Exercise(
        exam_id=row.needed("examID"),
        name=row.text("examName"),
        begins=row.moment("beginTime"),
        ends=row.moment("endTime"),
        url=row.link("examUrl"),
    )


def _envelope(answer: Answer) -> Fields:
    try:
        fields = body(answer)
    except Changed:
        if answer.status == 401:  # noqa: PLR2004 (Unauthorized)
            raise Expired("answered 401") from None
        if answer.status in _ACCEPTED:
            raise Changed(f"answered {answer.status}") from None
        raise
    code = fields.text("errcode")
    if code not in {"", "0"}:
        raise refusal(code, fields.text("errmsg"))
    if answer.status in _ACCEPTED:
        raise Changed(f"answered {answer.status}")
    return fields


def refusal(code: str, text: str) -> ProviderError:
    if code in _TOKEN_CODES:
        return Expired("the token is refused")
    match code:
        case "40803":
            return NotFound("no such exam")
        case "40501":
            return BadInput("account", Problem.EMPTY)
        case "40502":
            return NotFound("no such account")
    if "不存在" in text:
        return NotFound(_named(code))
    return Ambiguous(_named(code))


def _named(code: str) -> str:
    # Not just any text of theirs: only what looks like a code is passed on.
    return f"errcode {code}" if re.fullmatch("[0-9]{1,6}", code) else "an errcode that is not documented"
