"""Each fault as a client meets it."""

import asyncio
import json

import aiohttp
import pytest
from aiohttp import ClientSession
from yarl import URL

from sandbox.faults import Fault, Faults, Kind
from sandbox.server import World, build, serving
from tests.sandbox.asker import Asker, Clock

ASKED = ("GetCetScore", "440530151110612", "罗增榕")


async def test_latency(sandbox: Asker, clock: Clock) -> None:
    """The answer is the true one, after the delay."""
    await sandbox.steer("fault", system="cet", kind="latency", seconds=60, delay_s=2.5)
    assert (await sandbox.cet(*ASKED))["Status"] == "1"
    assert clock.slept == [2.5]


async def test_latency_ends_with_its_client(session: ClientSession) -> None:
    """Who hangs up leaves nothing waiting behind."""
    asleep, ended = asyncio.Event(), asyncio.Event()

    async def sleep(_: float) -> None:
        asleep.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with serving(app=build(world=World(sleep=sleep))) as url:
        asker = Asker(session, url)
        await asker.steer("fault", system="cet", kind="latency", seconds=60)
        asking = asyncio.create_task(asker.ask(*ASKED))
        await asleep.wait()
        asking.cancel()
        await ended.wait()


@pytest.mark.parametrize("status", [500, 502, 429])
async def test_status(sandbox: Asker, status: int) -> None:
    await sandbox.steer("fault", system="cet", kind="status", seconds=60, status=status)
    answer = await sandbox.ask(*ASKED)
    assert answer.status == status
    assert answer.kind.startswith("text/html")
    assert f"<title>{status} ".encode() in answer.body
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize("retry_after", [120, "120", "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_retry_after(sandbox: Asker, retry_after: int | str) -> None:
    """Seconds or a date, as the header may have it; 503 unless told otherwise."""
    await sandbox.steer("fault", system="cet", kind="status", seconds=60, retry_after=retry_after)
    answer = await sandbox.ask(*ASKED)
    assert (answer.status, answer.headers["Retry-After"]) == (503, str(retry_after))


async def test_reset(sandbox: Asker) -> None:
    """The connection breaks with a TCP reset and without an answer."""
    await sandbox.steer("fault", system="cet", kind="reset", seconds=60)
    host, port = URL(sandbox.url).host, URL(sandbox.url).port
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /GetCetScore/1/2 HTTP/1.1\r\nHost: exam\r\n\r\n")
    with pytest.raises(ConnectionResetError):
        await reader.read()
    writer.close()
    with pytest.raises(aiohttp.ClientConnectionError):
        await sandbox.ask(*ASKED)


async def test_garbage(sandbox: Asker) -> None:
    """Under status 200 comes whatever is no JSON, not always the same."""
    await sandbox.steer("fault", system="cet", kind="garbage", seconds=60)
    answers = [await sandbox.ask(*ASKED) for _ in range(20)]
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) > 2
    for answer in answers:
        with pytest.raises(ValueError):  # noqa: PT011 - no JSON or not even text
            json.loads(answer.body)


async def test_truncated(sandbox: Asker) -> None:
    """Half of the true answer, under a length that fits the half."""
    whole = await sandbox.ask(*ASKED)
    await sandbox.steer("fault", system="cet", kind="truncated", seconds=60)
    half = await sandbox.ask(*ASKED)
    assert half.body == whole.body[: len(whole.body) // 2]
    assert half.kind == whole.kind


async def test_empty(sandbox: Asker) -> None:
    await sandbox.steer("fault", system="cet", kind="empty", seconds=60)
    answer = await sandbox.ask(*ASKED)
    assert (answer.status, answer.body) == (200, b"")


async def test_end_by_the_clock(sandbox: Asker, clock: Clock) -> None:
    """A fault is over as soon as its seconds are."""
    await sandbox.steer("fault", system="cet", kind="empty", seconds=60)
    clock.now += 59.9
    assert (await sandbox.ask(*ASKED)).body == b""
    clock.now += 0.1
    assert (await sandbox.cet(*ASKED))["Status"] == "1"


async def test_newer_one_in_its_place(sandbox: Asker) -> None:
    """A kind is at work once in a system, so zero seconds end it."""
    await sandbox.steer("fault", system="cet", kind="status", seconds=60)
    await sandbox.steer("fault", system="cet", kind="status", seconds=60, status=500)
    assert (await sandbox.ask(*ASKED)).status == 500
    await sandbox.steer("fault", system="cet", kind="status", seconds=0)
    assert (await sandbox.ask(*ASKED)).status == 200


async def test_latency_together_with_another(sandbox: Asker, clock: Clock) -> None:
    """A system can be slow and broken at once."""
    await sandbox.steer("fault", system="cet", kind="status", seconds=60)
    await sandbox.steer("fault", system="cet", kind="latency", seconds=60, delay_s=9)
    assert (await sandbox.ask(*ASKED)).status == 503
    assert clock.slept == [9]


async def test_share_is_the_same_after_a_reset(sandbox: Asker) -> None:
    """About the share of the requests are struck, and the same ones each time."""

    async def struck() -> list[bool]:
        await sandbox.steer("fault", system="cet", kind="status", seconds=60, share=0.3)
        return [(await sandbox.ask(*ASKED)).status == 503 for _ in range(100)]

    first = await struck()
    assert 15 < sum(first) < 45
    await sandbox.steer("reset")
    assert await struck() == first


async def test_share_of_nothing(sandbox: Asker) -> None:
    await sandbox.steer("fault", system="cet", kind="reset", seconds=60, share=0)
    assert (await sandbox.cet(*ASKED))["Status"] == "1"


async def test_unknown_paths_and_steering_are_spared(sandbox: Asker) -> None:
    """Steering goes on working while a system is down, and what belongs to no system stays as it is."""
    await sandbox.steer("fault", system="cet", kind="status", seconds=60)
    assert (await sandbox.raw("/elsewhere")).status == 404
    await sandbox.steer("reset")
    assert (await sandbox.cet(*ASKED))["Status"] == "1"


def test_systems_apart(clock: Clock) -> None:
    """A fault strikes its own system only."""
    faults = Faults(clock, seed=0)
    faults.set(Fault("cet", Kind.EMPTY, share=1, until=clock.now + 1))
    assert [fault.kind for fault in faults.striking("cet")] == [Kind.EMPTY]
    assert faults.striking("wejh") == []
