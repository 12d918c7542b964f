"""One address, an action in the JWT, a JSON body, and as many kinds of answers as there are actions."""

import json
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from sandbox.fields import Fields
from sandbox.kaoshixing import candidates, exams, jwts, refusals
from sandbox.kaoshixing.data import filed, publish
from sandbox.kaoshixing.logins import LOUD, SILENT, Logins
from sandbox.kaoshixing.models import Application
from sandbox.kaoshixing.records import Records
from sandbox.moments import Time
from sandbox.system import Route
from sandbox.wire import FORMS, parameters, told

LOGIN_S = 60  # the life of a login address
MOST_AHEAD_S = 86_400
UNITS_MS = {"ms": 1, "s": 1000}

Asked = Mapping[str, str]
Said = Mapping[str, object]


class Kaoshixing:
    name = "kaoshixing"

    def __init__(self, records: Records, logins: Logins, application: Application, time: Time) -> None:
        self._records = records
        self._logins = logins
        self._application = application
        self._time = time
        self._ahead_ms = 0
        self._actions: Mapping[str, Callable[[Asked], Said]] = {
            "202": lambda asked: candidates.updated(asked, records),
            "206": self._added,
            "207": lambda asked: candidates.permitted(asked, records),
            "208": lambda asked: candidates.moved(asked, records),
            "209": lambda asked: candidates.queried(asked, records),
            "601": lambda asked: exams.listed(asked, records),
            "702": lambda asked: exams.results(asked, records, time),
        }

    def routes(self) -> Sequence[Route]:
        return (
            Route("/api/company/data/{app_id}", self.data),
            Route("/api/company/data/{app_id}/", self.data),
            Route("/api/company/redirect/{app_id}/", self._logins.followed),
        )

    def publish(self, wanted: Fields) -> dict[str, object]:
        return publish(wanted, self._records, self._time)

    def expire(self, wanted: Fields) -> dict[str, object]:
        """End the login addresses; set the clock ahead, so that the callers' own tokens are too old as well."""
        wanted.only("system", "ahead_s")
        self._ahead_ms = int(wanted.number("ahead_s", 0, MOST_AHEAD_S, 0) * 1000)
        return {"expired": self._logins.expire(), "ahead_s": self._ahead_ms / 1000}

    def reset(self) -> None:
        self._ahead_ms = 0
        self._records.reset()
        self._logins.reset()

    async def data(self, request: web.Request) -> web.Response:
        if request.method != "POST":
            return web.Response(status=405, text="Method Not Allowed", headers={"Allow": "POST"})
        try:
            action = self._action(request)
            return told(self._said(request, action, await _body(request)))
        except refusals.Refused as refused:
            return told(refused.answer)

    def _action(self, request: web.Request) -> str:
        application = self._application
        if request.match_info["app_id"] != application.id:
            raise refusals.no_application()
        now_ms = int(self._time.wall() * 1000) + self._ahead_ms
        return jwts.read(request.query.get("jwt", ""), application.key, now_ms, unit_ms=application.unit_ms).action

    def _said(self, request: web.Request, action: str, asked: Asked) -> Said:
        if action in self._actions:
            return self._actions[action](asked)
        match action:
            case "201":
                candidate = candidates.added(asked, self._records)
                url = self._logins.url(request, candidate, LOUD, asked.get("custom_url", ""))
            case "203":
                # The answer is the same for nobody; only who follows the address is told.
                (user_id,) = candidates.needed(asked, "user_id")
                url = self._logins.url(request, self._records.candidate(user_id), SILENT)
            case _:
                raise refusals.no_action()
        return {"code": 10000, "msg": "success", "url": url}

    def _added(self, asked: Asked) -> Said:
        candidate = candidates.added({name: asked[name] for name in asked if name != "custom_url"}, self._records)
        return {"msg": "success", "jwt": self._logins.token(candidate, "206"), "code": 10000}


def stand_in(table: Fields, people: int, time: Time) -> Kaoshixing:
    """Build it from `[kaoshixing]`; raise `Wrong` where a field can't be used."""
    table.only("app_id", "app_key", "exp_unit", "login_seconds", "departments", "exams", "people")
    application = Application(
        id=table.text("app_id", "14343"),
        key=table.text("app_key", "xf5ha3h67h4Ger34wh35p345h4"),
        unit_ms=UNITS_MS[table.one_of("exp_unit", UNITS_MS, "ms")],
    )
    records = Records(filed(table, time), people)
    logins = Logins(application, table.number("login_seconds", 1, 86_400, LOGIN_S), records, time)
    return Kaoshixing(records, logins, application, time)


async def _body(request: web.Request) -> dict[str, str]:
    """Return the fields of a JSON object, numbers as texts; a form is read too."""
    if request.content_type in FORMS[:1]:
        return await parameters(request)
    try:
        values = json.loads(await request.read() or b"{}")
    except ValueError as error:
        raise refusals.no_parameter() from error
    if not isinstance(values, dict):
        raise refusals.no_parameter()
    return {name: str(value) for name, value in values.items() if isinstance(value, str | int | float)}
