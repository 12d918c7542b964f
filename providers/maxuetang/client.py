"""Asks 码学堂 how a submission was judged."""

from dataclasses import dataclass, field

from aiohttp import ClientSession

from providers.address import base_address
from providers.client import Client
from providers.clock import Clock
from providers.errors import WrongCredentials
from providers.lookups import Lookups
from providers.maxuetang import wire
from providers.maxuetang.models import Judgement
from providers.maxuetang.submission import Submission, parse_submission
from providers.system import Terms


@dataclass(frozen=True, slots=True)
class MaxuetangConfig:
    base_url: str = field(repr=False)
    merchant_id: str = field(repr=False)
    merchant_key: str = field(repr=False)
    terms: Terms = field(default_factory=Terms)


class MaxuetangClient(Client):
    """There is nothing to close: the session is the caller's."""

    def __init__(self, session: ClientSession, config: MaxuetangConfig, clock: Clock | None = None) -> None:
        """Raise ValueError where `config.base_url` is no web address."""
        super().__init__(session, config.terms, clock)
        self._base = base_address(config.base_url)
        self._config = config
        # What is still being judged is asked for anew.
        self._lookups: Lookups[Submission, Judgement] = Lookups(
            self._fetch, self._clock, self.counts, lasting=lambda judgement: judgement.final
        )

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
