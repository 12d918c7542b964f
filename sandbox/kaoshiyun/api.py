"""Two handlers with an action each time in the parameters, and errors that only the body tells."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from aiohttp import web

from sandbox.fields import Fields
from sandbox.kaoshiyun.data import filed, tokens
from sandbox.kaoshiyun.models import Account
from sandbox.kaoshiyun.publish import publish
from sandbox.kaoshiyun.records import Records
from sandbox.kaoshiyun.rows import exam_row, exercise_row, grade_row, waiting_row
from sandbox.kaoshiyun.tokens import Tokens
from sandbox.moments import Time
from sandbox.system import Route
from sandbox.wire import folded, told

MANY, FEW = 1000, 10  # items of a page unless asked otherwise; the second for one account's lists

Asked = Mapping[str, str]
Row = Mapping[str, str]

T = TypeVar("T")


class Kaoshiyun:
    name = "kaoshiyun"

    def __init__(self, records: Records, tokens: Tokens, time: Time) -> None:
        self._records = records
        self._tokens = tokens
        self._time = time

    def routes(self) -> Sequence[Route]:
        return (
            Route("/api/v5/examaction.ashx", self.exams),
            Route("/api/v5/gradeaction.ashx", self.grades),
            Route("/kaoshiyun/token", self.token),
        )

    def publish(self, wanted: Fields) -> dict[str, object]:
        return publish(wanted, self._records, self._time)

    def expire(self, wanted: Fields) -> dict[str, object]:
        wanted.only("system")
        return self._tokens.expire()

    def reset(self) -> None:
        self._records.reset()
        self._tokens.reset()

    async def exams(self, request: web.Request) -> web.Response:
        asked = await folded(request)
        if not self._tokens.is_good(asked.get("token", "")):
            return _expired()
        match asked.get("action"):
            case "getExamList":
                return self._exam_list(asked)
            case "getUserExam":
                return self._of_account(asked, self._waiting)
            case "getUserExer":
                return self._of_account(asked, self._exercises)
        return _unknown_action()

    async def grades(self, request: web.Request) -> web.Response:
        asked = await folded(request)
        if not self._tokens.is_good(asked.get("token", "")):
            return _expired()
        return self._exam_grade(asked) if asked.get("action") == "getExamGrade" else _unknown_action()

    async def token(self, request: web.Request) -> web.Response:
        asked = await folded(request)
        token = self._tokens.given(asked.get("appid", ""), asked.get("secret", ""))
        if token is None:
            return _error("40001", "appid or secret is wrong")
        return told({"access_token": token, "expires_in": int(self._tokens.life_s)})

    def _exam_list(self, asked: Asked) -> web.Response:
        now, exams = self._time.now(), list(self._records.exams.values())
        page, size = _paging(asked, MANY)
        items = [exam_row(exam, self._records.marks(exam, now)) for exam in _cut(exams, page, size)]
        return told({"totalCount": len(exams), "currentPageIndex": page, "items": items})

    def _exam_grade(self, asked: Asked) -> web.Response:
        exam = self._records.exams.get(asked.get("examid", ""))
        if exam is None:
            return _error("40803", "examID不存在,获取失败")
        now, (page, size) = self._time.now(), _paging(asked, MANY)
        items = [grade_row(grade) for grade in self._records.page(exam, now, (page - 1) * size, size)]
        return told({
            "examID": exam.id,
            "examName": exam.name,
            "totalCount": self._records.marks(exam, now).total(),
            "pageSize": size,
            "currentPageIndex": page,
            "items": items,
        })  # fmt: skip

    def _of_account(self, asked: Asked, rows: Callable[[Account], Sequence[Row]]) -> web.Response:
        named = asked.get("account", "")
        if not named:
            return _error("40501", "account参数不允许为空")
        account = self._records.account(named)
        if account is None:
            return _error("40502", f"account:{named}在考试云中不存在")
        (page, size), items = _paging(asked, FEW), rows(account)
        return told({"totalCount": len(items), "currentPageIndex": page, "items": _cut(items, page, size)})

    def _waiting(self, account: Account) -> Sequence[Row]:
        return [waiting_row(exam) for exam in self._records.waiting(account, self._time.now())]

    def _exercises(self, account: Account) -> Sequence[Row]:
        return [exercise_row(exercise) for exercise in self._records.exercises(account)]


def stand_in(table: Fields, people: int, time: Time) -> Kaoshiyun:
    """Build it from `[kaoshiyun]`; raise `Wrong` where a field can't be used."""
    return Kaoshiyun(Records(filed(table, time), people), tokens(table, time.clock), time)


def _paging(asked: Asked, size: int) -> tuple[int, int]:
    """Return page, counted from 1, and its size; what is no such number is taken as left out."""
    page, wanted = asked.get("pageindex", ""), asked.get("pagesize", "")
    return _counted(page) or 1, _counted(wanted) or size


def _counted(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < len("1000000000") else 0


def _cut(items: Sequence[T], page: int, size: int) -> Sequence[T]:
    return items[(page - 1) * size : page * size]


def _expired() -> web.Response:
    # The one word that the documents have for tokens, so a missing or a wrong one gets it too.
    return _error("40006", "AccessToken has expired")


def _unknown_action() -> web.Response:
    return _error("40400", "action is not known")  # no document tells


def _error(code: str, message: str) -> web.Response:
    return told({"errcode": code, "errmsg": message})
