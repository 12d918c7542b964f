"""Seven addresses, forms by POST, and one envelope: `code`, `msg` and `data`, always under HTTP 200."""

from collections.abc import Callable, Sequence

from aiohttp import web

from sandbox.fields import Fields
from sandbox.moments import Time
from sandbox.system import Answer, Route
from sandbox.wejh.accounts import Accounts
from sandbox.wejh.binding import Bindings
from sandbox.wejh.courses import Timetable
from sandbox.wejh.credits import DEVICES, Credits
from sandbox.wejh.data import courses, credits_of, publish, students, terms, users
from sandbox.wejh.profiles import Profiles
from sandbox.wejh.records import Records
from sandbox.wejh.said import Asked, Refused, Said
from sandbox.wejh.terms import Calendar
from sandbox.wire import folded, told

CREDIT_DAYS, DAY_S = 7, 86_400
NO_GET, NO_POST = Said(405, "Get方法已禁止。"), Said(405, "Post方法已禁止。")  # the second is a guess


class Wejh:
    name = "wejh"

    def __init__(
        self, records: Records, credits_: Credits, calendar: Calendar, timetable: Timetable, *, by_document: bool
    ) -> None:
        """`by_document` gives the few answers as in the samples that the real code gives otherwise."""
        self._records = records
        self._credits = credits_
        self._calendar = calendar
        self._timetable = timetable
        self._by_document = by_document
        self._accounts = Accounts(records, credits_, by_document=by_document)
        self._bindings = Bindings(records, credits_, by_document=by_document)
        self._profiles = Profiles(records, credits_, by_document=by_document)

    def routes(self) -> Sequence[Route]:
        return (
            Route("/api/user", self._posted(self._accounts.said)),
            Route("/api/bind", self._posted(self._bindings.said)),
            Route("/api/getinfo", self._posted(self._profiles.own)),
            Route("/api/setinfo", self._posted(self._profiles.set)),
            Route("/api/shared", self._posted(self._shared)),
            Route("/api/course", self._posted(self._timetable.said)),
            Route("/api/time", self.time),
        )

    def publish(self, wanted: Fields) -> dict[str, object]:
        return publish(wanted, self._records)

    def expire(self, wanted: Fields) -> dict[str, object]:
        wanted.only("system", "username", "device")
        username = wanted.text("username") if "username" in wanted else None
        device = wanted.one_of("device", DEVICES) if "device" in wanted else None
        return {"expired": self._credits.void_all(username, device)}

    def reset(self) -> None:
        self._records.reset()
        self._credits.reset()

    async def time(self, request: web.Request) -> web.Response:
        return self._answer(Said(200, "获取时间成功", self._calendar.today()) if request.method == "GET" else NO_POST)

    def _shared(self, asked: Asked) -> Said:
        if self._calendar.is_newer and asked.get("type") == "termtime" and "query" in asked:
            return Said(200, "获取信息成功", self._calendar.terms())
        return self._profiles.shared(asked)

    def _posted(self, answer: Callable[[Asked], Said]) -> Answer:
        async def posted(request: web.Request) -> web.Response:
            if request.method != "POST":
                return self._answer(NO_GET)
            try:
                return self._answer(answer(await folded(request)))
            except Refused as refused:
                return self._answer(refused.said)

        return posted

    def _answer(self, said: Said) -> web.Response:
        body: dict[str, object] = {"code": said.code, "msg": said.msg}
        # The samples leave `data` out where the real server writes null.
        return told(body if self._by_document and said.data is None else body | {"data": said.data})


def stand_in(table: Fields, people: int, time: Time) -> Wejh:
    """Build it from `[wejh]`; raise `Wrong` where a field can't be used."""
    table.only("shape", "build", "credit_days", "users", "students", "terms", "courses")
    life_s = table.number("credit_days", 0, 10_000, CREDIT_DAYS) * DAY_S
    is_newer = table.one_of("build", ("2019-01", "2019-03"), "2019-01") == "2019-03"
    records = Records(users(table), students(table), people)
    credits_ = Credits(credits_of(table), life_s, time.clock, are_long=is_newer)
    calendar = Calendar(terms(table), time, is_newer=is_newer)
    return Wejh(
        records,
        credits_,
        calendar,
        Timetable(courses(table), records, credits_, calendar),
        by_document=table.one_of("shape", ("code", "document"), "code") == "document",
    )
