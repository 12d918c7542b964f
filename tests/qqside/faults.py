"""What goes wrong on demand: which calls it strikes, and what becomes of them."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    SILENCE = "silence"  # nothing was done, nothing is said
    LOST = "lost"  # done, and nothing is said
    TIMEOUT = "timeout"  # done, and told as failed: 1200
    REFUSED = "refused"  # not done: 1200
    CLOSE_BEFORE = "close_before"  # the connection ends, nothing was done
    CLOSE_AFTER = "close_after"  # done, and the connection ends
    GARBAGE = "garbage"  # done; frames that nobody can read come before the answer
    TWICE = "twice"  # done and answered twice


NOT_DONE = frozenset((Fault.SILENCE, Fault.REFUSED, Fault.CLOSE_BEFORE))
GARBAGE = (
    "",
    "{",
    "[]",
    "null",
    "17",
    '"text"',
    '{"post_type": "\\ud83d"}',
    '{"echo": {}, "retcode": "0"}',
    "[" * 2000,
)


@dataclass(slots=True)
class Plan:
    fault: Fault
    action: str = ""  # empty: any
    count: int = 1


class Faults:
    def __init__(self) -> None:
        self._plans: list[Plan] = []

    def set(self, plan: Plan) -> None:
        self._plans.append(plan)

    def striking(self, action: str) -> Fault | None:
        for plan in self._plans:
            if plan.count and plan.action in ("", action):
                plan.count -= 1
                return plan.fault
        return None
