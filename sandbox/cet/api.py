"""The CET score system as its code behaves, which is not always as its README says.

One bare `except` in that code makes every failure the same answer, under HTTP status 200: `Status` "0"
stands for a wrong ticket as well as for an unknown province or a name that GB2312 can't hold. Which of
them it was is not told here either.
"""

from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring_ascii as quoted
from typing import Literal, get_args
from urllib.parse import unquote

from aiohttp import web

from sandbox.cet.data import filed, published
from sandbox.cet.records import Record, Records, prefix
from sandbox.fields import Fields, Wrong
from sandbox.places import PROVINCES
from sandbox.system import Route

TicketKey = Literal["ticket", "result"]

HOME = ("广东", "韶关学院")  # fixed in the code of the third route
SEGMENTS = {"GetCetScore": 2, "GetCetScoreWithoutTickets": 4, "GetCetScoreWithoutTicketsForWechat": 2}
METHODS = "HEAD, POST, OPTIONS, GET"  # Flask adds the first and the third by itself

# Werkzeug 0.11's own words, and its content type without a charset.
PAGE = """\
<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<title>{0} {1}</title>
<h1>{1}</h1>
<p>{2}</p>
"""
NOT_FOUND = PAGE.format(
    404,
    "Not Found",
    "The requested URL was not found on the server.  "
    "If you entered the URL manually please check your spelling and try again.",
).encode()
NOT_ALLOWED = PAGE.format(405, "Method Not Allowed", "The method is not allowed for the requested URL.").encode()


class Cet:
    """Three routes over the records; `ticket_key` is `ticket` (the code) or `result` (the README)."""

    name = "cet"

    def __init__(self, records: Records, *, ticket_key: str, contact_us: str) -> None:
        self._records = records
        self._ticket_key = ticket_key
        self._contact_us = contact_us

    def routes(self) -> Sequence[Route]:
        return [Route(f"/{route}/{{rest:.*}}", self.answer) for route in SEGMENTS]

    def publish(self, wanted: Fields) -> dict[str, object]:
        record = published(wanted, self._records)
        self._records.put(record)
        return {"published": {"ticket": record.ticket, "name": record.name, "school": record.school}}

    def expire(self, wanted: Fields) -> dict[str, object]:  # noqa: ARG002 - System's signature
        raise Wrong("system", "cet has no tokens or credits, nothing in it can expire")

    def reset(self) -> None:
        self._records.reset()

    async def answer(self, request: web.Request) -> web.Response:
        # Werkzeug unquotes before it looks for slashes, so that %2F splits a name in two. aiohttp's own
        # routing does not, which is why the path is taken apart here.
        path = request.raw_path.partition("?")[0]
        route, *values = unquote(path, errors="replace").split("/")[1:]
        if len(values) != SEGMENTS.get(route) or not all(values):
            return _page(404, NOT_FOUND)
        if request.method == "OPTIONS":
            return web.Response(headers={"Allow": METHODS}, content_type="text/html")
        if request.method not in ("GET", "HEAD", "POST"):
            return _page(405, NOT_ALLOWED, {"Allow": METHODS})
        return self._told(self._found(route, values))

    def _found(self, route: str, values: list[str]) -> Record | None:
        match route, values:
            case "GetCetScore", [ticket, name]:
                return self._by_ticket(ticket, name)
            case "GetCetScoreWithoutTickets", [province, school, cet_type, name]:
                return self._by_name(province, school, cet_type, name)
            case _, [cet_type, name]:
                return self._by_name(*HOME, cet_type, name)
        return None

    def _by_ticket(self, ticket: str, name: str) -> Record | None:
        record = self._records.by_ticket(ticket)
        asked = prefix(name)
        return record if record is not None and asked is not None and prefix(record.name) == asked else None

    def _by_name(self, province: str, school: str, cet_type: str, name: str) -> Record | None:
        try:
            level = int(cet_type)
        except ValueError:
            return None
        if province not in PROVINCES or prefix(name) is None:
            return None
        return self._records.by_name(province, school, level, name)

    def _told(self, record: Record | None) -> web.Response:
        fields = {"Status": "0", "Contact_us": self._contact_us}
        # The answer of the source behind it comes in GB2312 too: a name it can't hold breaks the reading.
        if record is not None and record.scores is not None and prefix(record.shown or record.name) is not None:
            scores = record.scores
            readme = self._ticket_key == "result" and record.readme_result
            fields |= {
                "Status": "1",
                "name": record.shown or record.name,
                "school": record.school,
                "Listening": str(scores.listening),
                "Reading": str(scores.reading),
                "Writing": str(scores.writing),
                "Total": str(scores.total),
                self._ticket_key: readme or record.ticket,
            }
        return web.Response(body=jsonify(fields), content_type="application/json")


def stand_in(table: Fields, people: int, ticket_key: TicketKey | None = None) -> Cet:
    """Build it from `[cet]`; raise `Wrong` where a field can't be used. `ticket_key` overrides the table's."""
    table.only("ticket_key", "contact_us", "people")
    return Cet(
        Records(filed(table), people),
        ticket_key=ticket_key or table.one_of("ticket_key", get_args(TicketKey), "ticket"),
        contact_us=table.text("contact_us", "wangyuan.info"),
    )


def jsonify(fields: Mapping[str, str]) -> bytes:
    """Write JSON as Flask 0.10 on Python 2 does: sorted, indented, blanks at line ends, nothing but ASCII."""
    lines = ", \n".join(f'  "{key}": {quoted(fields[key])}' for key in sorted(fields))
    return f"{{\n{lines}\n}}".encode()


def _page(status: int, body: bytes, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.Response(status=status, body=body, content_type="text/html", headers=headers)
