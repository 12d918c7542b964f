"""`System.call`: one exam system behind its limits. Every client's methods end here.

In this order a call passes the breaker's first look, a place among `at_once`, the rate limit, the breaker's
admission, and then `http.request`. Until it is admitted it waits at most `Terms.wait_s`; only from then on
does `timeout_s` run, so that a crowd here never makes a slow system look down.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from aiohttp import ClientSession
from aiolimiter import AsyncLimiter

from exchange.http import Http
from providers.breaker import Breaker, Health
from providers.clock import Clock
from providers.counts import Counts
from providers.errors import Changed, ProviderError, Throttled, Unavailable
from providers.http import Answer, Ask, request

T = TypeVar("T")

UNNAMED_PAUSE: Final = timedelta(seconds=5)  # after a 429 that names no time
LONGEST_PAUSE: Final = timedelta(minutes=10)  # whatever a Retry-After says; then one call asks again
_LEAST_WAIT_S: Final = 30.0
_JITTER_S: Final = (0.1, 0.5)  # before the one repetition


@dataclass(frozen=True, slots=True)
class Terms:
    """How an operator lets a system be called."""

    timeout_s: float = 15.0  # one call once it is its turn: sending, a repetition, reading
    per_second: float = 10.0  # on average; after a quiet time so many may go at once (at least one)
    at_once: int = 10
    proxy: str | None = field(default=None, repr=False)  # http or https; may hold a password

    @property
    def wait_s(self) -> float:
        """How long a call may wait here for its turn, for which the system is not to blame."""
        return max(_LEAST_WAIT_S, 2 * self.timeout_s)


def rate_limit(per_second: float) -> AsyncLimiter:
    """Make a bucket for one second's calls, or for a single one where less than one a second is allowed."""
    burst = max(1.0, per_second)
    return AsyncLimiter(burst, burst / per_second)


class System:
    def __init__(self, session: ClientSession, terms: Terms, clock: Clock) -> None:
        self.counts = Counts()
        self._http = Http(session, proxy=terms.proxy)
        self._terms = terms
        self._wait_s = terms.wait_s
        self._clock = clock
        self._breaker = Breaker(clock)
        self._slots = asyncio.Semaphore(terms.at_once)
        self._rate = rate_limit(terms.per_second)
        self._paused_until = 0.0  # monotonic; set by a 429
        self._last_success: datetime | None = None
        self._last_answer: datetime | None = None
        self._changed: tuple[datetime | None, str] = None, ""
        self._refused: datetime | None = None

    @property
    def health(self) -> Health:
        breaker = self._breaker
        return Health(
            breaker.state, breaker.since, self._last_success, self._last_answer, *self._changed, self._refused
        )

    def refused(self) -> None:
        """Note that the operator's own token or key is refused; only a client knows what an error means there."""
        self._refused = self._clock.now()

    async def call(self, ask: Ask | Callable[[], Ask], decode: Callable[[Answer], T], *, aside: bool = False) -> T:
        """Send `ask`; what `decode` makes of the answer is the result.

        An `ask` that holds the time (a short-lived signature) is a function: it is made when its turn has come.
        `decode` raises ProviderErrors only. Raises Unavailable with `since`, Throttled, Changed, and what
        `decode` raises. Waiting too long for our own limits is Throttled too: the system is not at fault.
        What is asked `aside`, such as for a token, tells that the system answers, and not that it takes ours.
        """
        trial: bool | None = None  # None: not admitted, so nothing was sent
        begun = 0.0
        try:
            self._look()
            # One timer for both bounds: it is set anew when the turn has come.
            async with asyncio.timeout(self._wait_s) as deadline, self._slots:
                await self._rate.acquire()
                trial, begun = self._admit(), self._clock.monotonic()
                deadline.reschedule(asyncio.get_running_loop().time() + self._terms.timeout_s)
                value = decode(await self._send(ask if callable(ask) else lambda: ask))
        except TimeoutError:
            late = Throttled("too many calls wait here") if trial is None else Unavailable("no answer in time")
            raise self._settled(late, trial=trial) from None
        except ProviderError as error:
            self._settled(error, trial=trial)
            raise
        except BaseException:  # cancelled, or a fault of our own: it tells nothing of the system
            if trial is not None:
                self._breaker.given_up(trial=trial)
            raise
        finally:
            if trial is not None:
                self.counts.seconds += self._clock.monotonic() - begun
        self._answered()
        if not aside:
            self._last_success, self._refused = self._last_answer, None
        self.counts.answered += 1
        return value

    def _look(self) -> None:
        """Raise at once what waiting would not change."""
        left = self._paused_until - self._clock.monotonic()
        if left > 0:
            raise Throttled("asked to wait", timedelta(seconds=left))
        self._breaker.check()

    def _admit(self) -> bool:
        self._look()  # much can have happened while this call waited
        return self._breaker.admit()

    async def _send(self, make: Callable[[], Ask]) -> Answer:
        ask = make()
        try:
            return await self._request(ask)
        except Unavailable as error:
            if not (ask.repeatable and error.passing):
                raise
        self.counts.repeated += 1
        least, most = _JITTER_S
        await self._clock.sleep(least + (most - least) * self._clock.random())
        await self._rate.acquire()
        return await self._request(make())

    def _request(self, ask: Ask) -> Awaitable[Answer]:
        return request(self._http, ask, now=self._clock.now)

    def _settled(self, error: ProviderError, *, trial: bool | None) -> ProviderError:
        """Tell breaker and counts how a call failed; the error comes back, dated."""
        if trial is None:
            self.counts.held_back += 1
            return error
        match error:
            case Unavailable():
                self.counts.unavailable += 1
                self._breaker.failed(trial=trial)
                error.since = self._breaker.since
                return error
            case Changed():
                self.counts.changed += 1
                self._changed = self._clock.now(), str(error)
                if error.broken:
                    self._breaker.failed(trial=trial)
                    return error
            case Throttled():
                self.counts.throttled += 1
                pause = UNNAMED_PAUSE if error.retry_after is None else min(error.retry_after, LONGEST_PAUSE)
                self._paused_until = self._clock.monotonic() + pause.total_seconds()
            case _:
                self.counts.declined += 1
        self._answered()
        return error

    def _answered(self) -> None:
        self._breaker.answered()
        self._last_answer = self._clock.now()
