"""Shared parts: a local server that is told what to answer, clocks set by hand, a session."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from exchange.http import Http
from providers.cet.client import CetClient, CetConfig
from providers.http import open_session
from providers.system import Terms
from tests.providers.hand_clock import HandClock, LoopTime
from tests.providers.upstream import Upstream


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    async with Upstream.listening() as server:
        yield server


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
def http(session: ClientSession) -> Http:
    return Http(session)


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def loop_time(monkeypatch: pytest.MonkeyPatch) -> LoopTime:
    loop = asyncio.get_running_loop()
    time = LoopTime(loop.time)
    monkeypatch.setattr(loop, "time", time)
    return time


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> CetClient:
    terms = Terms(timeout_s=5, per_second=1000, at_once=100)
    return CetClient(session, CetConfig(upstream.url, terms), hand_clock.clock)
