from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, DummyCookieJar

from exchange.http import Http


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession(cookie_jar=DummyCookieJar(), headers={"User-Agent": "Gradebell"}) as opened:
        yield opened


@pytest.fixture
def http(session: ClientSession) -> Http:
    return Http(session)
