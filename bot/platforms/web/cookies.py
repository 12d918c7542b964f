"""The cookie that keeps a person: a random id and when it was given, signed."""

import hmac
import secrets
from collections.abc import Callable
from hashlib import sha256

from aiohttp import web

from bot.values import dataclass

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie whose signature is right and whose time is not over."""

    person: str
    since: int  # seconds of the epoch


def new_person() -> str:
    """An id that nobody can guess; hexadecimal, so that it can be read out and stands in any address unchanged."""
    return secrets.token_hex(10)


class Cookies:
    """Writes and reads the cookie. `key` is the house's cookie key; what is signed here fits nowhere else."""

    def __init__(self, key: bytes, *, days: int, https: bool, clock: Callable[[], float]) -> None:
        self._key = hmac.digest(key, b"web cookie", sha256)
        self._lasts_s = days * DAY_S
        self._https = https
        self._clock = clock
        # The prefix keeps other sites of the same domain from planting a cookie of theirs.
        self._name = "__Host-gradebell" if https else "gradebell"

    def read(self, request: web.BaseRequest) -> Cookie | None:
        """None for no cookie, a forged one and one whose time is over."""
        person, since, signature = [*request.cookies.get(self._name, "").split("."), "", ""][:3]
        if not (since.isascii() and since.isdecimal() and len(since) < 12):  # noqa: PLR2004 a plausible time
            return None
        if not hmac.compare_digest(signature.encode(errors="replace"), self._signature(person, int(since)).encode()):
            return None
        return Cookie(person, int(since)) if self._clock() < int(since) + self._lasts_s else None

    def stale(self, cookie: Cookie) -> bool:
        """Whether it is time to renew it: who comes back within its days is never forgotten."""
        return self._clock() > cookie.since + DAY_S

    def write(self, response: web.StreamResponse, person: str) -> None:
        since = int(self._clock())
        value = f"{person}.{since}.{self._signature(person, since)}"
        response.set_cookie(
            self._name, value, max_age=self._lasts_s, path="/", httponly=True, samesite="Lax", secure=self._https
        )

    def clear(self, response: web.StreamResponse) -> None:
        response.del_cookie(self._name, path="/", httponly=True, samesite="Lax", secure=self._https)

    def _signature(self, person: str, since: int) -> str:
        return hmac.new(self._key, f"{person}.{since}".encode(errors="replace"), sha256).hexdigest()
