"""A house without rooms, one with rooms, and people with browsers."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.platforms.web import Setup
from tests.bot.web.house import Browser, House, OpenTab, running

Visit = Callable[[], Awaitable[Browser]]


@pytest.fixture
def setup() -> Setup:
    return Setup(rooms=True)


@pytest.fixture
async def house(setup: Setup) -> AsyncIterator[House]:
    async with running(setup) as house:
        yield house


@pytest.fixture
async def visit(house: House) -> AsyncIterator[Visit]:
    """Makes a new person who has opened the page."""
    browsers: list[Browser] = []

    async def visit() -> Browser:
        browsers.append(Browser(house))
        await browsers[-1].open()
        return browsers[-1]

    yield visit
    for browser in browsers:
        await browser.session.close()


@pytest.fixture
async def ann(visit: Visit) -> Browser:
    return await visit()


@pytest.fixture
async def tab(ann: Browser) -> OpenTab:
    return await ann.tab()
