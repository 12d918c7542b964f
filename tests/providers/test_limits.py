"""How a system is spared: places, rate, and rest after failures."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from providers.breaker import FAILURES, Breaker, State
from providers.cet.client import CetClient, CetConfig
from providers.errors import Ambiguous, Changed, Throttled, Unavailable
from providers.http import Answer, Ask
from providers.system import System, Terms, rate_limit
from tests.providers.cet_bodies import NAME, REAL, TICKET
from tests.providers.hand_clock import START, HandClock, LoopTime
from tests.providers.upstream import Reaction, Upstream, says


async def fail(client: CetClient, times: int = FAILURES) -> None:
    for _ in range(times):
        with pytest.raises((Unavailable, Changed)):
            await client.by_ticket(TICKET, NAME)


async def a_moment(session: ClientSession, upstream: Upstream) -> None:
    """Make a call past the limits, on a new connection: by the time it is answered others have gone their way."""
    async with session.get(upstream.url):
        pass


@pytest.mark.parametrize("reaction", [says("", 500), says("<html>"), says("")])
async def test_opens(client: CetClient, upstream: Upstream, hand_clock: HandClock, reaction: Reaction) -> None:
    """After five failures in a row nothing is sent, and callers are told since when."""
    upstream.always = reaction
    await fail(client)
    hand_clock.forward(29)
    with pytest.raises(Unavailable, match="resting") as caught:
        await client.by_ticket(TICKET, NAME)
    assert caught.value.since == START
    assert (client.health.state, client.health.since) == (State.OPEN, START)
    assert (len(upstream.seen), client.counts.held_back) == (FAILURES, 1)


@pytest.mark.parametrize("reaction", [says("", 404), says("fail"), says(REAL | {"Total": []}), says("idError")])
async def test_stays_closed(client: CetClient, upstream: Upstream, reaction: Reaction) -> None:
    """Answers that may be due to what was asked do not count: one person must not cut off all others."""
    upstream.always = reaction
    for _ in range(FAILURES + 1):
        with pytest.raises((Changed, Ambiguous)):
            await client.by_ticket(TICKET, NAME)
    assert client.health.state is State.CLOSED
    assert len(upstream.seen) == FAILURES + 1


async def test_in_a_row(client: CetClient, upstream: Upstream) -> None:
    """An answer in between, even Status 0, begins the count anew."""
    upstream.next.extend([*[says("", 500)] * (FAILURES - 1), says({"Status": "0"}), says("", 500)])
    await fail(client, FAILURES - 1)
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)
    await fail(client, 1)
    assert client.health.state is State.CLOSED


async def test_recovers(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """After 30 s one call tries; answered, it closes the breaker."""
    upstream.next.extend([says("", 500)] * FAILURES)
    upstream.always = says(REAL)
    await fail(client)
    hand_clock.forward(30)
    assert client.health.state is State.HALF_OPEN
    assert (await client.by_ticket(TICKET, NAME)).total == 446
    assert (client.health.state, client.health.since) == (State.CLOSED, None)
    assert client.health.last_success == START + timedelta(seconds=30)


async def test_one_tries(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """While one tries, the others are refused."""
    upstream.next.extend([says("", 500)] * FAILURES)
    upstream.always = upstream.holds(says(REAL))
    await fail(client)
    hand_clock.forward(30)
    upstream.asked.clear()
    trial = asyncio.create_task(client.by_ticket(TICKET, NAME))
    await upstream.asked.wait()
    with pytest.raises(Unavailable, match="resting"):
        await client.by_ticket(TICKET, "张三")
    upstream.go_on.set()
    assert (await trial).total == 446


async def test_trial_given_up(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """Who stops waiting for the trial leaves it to the next."""
    upstream.next.extend([says("", 500)] * FAILURES + [upstream.holds(says(REAL))])
    upstream.always = says(REAL)
    await fail(client)
    hand_clock.forward(30)
    upstream.asked.clear()
    trial = asyncio.create_task(client.by_ticket(TICKET, NAME))
    await upstream.asked.wait()
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    assert (await client.by_ticket(TICKET, "张三")).total == 446


async def test_rests_longer(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """Each trial that fails doubles the rest, up to ten minutes; `since` stays."""
    upstream.always = says("", 500)
    await fail(client)
    for rest in (30, 60, 120, 240, 480, 600, 600):
        hand_clock.forward(rest - 1)
        assert client.health.state is State.OPEN
        hand_clock.forward(1)
        await fail(client, 1)
    assert client.health.since == START
    assert len(upstream.seen) == FAILURES + 7


async def test_waiting_when_it_opens(session: ClientSession, upstream: Upstream) -> None:
    """Who waits for a place while the system goes down is not sent after the others."""
    upstream.always = says("", 500)
    client = CetClient(session, CetConfig(upstream.url, Terms(at_once=1)))
    calls = [client.by_ticket(TICKET, f"张{i}") for i in range(FAILURES + 3)]
    errors = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(error, Unavailable) for error in errors)
    assert len(upstream.seen) == FAILURES


def test_late_failures(hand_clock: HandClock) -> None:
    """Calls that were under way when it opened do not prolong the rest when they fail."""
    breaker = Breaker(hand_clock.clock)
    for _ in range(FAILURES):
        breaker.failed(trial=False)
    hand_clock.forward(20)
    breaker.failed(trial=False)
    hand_clock.forward(10)
    assert breaker.state is State.HALF_OPEN


async def test_waiting_when_429_comes(session: ClientSession, upstream: Upstream) -> None:
    """Who waits for a place meanwhile is not sent after it either."""
    upstream.always = says("", 429, {"Retry-After": "60"})
    client = CetClient(session, CetConfig(upstream.url, Terms(at_once=1)))
    calls = [client.by_ticket(TICKET, f"张{i}") for i in range(3)]
    errors = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(error, Throttled) for error in errors)
    assert len(upstream.seen) == 1


async def test_not_repeatable(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    """What changes something there is sent once, whatever becomes of it."""
    upstream.always = says("", 502)
    system = System(session, Terms(), hand_clock.clock)
    with pytest.raises(Unavailable):
        await system.call(Ask(URL(upstream.url), "POST", form={"a": "b"}), Answer.json)
    assert (len(upstream.seen), system.counts.repeated) == (1, 0)


async def test_at_once(session: ClientSession, upstream: Upstream) -> None:
    """No more than that many are under way; the others follow."""
    upstream.next.extend([upstream.holds(says(REAL)), upstream.holds(says(REAL)), says({})])
    upstream.always = says(REAL)
    client = CetClient(session, CetConfig(upstream.url, Terms(at_once=2, per_second=1000)))
    calls = asyncio.gather(*(client.by_ticket(TICKET, f"张{i}") for i in range(5)))
    while len(upstream.seen) < 2:
        upstream.asked.clear()
        await upstream.asked.wait()
    await a_moment(session, upstream)
    assert len(upstream.seen) == 3
    upstream.go_on.set()
    assert len(await calls) == 5


async def test_rate(session: ClientSession, upstream: Upstream, loop_time: LoopTime) -> None:
    """A wait that uses up its time is our own doing: nothing was sent, and the system is not to blame."""
    upstream.always = says(REAL)
    client = CetClient(session, CetConfig(upstream.url, Terms(per_second=0.001, timeout_s=5)))
    await client.by_ticket(TICKET, NAME)
    waiting = [asyncio.create_task(client.by_ticket(TICKET, f"张{i}")) for i in range(FAILURES + 1)]
    await a_moment(session, upstream)
    loop_time.forward(29)
    await a_moment(session, upstream)
    assert not any(call.done() for call in waiting)

    loop_time.forward(1)
    for call in waiting:
        with pytest.raises(Throttled, match="wait here"):
            await call
    assert client.counts.answered == 1
    assert (client.health.state, client.health.since) == (State.CLOSED, None)
    assert (client.counts.held_back, client.counts.unavailable) == (FAILURES + 1, 0)


async def test_a_crowd(session: ClientSession, upstream: Upstream, loop_time: LoopTime) -> None:
    """A slow system answers everybody: the wait for the others is not taken off a call's own time."""

    async def slow(request: web.BaseRequest) -> web.StreamResponse:
        loop_time.forward(4)
        return await says(REAL)(request)

    upstream.always = slow
    client = CetClient(session, CetConfig(upstream.url, Terms(at_once=1, timeout_s=5)))
    await asyncio.gather(*(client.by_ticket(TICKET, f"张{i}") for i in range(FAILURES + 1)))
    assert (client.health.state, client.counts.answered) == (State.CLOSED, FAILURES + 1)


async def test_its_own_time(session: ClientSession, upstream: Upstream, loop_time: LoopTime) -> None:
    """From its turn on a call has `timeout_s`, however much of the wait is left."""
    upstream.always = upstream.holds(says(REAL))
    client = CetClient(session, CetConfig(upstream.url, Terms(timeout_s=5)))
    call = asyncio.create_task(client.by_ticket(TICKET, NAME))
    await upstream.asked.wait()
    loop_time.forward(5)
    with pytest.raises(Unavailable, match="no answer in time"):
        await call
    assert (client.counts.unavailable, client.counts.held_back) == (1, 0)


@pytest.mark.parametrize(("timeout_s", "wait_s"), [(5, 30), (15, 30), (40, 80)])
def test_wait(timeout_s: float, wait_s: float) -> None:
    assert Terms(timeout_s=timeout_s).wait_s == wait_s


@pytest.mark.parametrize(("per_second", "burst", "period_s"), [(5, 5, 1), (0.5, 1, 2), (1, 1, 1)])
def test_bucket(per_second: float, burst: float, period_s: float) -> None:
    limit = rate_limit(per_second)
    assert (limit.max_rate, limit.time_period) == (burst, period_s)


async def test_counts(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """Each call is counted once, by how it ended."""
    upstream.next.extend([says({"Status": 0}), says("", 404), says("", 500), says("", 429), says(REAL)])
    for _ in range(5):
        with pytest.raises((Ambiguous, Changed, Unavailable, Throttled)):
            await client.by_ticket(TICKET, NAME)
    hand_clock.forward(5)
    for _ in range(2):
        await client.by_ticket(TICKET, NAME)
    counts = client.counts
    assert (counts.declined, counts.changed, counts.unavailable, counts.throttled) == (1, 1, 1, 1)
    assert (counts.held_back, counts.answered, counts.remembered) == (1, 1, 1)
