"""A week of watching with a clock of its own: 100, 1,000 and 10,000 people, everything failing, everybody told.

    .venv/bin/python -m benchmarks.watching [seed]      or: make week

What is simulated, and what must hold afterwards, stands in tests/simulation: the real store, looks, kinds, clients and
delivery, on a disk, a network and phones that fail, with crashes in between. Ends with 1 where something went wrong.
"""

import logging
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import structlog

from tests.simulation.cast import Size
from tests.simulation.checks import once, wrong
from tests.simulation.clockwork import DAY_S, HOUR_S
from tests.simulation.week import Week, week

EVERY_S = 2 * HOUR_S
# The longest first, so that two cores are done at the same time.
SIZES = tuple(
    Size(people, exams, days=7, every_s=EVERY_S, gather_s=2 * HOUR_S)
    for people, exams in ((10_000, 200), (1000, 200), (1000, 100), (100, 200))
)
_HEADING = "people  exams  requests a round  told  sent twice  lives  failures   time   memory  wrong"


def measure(size: Size, seed: int) -> tuple[str, list[str]]:
    """One week: a line of figures, and what went wrong in it."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as folder:
        passed = week(size, seed, Path(folder))
    problems = wrong(passed)
    return _line(size, passed, len(problems)), problems


def _line(size: Size, passed: Week, problems: int) -> str:
    rounds = size.days * DAY_S / size.every_s
    asked = sum(len(times) for times in passed.asked["kaoshiyun"]) / rounds
    told, rang = len(once(passed.rings)), len(passed.rings)
    failures = sum((passed.happened - Counter(lives=passed.happened["lives"]) - passed.scripted).values())
    return (
        f"{size.people:>6} {size.exams:>6} {asked:>17.0f} {told:>5} {rang - told:>11} {passed.happened['lives']:>6} "
        f"{failures:>9} {passed.took_s:>5.0f} s {passed.memory_mb:>5.0f} MB {problems:>6}"
    )


def main() -> int:
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    print(_HEADING, flush=True)
    everything = []
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        for running in [processes.submit(measure, size, seed) for size in SIZES]:
            line, problems = running.result()
            print(line, *problems[:20], sep="\n", flush=True)
            everything += problems
    return 1 if everything else 0


if __name__ == "__main__":
    sys.exit(main())
