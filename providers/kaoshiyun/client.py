"""Asks 考试云 for exams, grades, and what an account may still take."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from aiohttp import ClientSession

from providers.address import base_address
from providers.client import Client
from providers.clock import Clock
from providers.errors import Expired
from providers.http import Answer
from providers.kaoshiyun import wire
from providers.kaoshiyun.exam_id import parse_exam_id
from providers.kaoshiyun.models import Exam, Exercise, Grade, PendingExam
from providers.kaoshiyun.token import FetchedToken, FileToken, StaticToken, Token, TokenAddress
from providers.paging import Page, all_pages
from providers.system import System, Terms
from providers.texts import typed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KaoshiyunConfig:
    """`token` is the token itself, a file that holds it, or an address that gives it."""

    base_url: str = field(repr=False)
    token: str | Path | TokenAddress = field(repr=False)
    terms: Terms = field(default_factory=Terms)
    page_size: int = 1000  # the system's own default for exams and grades
    short_page_size: int = 100  # of one account's lists; the system's own default is 10


class KaoshiyunClient(Client):
    """There is nothing to close: the session is the caller's.

    Each method raises Expired where the token is refused and no other is to be had, Ambiguous for an errcode that is
    not documented, and Throttled, Unavailable or Changed. Lists come page by page; see `all_pages`.
    """

    def __init__(self, session: ClientSession, config: KaoshiyunConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        super().__init__(session, config.terms, clock)
        self._base = base_address(config.base_url)
        self._config = config
        self._token = _token(config.token, self._system, self._clock)

    def exams(self, *, page_size: int | None = None) -> AsyncIterator[Page[Exam]]:
        size = page_size or self._config.page_size
        return self._list("getExamList", {}, wire.page_of(wire.exam), size)

    def grades(self, exam: str) -> AsyncIterator[Page[Grade]]:
        """Take an exam's id or address. Raises BadInput("exam"), and NotFound where there is no such exam."""
        asked = {"examid": parse_exam_id(exam)}
        return self._list("getExamGrade", asked, wire.page_of(wire.grade), self._config.page_size)

    def pending(self, account: str) -> AsyncIterator[Page[PendingExam]]:
        """List what `account` may still take. Raises BadInput("account"), and NotFound where there is no such one."""
        return self._list("getUserExam", _of(account), wire.page_of(wire.pending), self._config.short_page_size)

    def exercises(self, account: str) -> AsyncIterator[Page[Exercise]]:
        """List the exercises (练习) of `account`; raises as `pending` does."""
        return self._list("getUserExer", _of(account), wire.page_of(wire.exercise), self._config.short_page_size)

    def _list(
        self, action: str, asked: dict[str, str], decode: Callable[[Answer], Page[T]], size: int
    ) -> AsyncIterator[Page[T]]:
        async def fetch(number: int) -> Page[T]:
            paged = asked | {"pageIndex": str(number), "pageSize": str(size)}
            return await self._request(action, paged, decode)

        return all_pages(fetch, hash)

    async def _request(self, action: str, parameters: dict[str, str], decode: Callable[[Answer], T]) -> T:
        try:
            return await self._with_token(action, parameters, decode)
        except Expired:  # and no other token is to be had
            self._system.refused()
            raise

    async def _with_token(self, action: str, parameters: dict[str, str], decode: Callable[[Answer], T]) -> T:
        token = await self._token.get()
        try:
            return await self._system.call(wire.ask(self._base, token, action, parameters), decode)
        except Expired:
            renewed = await self._token.get(refused=token)
            if renewed == token:
                raise
        return await self._system.call(wire.ask(self._base, renewed, action, parameters), decode)


def _of(account: str) -> dict[str, str]:
    return {"account": typed(account, "account", longest=100)}


def _token(token: str | Path | TokenAddress, system: System, clock: Clock) -> Token:
    match token:
        case str():
            return StaticToken(token)
        case Path():
            return FileToken(token)
        case TokenAddress():
            return FetchedToken(system, token, clock)
