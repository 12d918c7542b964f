"""Asks 考试星, one action a method."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from aiohttp import ClientSession
from yarl import URL

from providers.address import base_address
from providers.client import Client
from providers.clock import Clock
from providers.errors import BadInput, Expired, NotFound, Problem, WrongCredentials
from providers.http import Answer, Ask
from providers.kaoshixing import wire
from providers.kaoshixing.candidate import checked, parse_custom_url, parse_number, parse_user_id
from providers.kaoshixing.models import Added, Candidate, Exam, ExamResult, LoginLink
from providers.paging import Page, all_pages
from providers.system import Terms
from providers.texts import typed

T = TypeVar("T")

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class KaoshixingConfig:
    base_url: str = field(repr=False)
    app_id: str = field(repr=False)
    app_key: str = field(repr=False)
    exp_unit: Literal["ms", "s"] = "ms"  # of the JWT's exp
    terms: Terms = field(default_factory=Terms)


class KaoshixingClient(Client):
    """There is nothing to close: the session is the caller's.

    Each method raises BadInput before anything is sent, WrongCredentials and Expired where the system refuses the
    JWT, Ambiguous where it fails without a reason that is known, and Throttled, Unavailable or Changed.
    """

    def __init__(self, session: ClientSession, config: KaoshixingConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        # PyJWT brings half of cryptography along: only who asks this system pays for that, and before the first call.
        from providers.kaoshixing.token import LIFE, make_token  # noqa: PLC0415

        super().__init__(session, config.terms, clock)
        self._config, self._life, self._make_token = config, LIFE, make_token
        self._url = URL(base_address(config.base_url), encoded=True) / "api/company/data" / config.app_id / ""

    async def login_link(
        self, user_id: str, name: str, department: str, *, more: Mapping[str, str] = _NONE, custom_url: str = ""
    ) -> LoginLink:
        """201: log a candidate in, who is made if there is none. `more` has the system's field names."""
        asked = _candidate(user_id, name, department, more)
        if custom_url:
            asked["custom_url"] = parse_custom_url(custom_url)
        return await self._change(wire.LOG_IN, asked, wire.login_link)

    async def update(self, user_id: str, changes: Mapping[str, str]) -> None:
        """202: change fields by the system's names; a password is hashed here. Raises NotFound."""
        if not changes:
            raise BadInput("changes", Problem.EMPTY)
        asked = {"user_id": parse_user_id(user_id), **checked(changes, status=True)}
        await self._change(wire.UPDATE, asked, wire.done)

    async def silent_login_link(self, user_id: str) -> LoginLink:
        """203: log an existing candidate in. The link itself tells whether there is one, or NotFound is raised."""
        return await self._change(wire.LOG_IN_SILENTLY, {"user_id": parse_user_id(user_id)}, wire.login_link)

    async def add(self, user_id: str, name: str, department: str, *, more: Mapping[str, str] = _NONE) -> Added:
        """206: make a candidate. `more` has the system's field names."""
        return await self._change(wire.ADD, _candidate(user_id, name, department, more), wire.added)

    async def grant(self, user_id: str, exam: str) -> None:
        """207: let a candidate take an exam, which `exam` is the id of. Raises NotFound."""
        await self._permit(user_id, exam, "add")

    async def revoke(self, user_id: str, exam: str) -> None:
        """207: no longer let a candidate take an exam. Raises NotFound."""
        await self._permit(user_id, exam, "del")

    async def move_department(self, department: str, parent: str) -> None:
        """208: put a department below another one; both from the top, split by slashes."""
        asked = {
            "depName": typed(department, "department", longest=200),
            "pDepName": typed(parent, "parent", longest=200),
        }
        await self._change(wire.MOVE_DEPARTMENT, asked, wire.done)

    async def candidate(self, user_id: str) -> Candidate:
        """209. Raises NotFound."""
        wanted = parse_user_id(user_id)
        found = await self._read(wire.FIND, {"user_id": wanted}, wire.candidates)
        for each in found:
            if each.user_id.casefold() == wanted.casefold():
                return each
        raise NotFound("no such candidate")

    def exams(self) -> AsyncIterator[Page[Exam]]:
        """601: all exams, page by page, ten on each."""
        return all_pages(lambda number: self._read(wire.EXAMS, {"page": number}, wire.exams), hash)

    def results(self, user_id: str) -> AsyncIterator[Page[ExamResult]]:
        """702: a candidate's exams with their results, page by page. Raises NotFound."""
        wanted = parse_user_id(user_id)
        return all_pages(
            lambda number: self._read(wire.RESULTS, {"user_id": wanted, "page": number}, wire.results), hash
        )

    async def _permit(self, user_id: str, exam: str, event: str) -> None:
        asked = {"user_id": parse_user_id(user_id), "exam_id": parse_number(exam, "exam"), "event_type": event}
        await self._change(wire.PERMIT, asked, wire.done)

    async def _read(self, action: str, asked: Mapping[str, object], decode: Callable[[Answer], T]) -> T:
        return await self._request(action, asked, decode, repeatable=True)

    async def _change(self, action: str, asked: Mapping[str, object], decode: Callable[[Answer], T]) -> T:
        return await self._request(action, asked, decode, repeatable=False)

    async def _request(
        self, action: str, asked: Mapping[str, object], decode: Callable[[Answer], T], *, repeatable: bool
    ) -> T:
        def ask() -> Ask:
            config = self._config
            token = self._make_token(action, config.app_key, self._clock.now() + self._life, config.exp_unit)
            return Ask(self._url.with_query(jwt=token), "POST", json=asked, repeatable=repeatable)

        try:
            return await self._system.call(ask, decode)
        except (WrongCredentials, Expired):
            self._system.refused()
            raise


def _candidate(user_id: str, name: str, department: str, more: Mapping[str, str]) -> dict[str, str]:
    fields = {**more, "user_name": name, "department": department}
    return {"user_id": parse_user_id(user_id), **checked(fields)}
