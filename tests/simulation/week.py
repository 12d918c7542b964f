"""A week of the bot: everybody watches, grades come and go, things break, and in the end it is all added up."""

import asyncio
import resource
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from bot.errors import StoreUnreachable
from bot.watches import Kind
from tests.simulation.cast import Cast, Size, cast
from tests.simulation.clockwork import DAY_S, Clockwork, simulated
from tests.simulation.disk import Disk
from tests.simulation.life import Life, Outside, living
from tests.simulation.moving_in import MovingIn
from tests.simulation.phones import Phones, Ring
from tests.simulation.school import Happenings, Listing
from tests.simulation.systems import SYSTEMS, Systems

_REST_S = (1.0, 600.0)  # from a crash to the next start


@dataclass
class Week:
    """What came of it."""

    size: Size
    cast: Cast
    rings: list[Ring]
    in_flight: Counter[str]  # keys of sends that a crash cut off, or of whose end nobody knows
    asked: Mapping[str, list[list[float]]]  # when each system was asked, by life
    happened: Counter[str]  # in the systems, on the wire, on the disk; and `lives` of the bot
    scripted: Counter[str]  # of those, what happened to grades
    left: int = 0  # notifications that are still in the outbox
    dead: dict[str, str] = field(default_factory=dict)  # keys of what was given up, and why
    took_s: float = 0.0
    memory_mb: float = 0.0


Breaks = Callable[[Mapping[str, Kind]], Mapping[str, Kind]]


def week(size: Size, seed: int, folder: Path, breaks: Breaks = lambda kinds: kinds) -> Week:
    """Let it pass; `breaks` may put worse kinds in the place of the real ones."""
    began = time.perf_counter()

    async def main(loop: Clockwork) -> Week:
        return await _Passing(loop, size, seed, folder, breaks).week()

    passed: Week = simulated(main)
    passed.took_s = time.perf_counter() - began
    passed.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return passed


class _Passing:
    def __init__(self, loop: Clockwork, size: Size, seed: int, folder: Path, breaks: Breaks) -> None:
        self._loop, self._size, self._random = loop, size, Random(seed)
        self._happenings = Happenings(Random(f"{seed} happenings"))
        self._cast = cast(size, Random(f"{seed} cast"), self._happenings)
        systems = Systems(loop, Random(f"{seed} systems"), self._cast.exams, self._cast.accounts, self._cast.tickets)
        phones = Phones(loop, Random(f"{seed} phones"))
        disk = Disk(folder / "bot.db", loop, Random(f"{seed} disk"))
        self._outside = Outside(loop, size, disk, systems, phones, seed, breaks)
        self._in_flight: Counter[str] = Counter()
        self._asked: dict[str, list[list[float]]] = {name: [] for name in SYSTEMS}
        self._lives = 0
        self._living: Life | None = None

    async def week(self) -> Week:
        ends = self._size.days * DAY_S
        calm = ends - self._size.lasts_s / 2  # from then on nothing fails, so that all comes to its end
        self._break(faults=False)
        async with living(self._outside, 0) as life:
            await MovingIn(life, self._cast, self._loop)()
        self._break(faults=True)
        loop, script = self._loop, asyncio.create_task(self._script())
        while loop.time() < calm:
            with suppress(StoreUnreachable):  # it did not even start
                await self._life(calm)
            await asyncio.sleep(self._random.uniform(*_REST_S))
        self._break(faults=False)
        await self._life(ends, crashes=False)
        await script
        return self._added_up()

    def _break(self, *, faults: bool) -> None:
        out = self._outside
        out.phones.faults = faults
        out.systems.fails = 0.03 if faults else 0.0
        out.disk.faults = faults
        if not faults:
            out.disk.mend()
            out.systems.outages.clear()

    async def _life(self, until: float, *, crashes: bool = True) -> None:
        """Start the bot and let it crash anywhere between two awaits, or stop it then."""
        over = asyncio.Event()
        self._lives += 1
        async with living(self._outside, self._lives) as life:
            self._living = life
            if crashes:
                turns = int(self._random.expovariate(1 / self._size.turns)) + 1
                self._loop.ring(turns, partial(self._crash, life, over))
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await over.wait()
            self._loop.ring(0, lambda: None)
            if not over.is_set():
                self._crash(life, over)
        for system, times in self._outside.systems.asked.items():
            self._asked[system].append(times[:])
            times.clear()

    def _crash(self, life: Life, over: asyncio.Event) -> None:
        life.cut()
        with sqlite3.connect(self._outside.disk.path) as database:
            claimed = database.execute("select key, at from outbox where owner is not null")
            self._in_flight.update(f"{key}@{at:.3f}" for key, at in claimed)  # as `Parcel.once` has it
        database.close()
        over.set()

    async def _script(self) -> None:
        """What happens outside, at its time."""
        announced = self._size.days / 7 * DAY_S
        plan: list[tuple[float, Listing | str]] = [*self._cast.plan, (announced, "announce")]
        plan += [(self._random.uniform(0, self._size.days * DAY_S), name) for name in SYSTEMS for _ in range(3)]
        for at, what in sorted(plan, key=lambda each: each[0]):
            await asyncio.sleep(max(0.0, at - self._loop.time()))
            if isinstance(what, Listing):
                self._happenings.happen(what, self._loop.time())
            elif what == "announce":
                await self._announced()
            elif self._outside.disk.faults:
                self._outside.systems.goes_down(what, self._random.uniform(60, self._size.every_s))

    async def _announced(self) -> None:
        """An administrator says it again and again until it is taken, as people do."""
        while True:
            with suppress(TimeoutError, StoreUnreachable):
                async with asyncio.timeout(60):
                    if self._living and await MovingIn(self._living, self._cast, self._loop).announce():
                        return
            await asyncio.sleep(1)

    def _added_up(self) -> Week:
        out = self._outside
        scripted = Counter(self._happenings.counted)
        happened = scripted + out.systems.faults + out.disk.failed + out.phones.failed + Counter(lives=self._lives)
        with sqlite3.connect(out.disk.path) as database:
            left = database.execute("select count(*) from outbox").fetchone()[0]
            dead = dict(database.execute("select key, reason from dead"))
        database.close()
        return Week(
            size=self._size,
            cast=self._cast,
            rings=out.phones.rings,
            in_flight=self._in_flight + out.phones.doubtful,
            asked=self._asked,
            happened=happened,
            scripted=scripted,
            left=left,
            dead=dead,
        )
