"""The sandbox over HTTP, and a session as the bot opens it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.http import open_session
from tests.systems.sandboxed import Hand, Sandboxed, sandboxed


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with open_session() as opened:
        yield opened


@pytest.fixture
async def systems(session: ClientSession, hand: Hand, tmp_path: Path) -> AsyncIterator[Sandboxed]:
    async with sandboxed(session, hand, tmp_path) as opened:
        yield opened
