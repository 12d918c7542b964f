"""What the clients of all systems have in common."""

from aiohttp import ClientSession

from providers.breaker import Health
from providers.clock import Clock
from providers.counts import Counts
from providers.system import System, Terms


class Client:
    """One system behind its limits: how it does, and how calls of it ended."""

    def __init__(self, session: ClientSession, terms: Terms, clock: Clock | None) -> None:
        self._clock = clock or Clock()
        self._system = System(session, terms, self._clock)

    @property
    def health(self) -> Health:
        return self._system.health

    @property
    def counts(self) -> Counts:
        return self._system.counts
