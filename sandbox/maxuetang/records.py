"""Submissions and how far the judge is with each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sandbox import people
from sandbox.maxuetang.models import SUBJECTIVE, TESTED, Solve, Stage

MADE_UP = 900_000_000  # the solve_id of person 0; the others follow
MADE_UP_PID = 1008
ALL_RIGHT = {"result": "4", "score": "10", "memory": "1120", "time": "1", "desc": "test"}
QUEUE = (Stage("0", asks=1), Stage("2", asks=1), Stage("3", asks=1))


@dataclass(slots=True)
class Progress:
    stages: list[Stage]  # still to come, the one under way first
    asks: int = 0  # answered with the one under way
    since: float | None = None  # when that was first answered


class Records:
    """The file's submissions, those made since, and one of each of the first `count` made-up people."""

    def __init__(self, filed: Sequence[Solve], count: int, clock: Callable[[], float]) -> None:
        self._filed = tuple(filed)
        self._count = min(count, people.MOST)
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        self._solves = {solve.id: solve for solve in self._filed}
        self._progress: dict[str, Progress] = {}
        self._last = 0

    def solve(self, id_: str) -> Solve | None:
        return self._solves.get(id_) or _made_up(id_, self._count)

    def put(self, solve: Solve) -> None:
        """File a submission, in the place of the one with its id; its judging begins anew."""
        self._solves[solve.id] = solve
        self._progress.pop(solve.id, None)

    def next_id(self) -> str:
        self._last += 1
        return f"{10**16 + self._last}"

    def asked(self, solve: Solve) -> Stage | None:
        """Count a question and return the stage to answer with, None once the result is final."""
        progress = self._of(solve)
        now = self._clock()
        while progress.stages:
            stage = progress.stages[0]
            since = now if progress.since is None else progress.since
            if stage.asks is not None and progress.asks >= stage.asks:
                self._move_on(progress, now)
            elif stage.seconds is not None and now - since >= stage.seconds:
                self._move_on(progress, since + stage.seconds)
            else:
                progress.asks, progress.since = progress.asks + 1, since
                return stage
        return None

    def move_on(self, solve: Solve) -> Stage | None:
        """End the stage under way and return the next one, None where the result is final now."""
        progress = self._of(solve)
        self._move_on(progress, self._clock())
        return progress.stages[0] if progress.stages else None

    def _of(self, solve: Solve) -> Progress:
        return self._progress.setdefault(solve.id, Progress(list(solve.judging)))

    def _move_on(self, progress: Progress, since: float) -> None:
        del progress.stages[:1]
        progress.asks, progress.since = 0, since


def submitted(id_: str, pid: int, ptype: int, ans: Mapping[str, object], time: str) -> Solve:
    """Return a new submission: right in the end, unless `publish` says otherwise, or only kept."""
    if ptype == SUBJECTIVE:
        return Solve(id_, pid, ptype, "0", "0", time, ans=ans)
    if ptype in TESTED:
        return Solve(id_, pid, ptype, "4", "10", time, score_json={"test": ALL_RIGHT}, judging=QUEUE)
    return Solve(id_, pid, ptype, "4", "10", time, ans=ans, judging=QUEUE)


def _made_up(id_: str, count: int) -> Solve | None:
    number = int(id_) - MADE_UP if id_.isascii() and id_.isdecimal() and len(id_) == len(str(MADE_UP)) else -1
    if not 0 <= number < count:
        return None
    parts = [people.mark(number, part, 0, 1) for part in range(5)]
    tests = {
        str(at): {"result": "4" if part else "6", "score": str(3 * part), "memory": "2412", "time": str(at), "desc": ""}
        for at, part in enumerate(parts)
    }
    result = "4" if all(parts) else "20" if any(parts) else "6"
    solve = Solve(id_, MADE_UP_PID, 7, result, str(3 * sum(parts)), "20261101120000", score_json=tests)
    return replace(solve, judging=QUEUE) if number % 2 else solve
