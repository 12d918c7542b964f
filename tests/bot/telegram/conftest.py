"""A Telegram, and people in it."""

from collections.abc import AsyncIterator

import pytest

from tests.bot.store.conftest import postgresql, stores
from tests.bot.telegram.house import House
from tests.botapi import Fake, Person, serving

__all__ = ["alice", "fake", "house", "postgresql", "stores"]


@pytest.fixture
async def fake() -> AsyncIterator[Fake]:
    async with serving() as fake:
        yield fake
        assert not fake.violations


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def alice(fake: Fake) -> Person:
    return fake.user("alice")
