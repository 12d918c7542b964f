"""Puts a fake onto a port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from os import environ

from tests.botapi.fake import Fake
from tests.botapi.server import listening
from tests.botapi.steering import Steering
from tests.botapi.world import Settings, World

JOURNAL = "GRADEBELL_JOURNAL"  # the environment variable that names a journal for every fake


@asynccontextmanager
async def serving(settings: Settings | None = None, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[Fake]:
    """Serve a fake while the block runs; port 0 takes a free one."""
    settings = settings or Settings()
    if not settings.journal:
        settings = replace(settings, journal=environ.get(JOURNAL, ""))
    fake = Fake(World(settings))
    steering = Steering(fake)
    async with listening(fake.world, steering.answer, host, port) as real:
        fake.url = f"http://{host}:{real}"
        yield fake
