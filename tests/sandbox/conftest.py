from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from sandbox.server import World, build, serving
from tests.sandbox.asker import Asker, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def sandbox(session: ClientSession, clock: Clock) -> AsyncIterator[Asker]:
    """Serve the sandbox with its own data.toml and 200 people, on a clock that stands still."""
    app = build(people=200, world=World(clock=clock, wall=clock.wall, sleep=clock.sleep))
    async with serving(app=app) as url:
        yield Asker(session, url)


@pytest.fixture
async def sandbox_now(session: ClientSession) -> AsyncIterator[Asker]:
    """Serve it at the true time, for other programs that look at a clock of their own."""
    async with serving(app=build(people=200)) as url:
        yield Asker(session, url)
