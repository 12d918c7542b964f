"""A fake with a clock turned by hand, a client of it, and people."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from tests.botapi import Fake, Limits, Person, Seat, Settings, serving
from tests.botapi_tests.client import Client, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(clock: Clock) -> Settings:
    return Settings(clock=clock, sleep=clock.sleep, patience_s=5)


@pytest.fixture
async def fake(settings: Settings) -> AsyncIterator[Fake]:
    async with serving(settings) as fake:
        yield fake


@pytest.fixture
async def client(fake: Fake) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(session, fake)


@pytest.fixture
async def limited(settings: Settings) -> AsyncIterator[Client]:
    """A client of a fake that minds how fast it is written to."""
    async with serving(replace(settings, limits=Limits())) as fake, ClientSession() as session:
        yield Client(session, fake)


@pytest.fixture
def alice(fake: Fake) -> Person:
    return fake.user("alice")


@pytest.fixture
async def chat(alice: Person) -> Seat:
    """Alice alone with the bot; it may write to her, and she wrote message 1."""
    await alice.private.say("hello")
    return alice.private
