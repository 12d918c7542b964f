"""The token of 考试云: set, read from a file, or fetched from an address (upstreams, section 2.4).

How a real one is got is not documented beyond "2小时内有效". So an operator either sets one, lets a program of his
own write a file, or names an address that answers one as JSON.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from yarl import URL

from providers.clock import Clock
from providers.errors import Changed, Expired, ProviderError
from providers.fields import Fields
from providers.http import Answer, Ask
from providers.shared import Shared
from providers.system import System
from providers.texts import UNFIT

LIFE_S: Final = 7200.0  # where an answer does not say: 2小时内有效
_MARGIN_S: Final = 300.0  # renewed so long before it runs out, but not before nine tenths of its life
_LONGEST_LIFE_S: Final = 30 * 86400.0


class Token(Protocol):
    async def get(self, refused: str | None = None) -> str:
        """Give a token. `refused` is one that the system did not take: then another one, if there is any.

        Raises Expired where there is none, and what a call to a system raises.
        """


class StaticToken:
    def __init__(self, token: str) -> None:
        self._token = token

    async def get(self, refused: str | None = None) -> str:
        del refused  # there is no other
        return self._token


class FileToken:
    """Read anew when the file changes and when the token was refused.

    Whoever writes it should put a new file in the place of the old one; while it is missing, empty or cannot be
    read, the last token holds.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._token = ""
        self._read: tuple[int, int, int] | None = None  # the file as it was read: its number, time and size

    async def get(self, refused: str | None = None) -> str:
        await asyncio.to_thread(self._look, anew=refused is not None)
        if not self._token:
            raise Expired("token_file is empty or cannot be read")
        return self._token

    def _look(self, *, anew: bool) -> None:
        try:
            found = self._path.stat()
            state = (found.st_ino, found.st_mtime_ns, found.st_size)
            if anew or state != self._read:
                self._token = self._path.read_text(encoding="utf-8-sig").strip() or self._token
                self._read = state
        except (OSError, UnicodeError):
            self._read = None


@dataclass(frozen=True, slots=True)
class TokenAddress:
    """Asked by GET; the token is read at the dotted `path`, e.g. access_token or data.0.token."""

    url: str = field(repr=False)
    parameters: Mapping[str, str] = field(default_factory=dict, repr=False)
    path: str = "access_token"


@dataclass(frozen=True, slots=True)
class Fetched:
    token: str = field(repr=False)
    until: float  # monotonic; from then on it is renewed


class FetchedToken:
    """Kept until shortly before it runs out, and fetched once however many wait for it."""

    def __init__(self, system: System, address: TokenAddress, clock: Clock) -> None:
        self._system = system
        self._address = address
        self._clock = clock
        self._kept: Fetched | None = None
        self._shared = Shared(self._fetch, system.counts)

    async def get(self, refused: str | None = None) -> str:
        kept = self._kept
        if kept and kept.token != refused and self._clock.monotonic() < kept.until:
            return kept.token
        return (await self._shared.get(0)).token

    async def _fetch(self, _: int) -> Fetched:
        address = self._address
        url = URL(address.url).update_query(dict(address.parameters))
        asked_at = self._clock.monotonic()
        ask = Ask(url, repeatable=True, accept=frozenset({400, 401, 403}))
        try:
            self._kept = await self._system.call(
                ask, lambda answer: read_token(answer, address.path, asked_at), aside=True
            )
        except ProviderError as error:
            error.add_note("while token_url was asked")
            raise
        return self._kept


def read_token(answer: Answer, path: str, asked_at: float) -> Fetched:
    """Raise Expired where the answer is JSON without a token, Changed(broken) where it is no JSON."""
    around: object = None
    root: object = answer.json()
    found: object = root
    for step in path.split("."):
        around, found = found, _child(found, step)
    # An errcode, a null or a 401 instead: what was set as token_params does not please it any more.
    token = str(found).strip() if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not token or UNFIT.search(token):  # what can't be sent is no token either
        raise Expired("token_url gives no token")
    life = _life(around) or _life(root) or LIFE_S
    return Fetched(token, asked_at + max(life - _MARGIN_S, life * 0.9))


def _child(value: object, step: str) -> object:
    match value:
        case dict():
            return value.get(step)
        case list() if step.isdecimal() and int(step) < len(value):
            return value[int(step)]
    return None


def _life(value: object) -> float | None:
    """Seconds, from an object's expires_in."""
    if not isinstance(value, dict):
        return None
    try:
        seconds = Fields(value).number("expires_in")
    except Changed:
        return None
    return min(float(seconds), _LONGEST_LIFE_S) if seconds and seconds > 0 else None
