"""Asks the CET-4/6 score system: by ticket, by school, or at the school that its short route is wired to."""

from dataclasses import dataclass, field

from aiohttp import ClientSession
from yarl import URL

from providers.address import base_address
from providers.cet.level import Level
from providers.cet.models import Asked, BySchool, ByTicket, CetResult, Local
from providers.cet.names import clean_name
from providers.cet.places import parse_province
from providers.cet.ticket import parse_ticket
from providers.cet.wire import decode, path
from providers.client import Client
from providers.clock import Clock
from providers.http import Ask
from providers.lookups import Lookups
from providers.system import Terms


@dataclass(frozen=True, slots=True)
class CetConfig:
    base_url: str = field(repr=False)  # http or https, with or without a path; may hold a user and password
    terms: Terms = field(default_factory=Terms)


class CetClient(Client):
    """There is nothing to close: the session is the caller's.

    Each look-up raises BadInput before anything is sent, Ambiguous where the system says Status 0, which has
    many causes and must not be told as "no such score", and Throttled, Unavailable or Changed.
    """

    def __init__(self, session: ClientSession, config: CetConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        super().__init__(session, config.terms, clock)
        self._base = base_address(config.base_url)
        self._lookups: Lookups[Asked, CetResult] = Lookups(self._fetch, self._clock, self.counts)

    async def by_ticket(self, ticket: str, name: str) -> CetResult:
        """Take `ticket` and `name` as typed."""
        return await self._lookups.get(ByTicket(parse_ticket(ticket), clean_name(name)))

    async def by_school(self, province: str, school: str, level: Level, name: str) -> CetResult:
        """Take `province` as typed, e.g. 广东省, and `school` by the full name that the exam has it under."""
        where = parse_province(province), clean_name(school, "school")
        return await self._lookups.get(BySchool(*where, level, clean_name(name)))

    async def local(self, level: Level, name: str) -> CetResult:
        return await self._lookups.get(Local(level, clean_name(name)))

    async def _fetch(self, asked: Asked) -> CetResult:
        ask = Ask(URL(self._base + path(asked), encoded=True), repeatable=True)
        return await self._system.call(ask, lambda answer: decode(answer, asked))
