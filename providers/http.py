"""One exchange with an exam system: `request` sends an `Ask`; an `Answer` or one of our errors comes back.

All systems go through here, so what HTTP can do wrong is judged in one place. What an answer means is the
caller's business: the systems say "failed" with status 200 too (upstreams, section 6), so that a 2xx is only
a body to be decoded. Deadlines, limits and repetitions belong to `system.System`.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, DummyCookieJar, TCPConnector
from yarl import URL

from exchange.http import Http, ProxyRefused, Reply, TooLong, Unreached
from providers.errors import Changed, ProviderError, Throttled, Unavailable

_PASSING: Final = frozenset({502, 503, 504})  # a restart or an overload: often gone a moment later
_TURNED_AWAY: Final = 503  # before anybody looked at it; behind a 502 or 504 the work may have been done


@dataclass(frozen=True, slots=True)
class Ask:
    """What to send. Hardly anything of it shows in a repr: most parts may hold a name or a password."""

    url: URL = field(repr=False)
    method: str = "GET"
    form: Mapping[str, str] | None = field(default=None, repr=False)
    json: Mapping[str, object] | None = field(default=None, repr=False)
    repeatable: bool = False  # a read: asking twice changes nothing there
    accept: frozenset[int] = frozenset()  # statuses beside 2xx whose body the caller can read
    max_bytes: int = 4 * 2**20  # of the decoded body


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes = field(repr=False)
    charset: str | None = None  # as declared; None where it is not

    def text(self) -> str:
        """Decode the body: as UTF-8, or GB18030 where that or a part of it is declared.

        Raises Changed(broken) where it cannot be decoded.
        """
        # GB18030 holds the other two: pages declare GB2312 and have rarer characters all the same. Nothing
        # else is taken at its word: the systems write UTF-8, whatever a proxy says, and some of Python's
        # codecs do more than decode.
        chinese = (self.charset or "").lower() in {"gb2312", "gbk", "gb18030"}
        try:
            return self.body.decode("gb18030" if chinese else "utf-8").removeprefix("\ufeff")
        except UnicodeError:
            raise Changed("the body is not text", broken=True) from None

    def json(self) -> Any:
        """Do both; see `parse_json`."""
        return parse_json(self.text())


def parse_json(text: str) -> Any:
    """Parse, with Decimal for numbers that have a point.

    Raises Changed(broken) for everything else, be it an HTML page, nothing at all or half an object: all
    systems document JSON only, so that such an answer tells nothing about what was asked.
    """
    try:
        return _DECODER.decode(text)
    # ArithmeticError: an exponent too large for Decimal. RecursionError: brackets a thousand deep.
    except (ValueError, ArithmeticError, RecursionError):
        kind = "empty" if not text.strip() else "a page" if text.lstrip().startswith("<") else "not JSON"
        raise Changed(f"the body is {kind}", broken=True) from None


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON


_DECODER: Final = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_constant)


def open_session() -> ClientSession:
    """Open a session as all clients want it; whoever opens it closes it.

    Without cookies, since one person's session in an exam system must not travel with another's call.
    """
    return ClientSession(
        connector=TCPConnector(limit=0),  # each system's own at_once is the limit
        cookie_jar=DummyCookieJar(),
        headers={"Accept": "application/json, */*;q=0.5", "User-Agent": "Gradebell"},
    )


async def request(http: Http, ask: Ask, *, now: Callable[[], datetime]) -> Answer:
    """Send once and read the answer to its end, at most `ask.max_bytes` of it.

    `now` dates a Retry-After. Raises Throttled, Unavailable and Changed. Redirects are not followed: they would carry
    names and passwords to an address that nobody set.
    """
    body, kind = _body(ask)
    try:
        with await http.ask(ask.method, ask.url, body, kind) as reply:
            if not (200 <= reply.status < 300 or reply.status in ask.accept):  # noqa: PLR2004 (2xx)
                raise _refusal(reply, now)
            return Answer(reply.status, await reply.read(ask.max_bytes), reply.charset)
    except TooLong:
        raise Changed("the body is too large", broken=True) from None
    except (ClientError, OSError) as error:
        raise _silence(error) from None


def _body(ask: Ask) -> tuple[bytes | None, str]:
    if ask.form is not None:
        return urlencode(ask.form).encode(), "application/x-www-form-urlencoded"
    return (None if ask.json is None else json.dumps(ask.json).encode()), "application/json"


def _silence(error: Exception) -> Unavailable:
    if isinstance(error, ProxyRefused):
        refused = Unavailable(str(error), untouched=True)
        refused.by_proxy = True
        return refused
    # Only the kind: the texts of the library's errors hold the address.
    unsent = isinstance(error, Unreached)
    return Unavailable(f"no answer: {error if unsent else type(error).__name__}", passing=True, untouched=unsent)


def _refusal(reply: Reply, now: Callable[[], datetime]) -> ProviderError:
    status = reply.status
    if status == 408:  # noqa: PLR2004 (Request Timeout: said of a kept connection that was quiet for too long)
        return Unavailable("answered 408", passing=True, untouched=True)
    if status == 429:  # noqa: PLR2004 (Too Many Requests)
        return Throttled("answered 429", retry_after(reply.headers.get("Retry-After", ""), now()))
    if status >= 500:  # noqa: PLR2004 (5xx)
        return Unavailable(f"answered {status}", passing=status in _PASSING, untouched=status == _TURNED_AWAY)
    if 300 <= status < 400:  # noqa: PLR2004 (3xx)
        return Changed("answered with a redirect, which is not followed", untouched=True)
    # A wrong base address, a method or path that is gone. What was asked may be the cause, so it is not
    # "broken": a few odd names must not make the system look down for everybody.
    return Changed(f"answered {status}", untouched=True)


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Turn the header's seconds or HTTP date into a span from `now`; None where it is neither."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return timedelta(seconds=int(value))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(at - now, timedelta())
