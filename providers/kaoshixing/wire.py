"""考试星 on the wire. Nobody else knows these names. The sources are seeds/003 and upstreams, section 4.

- Every call is a POST of JSON to one address; which one it is says `action_id` in the JWT.
- Three envelopes: {code, msg}, {success, code, desc, bizContent}, and bare rows without a code.
- Codes are 10000 and 31000, and also texts with leading zeros ("0042"): compared as text, never made numbers.
- A list is `rows` in the body, `rows` in bizContent, or bizContent itself.
- Addresses come with line breaks in them.
- Departments are asked for in camelCase (depName, pDepName), everything else in snake_case.
"""

import re
from collections.abc import Callable
from typing import Final

from providers.errors import Ambiguous, BadInput, Expired, Locked, NotFound, Problem, ProviderError, WrongCredentials
from providers.fields import Fields, body, misfit
from providers.http import Answer
from providers.kaoshixing.models import Added, Candidate, Exam, ExamResult, LoginLink
from providers.paging import Page

LOG_IN: Final = "201"
UPDATE: Final = "202"
LOG_IN_SILENTLY: Final = "203"
ADD: Final = "206"
PERMIT: Final = "207"
MOVE_DEPARTMENT: Final = "208"
FIND: Final = "209"
EXAMS: Final = "601"
RESULTS: Final = "702"

_SUCCESS: Final = "10000"


def done(answer: Answer) -> None:
    """Raise what failed."""
    _unwrapped(answer)


def login_link(answer: Answer) -> LoginLink:
    return LoginLink(_unwrapped(answer).link("url") or misfit("url"))


def added(answer: Answer) -> Added:
    return Added("".join(_unwrapped(answer).needed("jwt").split()))


def candidates(answer: Answer) -> tuple[Candidate, ...]:
    return tuple(_candidate(row) for row in _rows(_unwrapped(answer))[0])


def exams(answer: Answer) -> Page[Exam]:
    rows, total = _rows(_unwrapped(answer))
    return Page(tuple(_exam(row) for row in rows), total)


def results(answer: Answer) -> Page[ExamResult]:
    rows, total = _rows(_unwrapped(answer))
    return Page(tuple(_result(row) for row in rows), total)


def _unwrapped(answer: Answer) -> Fields:
    fields = body(answer)
    code, success = fields.text("code"), fields.flag("success")
    if success is False or not (code == _SUCCESS or success or (not code and "rows" in fields)):
        if not code and success is None:
            misfit("code")
        raise refusal(code, f"{fields.text('msg')} {fields.text('desc')} {fields.text('englishDesc')}")
    return fields


def refusal(code: str, text: str) -> ProviderError:
    """Judge by the code where it is documented, else by words; the first that is found decides."""
    if code == "0005":  # 参数获取不到
        return BadInput("user_id", Problem.EMPTY)
    if code == "31014":  # 用户不存在
        return NotFound("no such candidate")
    word = text.casefold()
    for parts, make in _WORDS:
        if any(part in word for part in parts):
            return make()
    return Ambiguous(f"code {code}" if re.fullmatch("[0-9]{1,6}", code) else "a code that is not documented")


def _said(text: str) -> tuple[tuple[str], Callable[[], ProviderError]]:
    return (text,), lambda: Ambiguous(text)


_WORDS: Final[tuple[tuple[tuple[str, ...], Callable[[], ProviderError]], ...]] = (
    # What concerns the operator comes first: "appId不存在" is nobody who was not found.
    (
        ("过期", "expired"),
        lambda: Expired("the JWT has expired: does the clock go right, and does exp_unit fit?"),
    ),
    (
        ("jwt", "签名", "signature", "appid", "app_id", "appkey", "app_key"),
        lambda: WrongCredentials("app_id or app_key is refused"),
    ),
    (("action_id",), lambda: Ambiguous("the action is not known there")),
    (("考生不存在", "用户不存在", "user not exist"), lambda: NotFound("no such candidate")),
    (("考试不存在",), lambda: NotFound("no such exam")),
    (("不存在", "not exist"), lambda: NotFound("no such thing")),
    (("禁用", "冻结", "锁定"), lambda: Locked("the candidate may not be used")),
    # The documented texts of failures that have no class of their own. Only these are passed on.
    _said("更新考生部门失败"),
    _said("更新考生信息失败"),
    _said("更新部门失败"),
)


def _rows(fields: Fields) -> tuple[list[Fields], int | None]:
    content = fields.raw("bizContent")
    if isinstance(content, list):
        return fields.objects("bizContent"), None
    if isinstance(content, dict):
        fields = Fields(content)
    elif content is not None:
        misfit("bizContent")
    if "rows" not in fields:
        misfit("rows")
    return fields.objects("rows"), fields.whole("total")


def _candidate(row: Fields) -> Candidate:
    one, two, three, four, five = (row.text(f"field{number}") for number in range(1, 6))
    return Candidate(
        user_id=row.needed("user_id"),
        name=row.text("user_name"),
        department=row.text("department"),
        sex=row.text("sex"),
        phone=row.text("phone"),
        notice=row.text("notice"),
        position=row.text("position"),
        identity_card=row.text("identity_card"),
        custom=(one, two, three, four, five),
    )


def _exam(row: Fields) -> Exam:
    return Exam(
        exam_id=row.needed("examInfoId"),
        name=row.text("examName"),
        category=row.text("examStyleName"),
        begins=row.moment("examStartTime"),
        ends=row.moment("examEndTime"),
        minutes=row.number("examTime"),
        homework=row.flag("practiceMode"),
    )


def _result(row: Fields) -> ExamResult:
    return ExamResult(
        exam=_exam(row),
        result_id=row.text("examResultsId"),
        score=row.points("results"),
        passed=row.flag("isPass"),
        exam_link=row.link("examLink"),
        result_link=row.link("inquireLink"),
        status=row.text("status"),
    )
