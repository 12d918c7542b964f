"""The CET system on the wire: its three addresses, and all the forms in which it is known to answer.

Nobody else knows these names. The sources are seeds/000 and upstreams 1.1-1.2:

- The document's third route repeats the second one's address; the program's true one ends in …ForWechat.
- The ticket comes under `ticket` in every version of the program, under `result` in the document only.
- Values are strings; numbers and booleans are taken too. A score needs a name and a total only: the school and
  each part may be null or left out.
- A later back end wrote `id, score, listen, read, write, type` and no Status, and these plain answers:

    null, fail   Changed: an answer in no documented shape is a broken upstream rather than "no such score"
                 (upstreams, section 6). Yet those back ends lived, so that the breaker does not count it.
    idError      Ambiguous: its own front end worded it 服务器出现了点问题, whatever the cause
    a number     Throttled: so many people are waiting in line there
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from providers.cet.level import Level
from providers.cet.models import Asked, BySchool, ByTicket, CetResult, Local, Points, ResultWarning
from providers.cet.names import same_name
from providers.cet.ticket import Ticket, is_ticket
from providers.errors import Ambiguous, Changed, Throttled
from providers.fields import misfit
from providers.http import Answer, parse_json
from providers.texts import UNFIT, fold

_TYPES: Final = {Level.CET4: "1", Level.CET6: "2"}  # cet_type, and `type` of the later back end
_LEVELS: Final = {code: level for level, code in _TYPES.items()}

# What has several names on the wire: these in lower case, the likelier first. All else goes by its own.
_KEYS: Final = {
    "total": ("total", "score"),
    "listening": ("listening", "listen"),
    "reading": ("reading", "read"),
    "writing": ("writing", "write"),
    "ticket": ("ticket", "result", "id"),
    "level": ("type", "cet_type"),
}
_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})?")
_NONE: Final = frozenset({"", "-", "--"})
_LONGEST_NUMBER: Final = 4  # digits
_LONGEST: Final = 200  # characters of any text; what is longer is no name of anything
_FULL: Final = {"total": 710, "listening": 249, "reading": 249, "writing": 213}
_Parts = Mapping[str, Points | None]  # by the same names


def path(asked: Asked) -> str:
    """Give the address below the base, starting with a slash, percent-encoded."""
    match asked:
        case ByTicket(ticket, name):
            return f"/GetCetScore/{ticket.digits}/{_segment(name)}"
        case BySchool(province, school, level, name):
            where = f"{_segment(province)}/{_segment(school)}"
            return f"/GetCetScoreWithoutTickets/{where}/{_TYPES[level]}/{_segment(name)}"
        case Local(level, name):
            return f"/GetCetScoreWithoutTicketsForWechat/{_TYPES[level]}/{_segment(name)}"


def _segment(text: str) -> str:
    encoded = quote(text, safe="")
    # quote leaves dots alone, and a segment of "." or ".." would be resolved away on the way.
    return encoded if encoded.strip(".") else encoded.replace(".", "%2E")


def decode(answer: Answer, asked: Asked) -> CetResult:
    """Make a result of it. Raises Ambiguous (Status 0), Throttled (a queue) and Changed."""
    text = answer.text().strip()
    if not text.startswith("{"):
        _check_bare(text.strip('"'))
    raw = parse_json(text)
    if not isinstance(raw, dict):
        if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
            raise Throttled("a queue in front of the upstream")
        raise Changed("the body is no object", broken=True)
    # First come, first served, should two keys differ in case only.
    fields = {key.lower(): value for key, value in reversed(raw.items())}
    _check_status(fields)
    return _result(fields, asked)


def _check_bare(word: str) -> None:
    if word in {"null", "fail"}:
        raise Changed("a bare failure")
    if word == "idError":
        raise Ambiguous("a bare failure of the later back end")


def _check_status(fields: Mapping[str, Any]) -> None:
    status = fields.get("status")
    if status is None:  # the later back end has none; a score is a success, and without one _result stops
        return
    word = str(int(status) if isinstance(status, bool) else status).strip().lower()
    if word in {"0", "false"}:
        raise Ambiguous("Status 0")
    if word not in {"1", "true"}:
        raise Changed("an unknown Status")


def _result(fields: Mapping[str, Any], asked: Asked) -> CetResult:
    points = {part: _points(_value(fields, part), part) for part in _FULL}
    total = points["total"]
    name = _text(fields.get("name"), "name")
    if total is None or not name:
        misfit("total" if name else "name")
    returned = _ticket(_value(fields, "ticket"))
    known = asked.ticket if isinstance(asked, ByTicket) else _as_ticket(returned)
    return CetResult(
        name=name,
        school=_school(fields.get("school")),
        level=_level(fields, asked, known),
        sitting=known.sitting if known else None,
        total=total,
        listening=points["listening"],
        reading=points["reading"],
        writing=points["writing"],
        ticket=asked.ticket.digits if isinstance(asked, ByTicket) else returned,
        returned_ticket=returned,
        warnings=tuple(_warnings(asked, name, returned, points)),
    )


def _level(fields: Mapping[str, Any], asked: Asked, known: Ticket | None) -> Level | None:
    if not isinstance(asked, ByTicket):
        return asked.level
    return (known.level if known else None) or _LEVELS.get(str(_value(fields, "level")))


def _warnings(asked: Asked, name: str, returned: str | None, points: _Parts) -> list[ResultWarning]:
    if isinstance(asked, ByTicket):
        other = ResultWarning.OTHER_TICKET
        differs = returned not in (None, asked.ticket.digits)
    else:
        other = ResultWarning.OTHER_LEVEL
        ticket = _as_ticket(returned)
        differs = ticket is not None and ticket.level not in (None, asked.level)
    found = [] if same_name(asked.name, name) else [ResultWarning.OTHER_NAME]
    if differs:
        found.append(other)
    if _sum_differs(**points):
        found.append(ResultWarning.SUM)
    if any((each or 0) > _FULL[part] for part, each in points.items()):
        found.append(ResultWarning.RANGE)
    return found


def _sum_differs(total: Points | None, **parts: Points | None) -> bool:
    """Compare the parts with the total, save where it is 0, which is no sum, or where a part is missing."""
    known = [part for part in parts.values() if part is not None]
    return bool(total) and len(known) == len(parts) and sum(known) != total


def _value(fields: Mapping[str, Any], field: str) -> Any:
    """Take null for what is not there."""
    for key in _KEYS[field]:
        if key in fields:
            return fields[key]
    return None


def _text(value: object, field: str) -> str:
    """Take single blanks for runs of them; may be empty."""
    if isinstance(value, str) and value.isprintable() and " " not in value and len(value) <= _LONGEST:
        return value  # nearly always
    text = " ".join(value.split()) if isinstance(value, str) else None
    if text is None or len(text) > _LONGEST or UNFIT.search(text):
        misfit(field)
    return text


def _school(value: object) -> str:
    return "" if value is None else _text(value, "school")


def _points(value: object, field: str) -> Points | None:
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST_NUMBER:
        return int(value)  # nearly always
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        misfit(field)
    text = fold(str(value))
    if text in _NONE:
        return None
    if not _NUMBER.fullmatch(text):
        misfit(field)
    if text.isdecimal():
        return int(text)
    number = Decimal(text)
    return int(number) if number % 1 == 0 else number


def _ticket(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        misfit("ticket")
    return fold(_text(str(value), "ticket")) or None


def _as_ticket(digits: str | None) -> Ticket | None:
    return Ticket(digits) if digits and is_ticket(digits) else None
