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
from bot.settings import load
from bot.store.database import KeySource, opened
from sandbox.server import serving
from tests.botapi import Fake
from tests.botapi import serving as telegram
from tests.journeys.chat import Chat, Platform
from tests.journeys.systems import settings as systems_settings
from tests.journeys.telegram import Mode, TelegramPlatform, free_port
from tests.journeys.telegram import settings as telegram_settings
from tests.journeys.web import Browsers, WebPlatform


class World:
    """Starts a bot, restarts it, and steers the systems that it asks."""

    def __init__(self, stack: AsyncExitStack, folder: Path, systems: str, fake: Fake | None, mode: Mode) -> None:
        self._stack, self._folder, self.systems = stack, folder, systems
        self._bot: AsyncExitStack | None = None
        self._browsers = Browsers()
        self._fake, self._mode, self._port = fake, mode, free_port()
        self._telegram = TelegramPlatform(fake) if fake else None

    async def start(self, **settings: Mapping[str, Any]) -> Platform:
        """A bot with these settings over the defaults, on the database of the one before."""
        await self.stop()
        base: dict[str, Mapping[str, Any]] = {
            "store": {"url": f"sqlite:///{self._folder}/bot.db", "key_file": str(self._folder / "bot.key")},
            "http": {"listen": "127.0.0.1:0"},
            "limits": {"commands_per_minute": 1000},
            "platforms": {"web": {"rooms": True}},
            "providers": systems_settings(self.systems),
        }
        if self._fake:
            base |= telegram_settings(self._fake, self._mode, self._port)
        for section, values in settings.items():
            base[section] = {**base.get(section, {}), **values}
        self._bot = await self._stack.enter_async_context(AsyncExitStack())
        state = await self._bot.enter_async_context(running(load(Path("none"), base, required=False)))
        if self._telegram:
            return self._telegram
        web = WebPlatform(f"http://127.0.0.1:{state.port}", self._browsers)
        return await self._bot.enter_async_context(web)

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
    def pages(self) -> bool:
        """Whether forms can be filled in on pages: where the bot has a public address."""
        return self._fake is not None and self._mode == "webhook"

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

    async def change(self, statement: str) -> None:
        """Change something in the database behind everybody's back."""
        async with opened(
            f"sqlite:///{self._folder}/bot.db", KeySource(self._folder / "bot.key"), alone=False
        ) as store:
            await store.engines.write(lambda connection: connection.execute(text(statement)))


@pytest.fixture(params=["web", "polling", "webhook"])
async def world(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The same world on the web and on Telegram, whichever way Telegram's updates come."""
    async with AsyncExitStack() as stack:
        systems = await stack.enter_async_context(serving())
        fake = None if request.param == "web" else await stack.enter_async_context(telegram())
        yield World(stack, tmp_path, systems, fake, "webhook" if request.param == "webhook" else "polling")
        if fake:
            await stack.aclose()
            assert not fake.violations


@pytest.fixture
async def platform(world: World) -> Platform:
    return await world.start()


@pytest.fixture
async def alice(platform: Platform) -> Chat:
    """Alice alone with a bot."""
    return await platform.private("alice")
