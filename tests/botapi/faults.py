"""Faults on demand: which one strikes a call, and what it does to it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    DROP_BEFORE = "drop_before"  # the connection breaks and nothing was done
    DROP_AFTER = "drop_after"  # it was done, and the client doesn't get to know
    DELAY = "delay"
    STATUS = "status"  # 401, 404, 409 and 429 as JSON, 5xx with a page of a proxy
    GARBAGE = "garbage"  # done; 200 with what is no JSON
    TRUNCATED = "truncated"  # done; the body is cut and the connection closed
    DUPLICATE = "duplicate"  # getUpdates takes no note of its offset; a webhook is delivered twice


BEFORE = frozenset((Fault.DROP_BEFORE, Fault.DELAY, Fault.STATUS))


@dataclass(slots=True)
class Plan:
    """One kind of fault at work. It ends after `count` strikes or at `until`, whichever comes first."""

    fault: Fault
    method: str = ""  # empty: any
    share: float = 1  # of the calls, 0 to 1
    count: int | None = None
    until: float | None = None  # on the fake's clock
    delay_s: float = 1
    status: int = 502
    retry_after: int = 1  # for 429


class Faults:
    def __init__(self, clock: Callable[[], float], seed: int = 0) -> None:
        self._clock = clock
        self._chance = Random(seed)
        self._plans: list[Plan] = []

    def set(self, plan: Plan) -> None:
        self._plans.append(plan)

    def clear(self) -> None:
        self._plans.clear()

    def striking(self, method: str) -> list[Plan]:
        """Return what befalls this call, delays first; forget what is over."""
        if not self._plans:
            return []
        now = self._clock()
        self._plans = [plan for plan in self._plans if plan.count != 0 and (plan.until is None or now < plan.until)]
        struck = [plan for plan in self._plans if plan.method in ("", method) and self._chance.random() < plan.share]
        for plan in struck:
            if plan.count is not None:
                plan.count -= 1
        return sorted(struck, key=lambda plan: plan.fault is not Fault.DELAY)
