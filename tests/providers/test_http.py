"""`request` by itself: what the other four systems need of it."""

from datetime import UTC, datetime

import pytest
from yarl import URL

from exchange.http import Http
from providers.errors import Changed
from providers.http import Ask, request
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Upstream, says


async def test_form(http: Http, upstream: Upstream, hand_clock: HandClock) -> None:
    """As WeJH and 码学堂 want it."""
    ask = Ask(URL(upstream.url) / "api/user", "POST", form={"method": "login", "password": "a&b=罗"})
    await request(http, ask, now=hand_clock.clock.now)
    (seen,) = upstream.seen
    assert (seen.method, seen.body) == ("POST", b"method=login&password=a%26b%3D%E7%BD%97")
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_json(http: Http, upstream: Upstream, hand_clock: HandClock) -> None:
    """As 考试星 wants it, its JWT in the query."""
    ask = Ask(URL(upstream.url + "/api/company/data/1/?jwt=a.b.c"), "POST", json={"user_id": "1"})
    await request(http, ask, now=hand_clock.clock.now)
    (seen,) = upstream.seen
    assert (seen.target, seen.body) == ("/api/company/data/1/?jwt=a.b.c", b'{"user_id": "1"}')
    assert seen.headers["Content-Type"].startswith("application/json")


async def test_accepted_status(http: Http, upstream: Upstream, hand_clock: HandClock) -> None:
    """A status whose body the caller can read is handed over."""
    upstream.always = says({"errcode": "40006"}, 401)
    answer = await request(http, Ask(URL(upstream.url), accept=frozenset({401})), now=hand_clock.clock.now)
    assert (answer.status, answer.json()) == (401, {"errcode": "40006"})
    with pytest.raises(Changed, match="answered 401"):
        await request(http, Ask(URL(upstream.url)), now=hand_clock.clock.now)


async def test_cookies(http: Http, upstream: Upstream, hand_clock: HandClock) -> None:
    """One person's session there must not travel with another's call."""
    upstream.always = says({}, 200, {"Set-Cookie": "ASP.NET_SessionId=1"})
    for _ in range(2):
        await request(http, Ask(URL(upstream.url)), now=hand_clock.clock.now)
    assert all("Cookie" not in seen.headers for seen in upstream.seen)


@pytest.mark.parametrize("size", [0, 10, 11, 5000])
async def test_size(http: Http, upstream: Upstream, size: int) -> None:
    """The cap counts bytes after decompression."""
    upstream.always = says(b"x" * size)
    ask = Ask(URL(upstream.url), max_bytes=10)
    if size > 10:
        with pytest.raises(Changed, match="too large"):
            await request(http, ask, now=lambda: datetime.now(UTC))
    else:
        assert (await request(http, ask, now=lambda: datetime.now(UTC))).body == b"x" * size
