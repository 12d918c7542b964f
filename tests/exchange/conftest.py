import asyncio
from collections.abc import AsyncIterator, Callable, Mapping

import pytest
import uvloop
from aiohttp import ClientSession, DummyCookieJar

from exchange.http import Http


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The bot's loop, and that of all other tests: what comes at once comes in another order there."""
    return {"uvloop": uvloop.new_event_loop, "asyncio": asyncio.new_event_loop}


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers={"User-Agent": "Gradebell"}) as opened:
        yield opened


@pytest.fixture
def http(session: ClientSession) -> Http:
    return Http(session)
