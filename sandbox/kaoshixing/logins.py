"""Addresses that log a candidate in (201, 203), the tokens in them, and what happens who follows one."""

from collections.abc import Mapping

from aiohttp import web
from yarl import URL

from sandbox.kaoshixing import jwts, refusals
from sandbox.kaoshixing.jwts import Claims
from sandbox.kaoshixing.models import Application, Candidate
from sandbox.kaoshixing.records import Records
from sandbox.moments import Time
from sandbox.wire import told

SILENT, LOUD = "203", "201"
PAGE = "<!doctype html><meta charset=utf-8><title>考试星</title><h1>{}，欢迎登录考试星</h1>"
WELCOME: Mapping[str, object] = {"success": True, "code": 10000, "desc": "成功", "bizContent": None}


class Logins:
    def __init__(self, application: Application, life_s: float, records: Records, time: Time) -> None:
        self._application = application
        self._life_ms = int(life_s * 1000)
        self._records = records
        self._time = time
        self.reset()

    def reset(self) -> None:
        self._given: set[str] = set()

    def expire(self) -> int:
        """End all that were given out and return how many."""
        count = len(self._given)
        self._given.clear()
        return count

    def token(self, candidate: Candidate | None, action: str) -> str:
        """Make a token; of nobody too, which shows only when it is used."""
        exp_ms = int(self._time.wall() * 1000) + self._life_ms
        claims = Claims(exp_ms, action, candidate.number if candidate else 0)
        token = jwts.made(claims, self._application.key, typ=action in (LOUD, SILENT))
        self._given.add(token)
        return token

    def url(self, request: web.Request, candidate: Candidate | None, action: str, custom_url: str = "") -> str:
        """Return the address, on the host under which the sandbox was asked."""
        # The document's sample has `customurl` here and `custom_url` in the request.
        query = {"jwt": self.token(candidate, action)} | ({"customurl": custom_url} if custom_url else {})
        return str(
            URL(f"{request.scheme}://{request.host}/api/company/redirect/{self._application.id}/").with_query(query)
        )

    async def followed(self, request: web.Request) -> web.Response:
        """Answer the browser: 203 with JSON, 201 by going on to `customurl`."""
        try:
            claims = self._claims(request)
            candidate = self._records.by_number(claims.user)
            if candidate is None:
                raise refusals.no_user()
        except refusals.Refused as refused:
            return told(refused.answer)
        if claims.action == SILENT:
            return told(WELCOME)
        if custom_url := request.query.get("customurl"):
            return web.Response(status=302, headers={"Location": custom_url})
        return web.Response(text=PAGE.format(candidate.values["user_name"]), content_type="text/html")

    def _claims(self, request: web.Request) -> Claims:
        if request.match_info["app_id"] != self._application.id:
            raise refusals.no_application()
        token = request.query.get("jwt", "")
        claims = jwts.read(token, self._application.key, int(self._time.wall() * 1000))
        if token not in self._given:
            raise refusals.expired_jwt()
        return claims
