"""What goes on beside everything else: how it ends, and what its end does to the rest."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.errors import LoopEnded, StoreBusy
from bot.loops import again, every, for_ever
from bot.pipeline.lanes import Lanes


async def fault() -> None:
    raise TypeError("token=hunter2")


async def nothing(_any: object) -> list[str]:
    return []


async def free(_piece: str) -> None:
    raise AssertionError


async def test_loop_that_ends_by_a_fault_ends_the_bot() -> None:
    """Which can be started anew; it must not hang, and what it raises goes past the log, so that it tells nothing."""
    lanes = Lanes(nothing, free, free, at_once=1)

    async def bot() -> None:
        async with for_ever(lanes.run(), fault()):
            try:
                await asyncio.Event().wait()
            finally:
                await lanes.stop(1)

    with capture_logs() as lines, pytest.raises(LoopEnded) as ended:
        await asyncio.wait_for(bot(), 10)
    assert "hunter2" not in str(ended.value)
    assert ended.value.__cause__ is None
    assert [line["event"] for line in lines] == ["a loop ended by a fault, and the bot with it"]


async def test_what_the_block_raises_is_raised_as_it_is() -> None:
    with pytest.raises(KeyError):
        async with for_ever(asyncio.Event().wait()):  # type: ignore[arg-type]  # its end says nothing
            raise KeyError


async def test_what_the_block_raises_goes_before_a_loop_s_fault() -> None:
    """An operator must be told it; the loop's is in the log."""

    async def faulty() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await fault()

    async def bot() -> None:
        async with for_ever(faulty()):
            await asyncio.sleep(0)
            raise StoreBusy("told")

    with capture_logs() as lines, pytest.raises(StoreBusy):
        await bot()
    assert len(lines) == 1


async def test_platform_begins_anew_after_a_fault() -> None:
    runs = 0

    async def run() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            await fault()

    with capture_logs() as lines:
        await again("telegram", run, wait_s=0)
    assert runs == 3
    assert [line["platform"] for line in lines] == ["telegram", "telegram"]


async def test_upkeep_goes_on_after_a_fault() -> None:
    done = asyncio.Event()
    faults = [fault, fault]

    async def do() -> None:
        if faults:
            await faults.pop()()
        done.set()

    with capture_logs() as lines:
        async with for_ever(every(0, "leases", do)):
            await asyncio.wait_for(done.wait(), 10)
    assert [line["what"] for line in lines] == ["leases", "leases"]
