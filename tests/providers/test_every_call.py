"""What holds for every call of every system: how it fails, and what it keeps to itself."""

import asyncio
import copy
import json
import logging
import traceback
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from providers.breaker import FAILURES, State
from providers.errors import Changed, ProviderError, Throttled, Unavailable
from providers.http import Answer
from providers.system import Terms
from tests.providers.all_calls import CALLS
from tests.providers.calls import Call, Client
from tests.providers.hand_clock import START, HandClock
from tests.providers.upstream import Flood, Reaction, Upstream, babbles, breaks_off, resets, says

MiB = 2**20
EASY = Terms(timeout_s=5, per_second=1000, at_once=100)

each_call = pytest.mark.parametrize("call", CALLS, ids=lambda call: call.id)
each_that_fails = pytest.mark.parametrize(
    "call", [call for call in CALLS if not call.falls_back], ids=lambda call: call.id
)


@pytest.fixture
def caller(call: Call, session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> Client:
    upstream.always = says(call.good)
    return call.system.build(session, upstream.url, EASY, hand_clock.clock)


@each_call
async def test_good(call: Call, caller: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The documented body is a result; neither its repr nor the log shows anything of it."""
    caplog.set_level(logging.DEBUG)
    result = await call.run(caller)
    assert caller.counts.answered == 1
    assert_clean(call, f"{result!r} {logged(caplog)}")


@each_call
async def test_unknown_field(call: Call, caller: Client, upstream: Upstream) -> None:
    """A further field changes nothing."""
    known = await call.run(caller)
    upstream.always = says(grown(call.good))
    assert await call.run(caller) == known


@each_call
@pytest.mark.parametrize("body", ["<html><h1>502</h1>", "", " ", '{"code":', "[]", '"x"'])
async def test_no_such_body(call: Call, caller: Client, upstream: Upstream, body: str) -> None:
    """A page, nothing, half an object, the wrong thing."""
    upstream.always = says(body)
    with pytest.raises(Changed):
        await call.run(caller)


@each_that_fails
async def test_empty_object(call: Call, caller: Client, upstream: Upstream) -> None:
    upstream.always = says({})
    with pytest.raises(Changed):
        await call.run(caller)


@each_call
async def test_truncated(call: Call, caller: Client, upstream: Upstream) -> None:
    body = json.dumps(call.good)
    upstream.always = says(body[: len(body) * 3 // 4])
    with pytest.raises(Changed):
        await call.run(caller)


def cases() -> Iterator[Any]:
    for call in CALLS:
        for path in leaves(call.good):
            name = ".".join(map(str, path))
            if not call.free & {name, str(path[-1])}:
                yield pytest.param(call, path, id=f"{call.id}-{name}")


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every way to a value; of a list the first item stands for all."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    if path:
        yield path
    for key, child in inner:
        yield from leaves(child, (*path, key))


@pytest.mark.parametrize(("call", "path"), tuple(cases()))
def test_wrong_type(call: Call, path: tuple[str | int, ...]) -> None:
    """A wrong type in any field is Changed."""
    body = copy.deepcopy(call.good)
    inside = body
    for step in path[:-1]:
        inside = inside[step]
    right = type(inside[path[-1]])
    for wrong in (["x"], {"x": "y"}, 1.5e300):
        if type(wrong) is not right:
            inside[path[-1]] = wrong
            with pytest.raises(Changed):
                call.decode(answer_of(body))


@each_call
@pytest.mark.parametrize("reaction", [resets, breaks_off, babbles, says("", 502)])
async def test_cut_off(call: Call, caller: Client, upstream: Upstream, reaction: Reaction) -> None:
    """Asked once more where that changes nothing there, and never where it does."""
    upstream.always = reaction
    with pytest.raises(Unavailable):
        await call.run(caller)
    assert len(upstream.seen) == (1 if call.changes else 2)


@each_call
async def test_500(call: Call, caller: Client, upstream: Upstream) -> None:
    upstream.always = says("<h1>Internal Server Error</h1>", 500)
    with pytest.raises(Unavailable, match="answered 500"):
        await call.run(caller)
    assert len(upstream.seen) == 1


@each_call
@pytest.mark.parametrize("header", [{}, {"Retry-After": "120"}])
async def test_429(call: Call, caller: Client, upstream: Upstream, header: dict[str, str]) -> None:
    upstream.always = says("", 429, header)
    with pytest.raises(Throttled) as caught:
        await call.run(caller)
    assert caught.value.retry_after == (timedelta(seconds=120) if header else None)
    assert len(upstream.seen) == 1


@each_that_fails
@pytest.mark.parametrize("status", [302, 404, 405])
async def test_other_status(call: Call, caller: Client, upstream: Upstream, status: int) -> None:
    upstream.always = says("<title>Not Found</title>", status, {"Location": "/elsewhere"})
    with pytest.raises(Changed):
        await call.run(caller)
    assert len(upstream.seen) == 1


@each_call
async def test_flood(call: Call, caller: Client, upstream: Upstream) -> None:
    """A body of 50 MiB is given up soon."""
    flood = Flood(50 * MiB)
    upstream.always = flood
    with pytest.raises(Changed, match="too large") as caught:
        await call.run(caller)
    assert caught.value.broken
    assert flood.sent < 25 * MiB  # the cap, and what the sockets' buffers took besides


@each_call
async def test_too_slow(call: Call, session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> None:
    upstream.always = upstream.holds(says(call.good))
    client = call.system.build(session, upstream.url, Terms(timeout_s=0.05), hand_clock.clock)
    with pytest.raises(Unavailable, match="no answer in time"):
        await call.run(client)
    assert len(upstream.seen) <= 1  # on a busy machine the time may be over before it arrives; never twice


@each_that_fails
@pytest.mark.parametrize("kind", [resets, says("", 500), says("", 404), says("", 429), "page", "broken", "bytes"])
async def test_secrets(
    call: Call, caller: Client, upstream: Upstream, kind: Reaction | str, caplog: pytest.LogCaptureFixture
) -> None:
    """An error with its whole traceback, as it would be logged, and all that was logged meanwhile."""
    caplog.set_level(logging.DEBUG)
    secrets = " ".join(call.system.secrets)
    bodies = {
        "page": f"<p>{secrets}</p>",
        "broken": json.dumps(call.good) + secrets,
        "bytes": b"\xff" + secrets.encode(),
    }
    upstream.always = says(bodies[kind]) if isinstance(kind, str) else kind
    with pytest.raises(ProviderError) as caught:
        await call.run(caller)
    assert_clean(call, f"{caught.value!r} {''.join(traceback.format_exception(caught.value))}")
    assert_clean(call, logged(caplog))


@each_call
async def test_rests(call: Call, caller: Client, upstream: Upstream) -> None:
    """Each system has a breaker of its own, which all its calls share."""
    upstream.always = says("", 500)
    for _ in range(FAILURES):
        with pytest.raises(Unavailable, match="answered 500"):
            await call.run(caller)
    with pytest.raises(Unavailable, match="resting") as caught:
        await call.run(caller)
    assert (caller.health.state, caught.value.since) == (State.OPEN, START)
    assert (len(upstream.seen), caller.counts.unavailable, caller.counts.held_back) == (FAILURES, FAILURES, 1)


@each_call
async def test_waits_for_its_place(
    call: Call, session: ClientSession, upstream: Upstream, hand_clock: HandClock
) -> None:
    """No more calls are under way than it allows."""
    upstream.next.append(upstream.holds(says(call.good)))
    upstream.always = says(call.good)
    client = call.system.build(session, upstream.url, Terms(at_once=1, per_second=1000), hand_clock.clock)
    calls = [asyncio.create_task(run_apart(call, client)) for _ in range(3)]
    await upstream.asked.wait()
    async with session.get(upstream.url):  # by the time it is answered the others have gone as far as they can
        pass
    assert len(upstream.seen) == 2
    upstream.go_on.set()
    await asyncio.gather(*calls)


async def run_apart(call: Call, client: Client) -> None:
    await call.run(client)


def logged(caplog: pytest.LogCaptureFixture) -> str:
    own = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]  # the server's
    return " ".join(own)


def assert_clean(call: Call, text: str) -> None:
    assert [secret for secret in call.system.secrets if secret in text] == []


def grown(body: Any) -> Any:
    """Add a field to every object."""
    match body:
        case dict():
            return {key: grown(value) for key, value in body.items()} | {"zz_new": [{"x": None}]}
        case list():
            return [grown(each) for each in body]
    return body


def answer_of(body: object) -> Answer:
    return Answer(200, json.dumps(body).encode())
