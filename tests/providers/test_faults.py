"""What can go wrong on the way, beyond what test_every_call.py tries with every call."""

import json
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from providers.cet.client import CetClient, CetConfig
from providers.errors import Ambiguous, Changed, ProviderError, Throttled, Unavailable
from tests.providers.cet_bodies import NAME, REAL, TICKET
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Reaction, Upstream, breaks_off, resets, says

MiB = 2**20


@pytest.mark.parametrize("reaction", [resets, breaks_off, says("", 408), says("", 502), says("", 503), says("", 504)])
async def test_repeated_once(client: CetClient, upstream: Upstream, hand_clock: HandClock, reaction: Reaction) -> None:
    """What may pass by itself is asked again, once, after a short while."""
    upstream.next.append(reaction)
    upstream.always = says(REAL)
    assert (await client.by_ticket(TICKET, NAME)).total == 446
    assert len(upstream.seen) == 2
    assert hand_clock.slept == [pytest.approx(0.3)]
    assert client.counts.repeated == 1


@pytest.mark.parametrize("status", [500, 501, 505])
async def test_lasting(client: CetClient, upstream: Upstream, status: int) -> None:
    """Other failures of a server are not asked again."""
    upstream.always = says("<h1>Internal Server Error</h1>", status)
    with pytest.raises(Unavailable, match=f"answered {status}"):
        await client.by_ticket(TICKET, NAME)
    assert len(upstream.seen) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 405, 418])
async def test_client_errors(client: CetClient, upstream: Upstream, status: int) -> None:
    """A wrong base address, or a name that the program cannot route: it fits nothing, and nothing is down."""
    upstream.always = says("<title>404 Not Found</title>", status)
    with pytest.raises(Changed) as caught:
        await client.by_ticket(TICKET, NAME)
    assert not caught.value.broken


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": "Sun, 01 Mar 2026 09:02:00 GMT"}, 120),
        ({"Retry-After": "Sun, 01 Mar 2026 08:00:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-1"}, None),
    ],
)
async def test_429(client: CetClient, upstream: Upstream, header: dict[str, str], seconds: int | None) -> None:
    upstream.always = says("", 429, header)
    with pytest.raises(Throttled) as caught:
        await client.by_ticket(TICKET, NAME)
    assert caught.value.retry_after == (None if seconds is None else timedelta(seconds=seconds))


async def test_429_holds(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """Until the time that the system named it is not asked at all, by nobody."""
    upstream.next.append(says("", 429, {"Retry-After": "60"}))
    with pytest.raises(Throttled):
        await client.by_ticket(TICKET, NAME)
    hand_clock.forward(59)
    with pytest.raises(Throttled) as caught:
        await client.by_ticket(TICKET, "张三")
    assert caught.value.retry_after == timedelta(seconds=1)

    hand_clock.forward(1)
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, "张三")
    assert len(upstream.seen) == 2


async def test_429_for_a_year(client: CetClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """An absurd time is not obeyed for longer than ten minutes."""
    upstream.next.append(says("", 429, {"Retry-After": "31536000"}))
    with pytest.raises(Throttled):
        await client.by_ticket(TICKET, NAME)
    hand_clock.forward(600)
    with pytest.raises(Ambiguous):
        await client.by_ticket(TICKET, NAME)


async def test_nobody_there(session: ClientSession, unused_tcp_port: int, hand_clock: HandClock) -> None:
    client = CetClient(session, CetConfig(f"http://127.0.0.1:{unused_tcp_port}"), hand_clock.clock)
    with pytest.raises(Unavailable, match="ClientConnectorError"):
        await client.by_ticket(TICKET, NAME)


async def test_announced_flood(client: CetClient, upstream: Upstream) -> None:
    """One that is announced is not even begun."""
    upstream.always = says(b" " * (5 * MiB))
    with pytest.raises(Changed, match="too large"):
        await client.by_ticket(TICKET, NAME)


async def test_charset(client: CetClient, upstream: Upstream) -> None:
    """A declared GB2312 is believed, nothing else is, and a byte order mark is none of the text."""
    text = json.dumps(REAL, ensure_ascii=False)
    upstream.next.append(says(text.encode("gbk"), 200, {"Content-Type": "application/json; charset=GB2312"}))
    upstream.next.append(says(text.encode("utf-8-sig")))
    marked = ("\ufeff" + text).encode("gb18030")
    upstream.next.append(says(marked, 200, {"Content-Type": "application/json; charset=GB18030"}))
    upstream.next.append(says(text.encode(), 200, {"Content-Type": "text/html; charset=iso-8859-1"}))
    for ticket in (TICKET, "440530162213802", "140010171105929", "140010171105930"):
        assert (await client.by_ticket(ticket, NAME)).name == NAME


@pytest.mark.parametrize(
    ("reaction", "untouched"),
    [
        (resets, False),
        (breaks_off, False),
        (says("", 502), False),
        (says("", 500), False),
        (says("", 503), True),
        (says("", 404), True),
        (says("", 429), True),
        (says("<p>half"), False),
    ],
)
async def test_untouched(client: CetClient, upstream: Upstream, reaction: Reaction, *, untouched: bool) -> None:
    """Whether something may have been done there all the same."""
    upstream.always = reaction
    with pytest.raises(ProviderError) as caught:
        await client.by_ticket(TICKET, NAME)
    assert caught.value.untouched is untouched


async def test_untouched_where_nobody_listens(session: ClientSession) -> None:
    with pytest.raises(Unavailable) as caught:
        await CetClient(session, CetConfig("http://127.0.0.1:9")).by_ticket(TICKET, NAME)
    assert caught.value.untouched
