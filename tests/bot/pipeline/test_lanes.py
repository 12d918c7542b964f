"""Claiming and running work, a lane at a time, until told to stop."""

import asyncio

import uvloop
from structlog.testing import capture_logs

from bot.errors import LeaseLost, StoreUnreachable
from bot.pipeline.lanes import Lanes


class Work:
    """Pieces that wait, and what became of them."""

    def __init__(self, *waiting: str) -> None:
        self.waiting = list(waiting)
        self.done: list[str] = []
        self.freed: list[str] = []
        self.claims = 0
        self.go = asyncio.Event()
        self.answer = asyncio.Event()
        self.answer.set()

    async def claim(self, most: int) -> list[str]:
        self.claims += 1
        await self.answer.wait()
        taken, self.waiting = self.waiting[:most], self.waiting[most:]
        return taken

    async def work(self, piece: str) -> None:
        await self.go.wait()
        self.done.append(piece)

    async def free(self, piece: str) -> None:
        self.freed.append(piece)


async def settle() -> None:
    """Let everything run that can."""
    for _turn in range(20):
        await asyncio.sleep(0)


async def test_no_more_at_once_than_allowed() -> None:
    work = Work("a", "b", "c")
    lanes = Lanes(work.claim, work.work, work.free, at_once=2)
    running = asyncio.create_task(lanes.run())
    await settle()
    assert work.waiting == ["c"]
    work.go.set()
    await settle()
    assert work.done == ["a", "b", "c"]
    await lanes.stop(0)
    await running


async def test_stopping_waits_for_what_is_under_way() -> None:
    work = Work("a")
    lanes = Lanes(work.claim, work.work, work.free, at_once=2)
    running = asyncio.create_task(lanes.run())
    await settle()
    stopping = asyncio.create_task(lanes.stop(10))
    await settle()
    work.waiting.append("b")
    lanes.wake()
    work.go.set()
    await stopping
    await running
    assert (work.done, work.waiting) == (["a"], ["b"])


async def test_what_is_claimed_while_stopping_is_given_back() -> None:
    work = Work("a")
    work.answer.clear()
    work.go.set()
    lanes = Lanes(work.claim, work.work, work.free, at_once=2)
    running = asyncio.create_task(lanes.run())
    await settle()
    stopping = asyncio.create_task(lanes.stop(10))
    await settle()
    work.answer.set()
    await stopping
    await running
    assert (work.done, work.freed) == ([], ["a"])


async def test_impatient_stop_cancels() -> None:
    work = Work("a")
    lanes = Lanes(work.claim, work.work, work.free, at_once=2)
    running = asyncio.create_task(lanes.run())
    await settle()
    await lanes.stop(0)
    await running
    assert (work.done, work.freed) == ([], [])


async def test_database_that_is_away_is_asked_now_and_then() -> None:
    """However often somebody wakes the lanes in the meantime; the log has one line of it."""
    claims = list[int]()

    async def away(most: int) -> list[str]:
        claims.append(most)
        raise StoreUnreachable("away")

    work = Work()
    lanes = Lanes(away, work.work, work.free, at_once=1)
    with capture_logs() as logs:
        running = asyncio.create_task(lanes.run())
        for _ in range(100):
            lanes.wake()
            await settle()
        await lanes.stop(0)
        await running
    assert len(claims) == 1
    assert [line["event"] for line in logs] == ["claiming failed"]


async def test_lost_lease_is_nobodys_fault() -> None:
    async def lost(_piece: str) -> None:
        raise LeaseLost

    work = Work("a", "b")
    lanes = Lanes(work.claim, lost, work.free, at_once=1)
    running = asyncio.create_task(lanes.run())
    await settle()
    await lanes.stop(0)
    await running
    assert (work.waiting, work.freed) == ([], [])


async def test_closed_gate_is_looked_at_by_one_timer() -> None:
    """However often somebody wakes the lanes in the meantime."""

    class Closed:
        looks = 0

        def room(self) -> int:
            self.looks += 1
            return 0

        def opens_in(self) -> float:
            return 0.05

    gate, work = Closed(), Work()
    lanes = Lanes(work.claim, work.work, work.free, at_once=2, gate=gate)
    running = asyncio.create_task(lanes.run())
    for _wake in range(50):
        lanes.wake()
        await settle()
    before = gate.looks
    woken = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.26, woken.set_result, None)
    await woken
    assert gate.looks - before <= 6
    await lanes.stop(0)
    await running


async def test_one_claim_does_not_take_everything() -> None:
    work = Work(*(str(number) for number in range(500)))
    lanes = Lanes(work.claim, work.work, work.free, at_once=5000)
    running = asyncio.create_task(lanes.run())
    await settle()
    assert not work.waiting
    assert work.claims >= 3
    work.go.set()
    await lanes.stop(1)
    await running


def test_gate_that_opens_at_once_on_uvloop() -> None:
    """Where nothing is to be waited for, uvloop's timers are none."""

    class Open:
        def room(self) -> int:
            return 1

        def opens_in(self) -> float:
            return 0.0

    async def all_done() -> list[str]:
        work = Work("a", "b", "c")
        work.go.set()
        lanes = Lanes(work.claim, work.work, work.free, at_once=2, gate=Open())
        running = asyncio.create_task(lanes.run())
        async with asyncio.timeout(5):
            while len(work.done) < 3:
                await asyncio.sleep(0)
        await lanes.stop(1)
        await running
        return work.done

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        assert runner.run(all_done()) == ["a", "b", "c"]
