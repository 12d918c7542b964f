"""Claim, renew, free: work that waits in a table, taken a lane at a time.

One `Lanes` for each kind of work: messages to be answered, messages to be sent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

import structlog

from bot.errors import LeaseLost, StoreUnreachable

W = TypeVar("W")
log = structlog.get_logger()

TICK_S = 1.0
RENEW_S = 20.0
_MOST = 200  # pieces of one claim: the transaction that brings them must not become long
_LATE_S = 2.0  # for what was cancelled


class Gate(Protocol):
    """How much may be claimed now; for work that has to go slowly."""

    def room(self) -> int: ...

    def opens_in(self) -> float:
        """Seconds until there is room."""


class Lanes(Generic[W]):
    """Claims work and runs it, `at_once` pieces at most; each piece settles itself."""

    def __init__(
        self,
        claim: Callable[[int], Awaitable[list[W]]],
        work: Callable[[W], Awaitable[None]],
        free: Callable[[W], Awaitable[None]],
        *,
        at_once: int,
        gate: Gate | None = None,
    ) -> None:
        self._claim, self._work, self._free, self._at_once, self._gate = claim, work, free, at_once, gate
        self._wake = asyncio.Event()
        self._stop = asyncio.Event()
        self._stopped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._looks_at = 0.0  # when the one timer goes off that waits for the gate to open
        self._failing = False

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    async def run(self) -> None:
        """Work until `stop`."""
        self.wake()
        try:
            while not self._stop.is_set():
                await self._wake.wait()
                self._wake.clear()
                if (free := self._free_places()) and not self._stop.is_set():
                    await self._begin(free)
        finally:  # however it ends: who stops it waits for that
            self._stopped.set()

    async def _begin(self, free: int) -> None:
        pieces = await self._claimed(free)
        if len(pieces) == free:  # there may be more
            (self._wake_when_open if self._gate else self.wake)()
        for piece in pieces:
            task = asyncio.create_task(self._given_back(piece) if self._stop.is_set() else self._done(piece))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    async def stop(self, patience_s: float) -> None:
        """Claim no more and wait for what is under way; what is cancelled then begins anew at the next start."""
        self._stop.set()
        self.wake()
        await self._stopped.wait()
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=patience_s)
            for task in late:
                task.cancel()
            if late:
                log.warning("work cancelled", pieces=len(late))
                await asyncio.wait(late, timeout=_LATE_S)

    def _free_places(self) -> int:
        """How many pieces may be claimed now."""
        free = min(self._at_once - len(self._tasks), _MOST)
        if self._gate is None or not free:
            return free
        room = self._gate.room()
        if not room:
            self._wake_when_open()
        return min(free, room)

    def _wake_when_open(self) -> None:
        loop = asyncio.get_running_loop()
        if self._gate and loop.time() >= self._looks_at:
            opens_in = self._gate.opens_in()
            self._looks_at = loop.time() + opens_in
            loop.call_later(opens_in, self.wake)

    async def _claimed(self, most: int) -> list[W]:
        try:
            pieces = await self._claim(most)
        except Exception:  # the loop must outlive a database that fails for a while
            if not self._failing:  # one line, however long it lasts and whoever wakes us meanwhile
                log.exception("claiming failed")
            self._failing = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), TICK_S)
            self.wake()
            return []
        self._failing = False
        return pieces

    async def _done(self, piece: W) -> None:
        try:
            await self._work(piece)
        except LeaseLost:
            log.warning("lease lost")
        except Exception:  # one bad piece, or a database that fails for a while, must not end the others
            log.exception("work failed")
            await asyncio.sleep(TICK_S)
            await self._given_back(piece)

    async def _given_back(self, piece: W) -> None:
        """Free the piece, however long the database takes to let us: nobody else would."""
        with suppress(LeaseLost):
            await until_written(lambda: self._free(piece), self.wake)

    def _ended(self, task: asyncio.Task[None]) -> None:
        full = len(self._tasks) >= self._at_once
        self._tasks.discard(task)
        if full:  # else whoever made work has woken us already
            self.wake()


async def until_written(write: Callable[[], Awaitable[None]], stir: Callable[[], None]) -> None:
    """Write what has happened already, however long the database takes: done again, it would happen twice.

    `stir` wakes whom the writing gives work to: woken before it, their claims join its transaction. Raises
    `LeaseLost`, and what a database that does answer says against it.
    """
    while True:
        stir()
        try:
            return await write()
        except StoreUnreachable as problem:
            log.warning("writing failed, tried again", error=str(problem))
        await asyncio.sleep(TICK_S)


async def certain(hold: Callable[[], Awaitable[None]]) -> None:
    """Ask whether a piece is this process's still, until the database answers. Raises `LeaseLost`.

    For one that was stopped for longer than a lease lasts: before that goes out which another process may have done.
    """
    await until_written(hold, lambda: None)


async def tick(*wakes: Callable[[], None]) -> None:
    """Wake them every second, for what has become due in the meantime."""
    while True:
        await asyncio.sleep(TICK_S)
        for wake in wakes:
            wake()
