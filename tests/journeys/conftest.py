"""A sandbox, a bot with a database of its own, and people; the same journeys on every platform."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from bot.app import running
from bot.settings import Settings, load
from bot.store.copying import copied
from bot.store.database import opened
from bot.store.restoring import restored
from bot.store.vault import KeySource
from sandbox.server import serving
from tests.journeys.chat import Chat, Platform
from tests.journeys.stages import EVERYWHERE, NAMES, Stage, staged
from tests.journeys.systems import settings as systems_settings
from tests.made import make

everywhere = pytest.mark.parametrize("world", EVERYWHERE, indirect=True)


def _hurried(settings: Settings) -> Settings:
    """Where somebody would wait for a second, the shortest interval that can be chosen, a tenth does."""
    if settings.limits.watch_interval_s > 1:
        return settings
    return settings.model_copy(update={"limits": settings.limits.model_copy(update={"watch_interval_s": 0.1})})


class World:
    """Starts a bot, restarts it, and steers the systems that it asks."""

    def __init__(self, stack: AsyncExitStack, folder: Path, systems: str, stage: Stage) -> None:
        self._stack, self._folder, self.systems, self.stage = stack, folder, systems, stage
        self._bot: AsyncExitStack | None = None
        make(folder / "bot.db")

    async def start(self, **settings: Mapping[str, Any]) -> Platform:
        """A bot with these settings over the defaults, on the database of the one before."""
        await self.stop()
        base: dict[str, Mapping[str, Any]] = {
            "store": {"url": f"sqlite:///{self._folder}/bot.db", "key_file": str(self._folder / "bot.key")},
            "limits": {"commands_per_minute": 1000},
            "providers": systems_settings(self.systems),
            **self.stage.settings(),
        }
        for section, values in settings.items():
            base[section] = {**base.get(section, {}), **values}
        self._bot = await self._stack.enter_async_context(AsyncExitStack())
        state = await self._bot.enter_async_context(running(_hurried(load(Path("none"), base, required=False))))
        return await self._bot.enter_async_context(self.stage.platform(state.port))

    async def stop(self) -> None:
        if self._bot:
            await self._bot.aclose()

    async def steer(self, what: str, **values: Any) -> dict[str, Any]:
        """Tell the sandbox to do something, as docs/sandbox.md has it."""
        async with ClientSession() as session, session.post(f"{self.systems}/_sandbox/{what}", json=values) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    @property
    def keys(self) -> KeySource:
        """Of the database."""
        return KeySource(self._folder / "bot.key")

    async def back_up(self) -> Path:
        """A copy of the database, made while the bot runs or not."""
        file = self._folder / f"copy-{len(list(self._folder.glob('copy-*')))}"
        await copied(f"sqlite:///{self._folder}/bot.db", self.keys, file)
        return file

    async def restore(self, file: Path) -> None:
        """Put a copy into the place of the database; the bot is stopped for it."""
        await self.stop()
        async for _step in restored(f"sqlite:///{self._folder}/bot.db", self.keys, file, force=True):
            pass

    def files(self) -> bytes:
        """Every byte that the bot keeps."""
        return b"".join(each.read_bytes() for each in sorted(self._folder.iterdir()))

    async def later(self, *, minutes: int) -> None:
        """Let time go by: everything that was stored is older than it was."""
        await self.change(f"update conversations set at = at - {minutes * 60}")

    async def looked(self, kind: str) -> None:
        """Return once aims of a kind were looked at, so that what comes now is news."""
        query = text("select 1 from known join aims on aims.lane = known.aim where aims.kind = :kind")
        key = KeySource(self._folder / "bot.key")
        async with opened(f"sqlite:///{self._folder}/bot.db", key, alone=False) as store, asyncio.timeout(10):
            while not await store.read(lambda connection: connection.execute(query, {"kind": kind}).first()):
                await asyncio.sleep(0.02)

    async def looked_again(self) -> None:
        """Return once everything was looked at that was restored from a copy."""
        query = text("select 1 from aims where restored is not null")
        url = f"sqlite:///{self._folder}/bot.db"
        async with opened(url, self.keys, alone=False) as store, asyncio.timeout(10):
            while await store.read(lambda connection: connection.execute(query).first()):
                await asyncio.sleep(0.02)

    async def change(self, statement: str) -> None:
        """Change something in the database behind everybody's back."""
        async with opened(
            f"sqlite:///{self._folder}/bot.db", KeySource(self._folder / "bot.key"), alone=False
        ) as store:
            await store.engines.write(lambda connection: connection.execute(text(statement)))


@pytest.fixture(params=NAMES)
async def world(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The same world on every platform; tests that would show which way its updates come ask for `everywhere`."""
    async with AsyncExitStack() as stack:
        systems = await stack.enter_async_context(serving())
        stage = await stack.enter_async_context(staged(request.param, tmp_path))
        async with AsyncExitStack() as bots:
            yield World(bots, tmp_path, systems, stage)


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start()


@pytest.fixture
async def alice(platform: Platform) -> Chat:
    """Alice alone with a bot."""
    return await platform.private("alice")
