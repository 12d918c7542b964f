"""The campus system on the wire. Nobody else knows these names. The sources are seeds/004 and upstreams, section 5.

- Always HTTP 200 and {code, msg, data}; refusals.py judges code and message together.
- The same things were called permission_msgboard and premission_msgboard, usertype common and COMMON.
- Sunday is 0.
- /api/time had its data until January 2019; later builds answer null there and have `termtime` in /api/shared,
  one of whose entries lacks its begin.
- A credit is 32 hex digits in older builds and a long text in newer ones: any text.
"""

import logging
import re
from datetime import date
from typing import Final, TypeVar

from providers.errors import Changed
from providers.fields import Fields, body, misfit
from providers.http import Answer
from providers.wejh.models import (
    BindState,
    Board,
    Bound,
    Course,
    Profile,
    PublicUser,
    Registered,
    Session,
    Source,
    Taken,
    Term,
    UserDigest,
)
from providers.wejh.portrait import parse_portrait
from providers.wejh.refusals import refusal, succeeded
from providers.wejh.terms import Span, week_of, weeks_of
from providers.wejh.weeks import parse_sections, parse_weeks

log = logging.getLogger(__name__)

E = TypeVar("E", BindState, Board)

SCHOOL: Final = "ZJUT"  # of `termtime`
_SUNDAY: Final = 7
_LONGEST_MESSAGE: Final = 2000  # of which only known parts are looked for
_LONGEST_CREDIT: Final = 16_384
_LONGEST_PORTRAIT: Final = 12_000_000
_TAKEN: Final = {int(state): state for state in Taken}
_CREDIT: Final = re.compile(r'"credit"\s*:\s*"([^"\\\s]{1,16384})"')


def data_of(answer: Answer) -> object:
    """Give `data`, or raise what failed."""
    fields = body(answer)
    code, text = fields.text("code") or misfit("code"), fields.lines("msg", longest=_LONGEST_MESSAGE)
    if not succeeded(code, text):
        raise refusal(code, text)
    if code != "200":
        log.info("a success came under another code than 200")
    return fields.raw("data")


def done(answer: Answer) -> None:
    data_of(answer)


def _object(answer: Answer) -> Fields:
    data = data_of(answer)
    return Fields(data) if isinstance(data, dict) else misfit("data")


def _list(answer: Answer) -> list[Fields]:
    return Fields({"data": data_of(answer)}).objects("data")


def credit_first(answer: Answer) -> tuple[str, Answer]:
    """Find the credit and leave the rest for later, whatever may be wrong with it.

    The credit before it is void by now, so this one must not be lost to a field that does not fit, nor to a body
    that was cut off behind it.
    """
    try:
        return _credit(_object(answer)), answer
    except Changed:
        torn = _CREDIT.search(answer.body.decode("utf-8", "replace"))
        if torn is None:
            raise
        return torn[1], answer


def session(answer: Answer) -> Session:
    data = _object(answer)
    return Session(
        username=data.needed("username"),
        nickname=data.text("nickname"),
        usertype=_usertype(data),
        credit=_credit(data),
    )


def _credit(data: Fields) -> str:
    value = data.raw("credit")
    fits = isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_CREDIT and value.isprintable()
    return value.strip() if isinstance(value, str) and fits else misfit("credit")


def registered(answer: Answer) -> Registered:
    data = _object(answer)
    return Registered(data.needed("username"), data.text("nickname"), _usertype(data))


def _usertype(fields: Fields) -> str:
    return fields.text("usertype").upper()


def bindings(answer: Answer) -> tuple[Bound, ...]:
    return tuple(
        Bound(row.needed("bindname"), row.text("pid"), _state(BindState, row, "state")) for row in _list(answer)
    )


def _state(kind: type[E], fields: Fields, *names: str) -> E | None:
    """An unknown number is none of our states, and no fault."""
    number = fields.whole(*names)
    return next((state for state in kind if state == number), None)


def profile(answer: Answer) -> Profile:
    data = _object(answer)
    return Profile(
        username=data.needed("username"),
        nickname=data.text("nickname"),
        usertype=_usertype(data),
        portrait=_portrait(data),
        email=data.text("email"),
        phone=data.text("phone"),
        board=_state(Board, data, "permission_msgboard", "premission_msgboard"),
    )


def users(answer: Answer) -> tuple[PublicUser, ...]:
    """Unknown ones are left out by the system."""
    return tuple(
        PublicUser(row.needed("username"), row.text("nickname"), _usertype(row), _portrait(row))
        for row in _list(answer)
    )


def _portrait(fields: Fields) -> bytes | None:
    return parse_portrait(fields.lines("portrait", longest=_LONGEST_PORTRAIT))


def digests(answer: Answer) -> tuple[UserDigest, ...]:
    return tuple(UserDigest(row.needed("username"), row.needed("md5").upper()) for row in _list(answer))


def taken(answer: Answer, field: str) -> Taken:
    """Read what became of `field`: e_email, e_portrait or e_phone."""
    number = _object(answer).whole(f"e_{field}")
    return _TAKEN[number] if number in _TAKEN else misfit(f"e_{field}")


def courses(answer: Answer) -> tuple[Course, ...]:
    return tuple(_course(row) for row in _list(answer))


def _course(row: Fields) -> Course:
    weeks = row.text("weekrange")
    return Course(
        name=row.needed("name"),
        college=row.text("college", "collage"),
        kind=row.text("type"),
        teacher=row.text("teacher"),
        campus=row.text("campus"),
        place=row.text("location"),
        weekday=_weekday(row),
        sections=parse_sections(row.text("timerange")),
        weeks=parse_weeks(weeks),
        weeks_written=weeks,
        credits=row.number("classscore"),
        hours=row.text("classhour"),
    )


def term(answer: Answer, today: date) -> Term | None:
    """Read /api/time; None where it has no data."""
    data = data_of(answer)
    if data is None:
        return None
    fields = Fields(data) if isinstance(data, dict) else misfit("data")
    year, code = fields.whole("year"), fields.whole("term")
    if year is None or code is None:
        return None
    begins, ends = _day(fields, "begin"), _day(fields, "end")
    week, weeks = fields.whole("week"), fields.whole("weeklasting")
    return Term(
        year=year,
        code=code,
        begins=begins,
        ends=ends,
        weekday=_weekday(fields) or today.isoweekday(),
        week=week_of(begins, today) if week is None and begins else week,
        weeks=weeks_of(begins, ends) if weeks is None and begins and ends else weeks,
        source=Source.SYSTEM,
    )


def _weekday(fields: Fields) -> int | None:
    """Give Sunday, which is 0 in one place and might be 7 in another, as 7."""
    day = fields.whole("dayofweek")
    if day is None:
        return None
    return day or _SUNDAY if 0 <= day <= _SUNDAY else misfit("dayofweek")


def spans(answer: Answer) -> list[Span]:
    """Read termtime's list, whose terms are written 2018-3; what has no begin or end is left out."""
    found = []
    for row in _list(answer):
        written = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})", row.text("term"))
        begins, ends = _day(row, "begin"), _day(row, "end")
        if written and begins and ends:
            found.append(Span(int(written[1]), int(written[2]), begins, ends))
    return found


def _day(fields: Fields, name: str) -> date | None:
    moment = fields.moment(name)
    return moment.date() if moment else None
