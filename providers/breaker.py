"""A circuit breaker: a system that fails again and again is left alone for a while.

Closed, calls go through. After `FAILURES` in a row it opens and refuses them at once, for 30 s at first. Then
one call may try (half-open): if it is answered, the breaker closes, else the rest is doubled, up to ten
minutes.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from providers.clock import Clock
from providers.errors import Unavailable

FAILURES: Final = 5
FIRST_REST_S: Final = 30.0
LONGEST_REST_S: Final = 600.0


class State(Enum):
    CLOSED = "closed"
    HALF_OPEN = "half-open"  # the next call tries, or is trying
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Health:
    """How a system does, for people who look after it. Times are aware UTC."""

    state: State
    since: datetime | None  # the first of the failures in a row; None while the last call was answered
    last_success: datetime | None  # the last call that brought what was asked for; None before the first
    last_answer: datetime | None = None  # the last that was answered at all, be it with a no
    changed: datetime | None = None  # the last answer that did not fit
    misfit: str = ""  # what did not fit about it
    refused: datetime | None = None  # when the operator's own token or key was refused; None: it was taken since


class Breaker:
    """Call `admit` before a call, then exactly one of `answered`, `failed` and `given_up`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._retry_at = 0.0
        self._trying = False
        self.since: datetime | None = None

    @property
    def state(self) -> State:
        if self._failures < FAILURES:
            return State.CLOSED
        return State.HALF_OPEN if self._clock.monotonic() >= self._retry_at else State.OPEN

    def check(self) -> None:
        """Raise Unavailable while the system rests, or while one call tries for all."""
        if self._failures >= FAILURES and (self._trying or self._clock.monotonic() < self._retry_at):
            raise Unavailable("resting after repeated failures", since=self.since, untouched=True)

    def admit(self) -> bool:
        """As `check`, and let this call through; True if it is the one that tries."""
        self.check()
        self._trying = self._failures >= FAILURES
        return self._trying

    def answered(self) -> None:
        self._failures = 0
        self._rest_s = FIRST_REST_S
        self._trying = False
        self.since = None

    def failed(self, *, trial: bool) -> None:
        if self.since is None:
            self.since = self._clock.now()
        self._failures += 1
        if trial:
            self._trying = False
            self._rest_s = min(self._rest_s * 2, LONGEST_REST_S)
        # Calls that were under way when it opened end here too, and must not prolong the rest.
        if trial or self._failures == FAILURES:
            self._retry_at = self._clock.monotonic() + self._rest_s

    def given_up(self, *, trial: bool) -> None:
        """Note a call that told nothing of the system, e.g. because nobody waited for it any more."""
        if trial:
            self._trying = False
