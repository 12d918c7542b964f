"""Identical look-ups share one call, and what was found is remembered."""

import asyncio

import pytest

from providers.cet.client import CetClient
from providers.cet.level import Level
from providers.clock import Clock
from providers.counts import Counts
from providers.errors import Ambiguous, Unavailable
from providers.lookups import Lookups
from tests.providers.cet_bodies import NAME, REAL, TICKET
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Upstream, says


async def test_one_call(client: CetClient, upstream: Upstream) -> None:
    upstream.always = says(REAL)
    results = await asyncio.gather(*(client.by_ticket(TICKET, NAME) for _ in range(20)))
    assert len(set(map(id, results))) == 1
    assert (len(upstream.seen), client.counts.joined) == (1, 19)


async def test_shared_failure(client: CetClient, upstream: Upstream) -> None:
    """All who waited are told; it is not remembered."""
    calls = (client.by_ticket(TICKET, NAME) for _ in range(5))
    errors = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(error) for error in errors] == [Ambiguous] * 5
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)
    assert len(upstream.seen) == 2


async def test_remembered(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """For ten minutes, however the ticket was typed."""
    upstream.always = says(REAL)
    await client.by_ticket(TICKET, NAME)
    hand_clock.forward(599)
    await client.by_ticket(f"　{TICKET}", f"{NAME} ")
    assert len(upstream.seen) == 1
    hand_clock.forward(1)
    await client.by_ticket(TICKET, NAME)
    assert len(upstream.seen) == 2


async def test_different(client: CetClient, upstream: Upstream) -> None:
    """Another name, level or route is another look-up."""
    upstream.always = says(REAL)
    await client.by_ticket(TICKET, NAME)
    await client.by_ticket(TICKET, "张三")
    await client.local(Level.CET4, NAME)
    await client.local(Level.CET6, NAME)
    await client.by_school("广东", "韶关学院", Level.CET4, NAME)
    assert len(upstream.seen) == 5


async def test_one_stops_waiting(client: CetClient, upstream: Upstream) -> None:
    """The others get their answer, be it the first or a later one who leaves."""
    upstream.always = upstream.holds(says(REAL))
    first, second, third = (asyncio.create_task(client.by_ticket(TICKET, NAME)) for _ in range(3))
    await upstream.asked.wait()
    first.cancel()
    third.cancel()
    await asyncio.wait([first, third])
    upstream.go_on.set()
    assert (await second).total == 446
    assert len(upstream.seen) == 1


async def test_all_stop_waiting(client: CetClient, upstream: Upstream) -> None:
    """Then the call ends too, and the next one starts anew."""
    upstream.next.append(upstream.holds(says("", 500)))
    upstream.always = says(REAL)
    calls = [asyncio.create_task(client.by_ticket(TICKET, NAME)) for _ in range(3)]
    await upstream.asked.wait()
    for call in calls:
        call.cancel()
    await asyncio.wait(calls)
    assert (await client.by_ticket(TICKET, NAME)).total == 446
    assert len(upstream.seen) == 2


async def test_bounded() -> None:
    """Over its size the oldest goes."""
    fetched: list[int] = []

    async def fetch(key: int) -> int:
        fetched.append(key)
        return key

    lookups = Lookups(fetch, Clock(), Counts(), most=2)
    for key in (1, 2, 3, 3, 2, 1):
        assert await lookups.get(key) == key
    assert fetched == [1, 2, 3, 1]


async def test_raised_after_all_left() -> None:
    """A failure that nobody waits for any more is nobody's."""
    started = asyncio.Event()

    async def fetch(_: int) -> int:
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise Unavailable("cut off") from None
        return 0

    lookups = Lookups(fetch, Clock(), Counts())
    waiting = asyncio.create_task(lookups.get(1))
    await started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
