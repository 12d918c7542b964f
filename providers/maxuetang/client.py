"""Asks 码学堂 how a submission was judged."""

from dataclasses import dataclass, field

from aiohttp import ClientSession

from providers.address import base_address
from providers.breaker import Health
from providers.clock import Clock
from providers.counts import Counts
from providers.errors import WrongCredentials
from providers.lookups import Lookups
from providers.maxuetang import wire
from providers.maxuetang.models import Judgement
from providers.maxuetang.submission import Submission, parse_submission
from providers.system import System, Terms


@dataclass(frozen=True, slots=True)
class MaxuetangConfig:
    base_url: str = field(repr=False)
    merchant_id: str = field(repr=False)
    merchant_key: str = field(repr=False)
    terms: Terms = field(default_factory=Terms)


class MaxuetangClient:
    """There is nothing to close: the session is the caller's."""

    def __init__(self, session: ClientSession, config: MaxuetangConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        self._clock = clock or Clock()
        self._base = base_address(config.base_url)
        self._config = config
        self._system = System(session, config.terms, self._clock)
        # What is still being judged is asked for anew.
        self._lookups: Lookups[Submission, Judgement] = Lookups(
            self._fetch, self._clock, self._system.counts, lasting=lambda judgement: judgement.final
        )

    @property
    def health(self) -> Health:
        return self._system.health

    @property
    def counts(self) -> Counts:
        return self._system.counts

    async def result(self, problem_type: str, problem: str, solve_id: str) -> Judgement:
        """Take all three as typed; the type as 1 to 8 or by its Chinese name.

        Raises BadInput("problem_type", "problem" or "solve_id") before anything is sent, NotFound, WrongCredentials
        where the merchant or the signature is refused, Ambiguous for a failure in other words, and Throttled,
        Unavailable or Changed.
        """
        return await self._lookups.get(parse_submission(problem_type, problem, solve_id))

    async def _fetch(self, asked: Submission) -> Judgement:
        config = self._config
        try:
            return await self._system.call(
                lambda: wire.ask(self._base, config.merchant_id, config.merchant_key, asked, self._clock.now()),
                lambda answer: wire.decode(answer, asked),
            )
        except WrongCredentials:
            self._system.refused()
            raise
