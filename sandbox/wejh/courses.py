"""/api/course: the timetable of a bound account, by 正方. The document does not have it, a page beside it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbox.wejh.binding import LOST
from sandbox.wejh.credits import Credits
from sandbox.wejh.models import User
from sandbox.wejh.records import Records
from sandbox.wejh.said import Asked, Refused, Said, given
from sandbox.wejh.terms import Calendar

FORBIDDEN = 403

# In the order of the answer. `weekrange` is what 正方 writes without its last character: "1-15周(单".
COLUMNS = (
    "name", "college", "type", "teacher", "campus", "location", "weekrange", "dayofweek", "timerange",
    "classscore", "classhour",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Course:
    """Everybody takes it, in this term of each year."""

    term: int
    columns: Mapping[str, str]  # under the names of COLUMNS


class Timetable:
    def __init__(self, courses: Sequence[Course], records: Records, credits_: Credits, calendar: Calendar) -> None:
        self._courses = courses
        self._records = records
        self._credits = credits_
        self._calendar = calendar

    def said(self, asked: Asked) -> Said:
        (credit,) = given(asked, "credit")
        year, term = self._wanted(asked)
        _check_bound(self._holding(credit))
        taken = (course for course in self._courses if course.term == term)
        rows = [self._row(number, course, year) for number, course in enumerate(taken, 1)]
        return Said(200, "获取成功", rows)

    def _wanted(self, asked: Asked) -> tuple[int, int]:
        """Return year and term. Older builds go by today where they are left out, newer ones want them."""
        if not self._calendar.is_newer and "year" not in asked and "term" not in asked:
            return self._calendar.this_term() or (0, 0)
        values = given(asked, "year", "term")
        if not all(value.isascii() and value.isdecimal() for value in values):
            raise Refused(400, "无效的访问")
        return int(values[0][:9]), int(values[1][:9])

    def _holding(self, credit: str) -> User:
        """Return who holds the credit; this controller has words of its own for one that ran out."""
        try:
            return self._records.known(self._credits.holder(credit).username)
        except Refused as refused:
            if refused.said.code == FORBIDDEN:
                raise Refused(FORBIDDEN, "自动登录失败，请重新登录") from refused
            raise

    def _row(self, number: int, course: Course, year: int) -> dict[str, object]:
        if self._calendar.is_newer:
            return dict(course.columns)
        return {"id": number, "courseid": None, "year": year, "term": course.term, **course.columns}


def _check_bound(user: User) -> None:
    jh, zfedu = user.binding("jh"), user.binding("zfedu")
    if not zfedu.state:
        raise Refused(FORBIDDEN, "你还没有绑定正方")
    if zfedu.state == LOST:
        raise Refused(FORBIDDEN, "请重新绑定正方")
    if not jh.state:
        raise Refused(FORBIDDEN, "请绑定精弘账号")
    if jh.state == LOST:
        raise Refused(FORBIDDEN, "请重新绑定精弘账号")
