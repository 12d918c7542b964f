"""What administrators are told of Telegram: a refused token, somebody else who polls."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram.error import Conflict, InvalidToken

from bot.alarms import State
from bot.app import running
from bot.settings import load
from tests.bot.telegram.house import House, Waits, at_work, calling
from tests.bot.watching.bench import NOON
from tests.botapi import Fake
from tests.journeys.telegram import settings
from tests.journeys.web import Browsers, WebChat, WebPlatform


@pytest.mark.parametrize(
    ("status", "error", "name"), [(401, InvalidToken, "telegram/token"), (409, Conflict, "telegram/polling")]
)
async def test_lasting(fake: Fake, status: int, error: type[Exception], name: str) -> None:
    """Once may be a hiccup of a proxy, or an older process on its way out."""
    async with calling(fake) as api:

        def state() -> State:
            return next(sign.state for sign in api.refusals.signs(NOON) if sign.name == name)

        assert state() is State.UNKNOWN
        fake.fault("status", "getUpdates", status=status, count=2)
        for expected in (State.DOUBTFUL, State.RINGS):
            with pytest.raises(error):
                await api.call("getUpdates", {})
            assert state() is expected
        await api.call("getUpdates", {})
        assert state() is State.WELL


async def test_other_calls_tell_nothing_of_polling(fake: Fake) -> None:
    async with calling(fake) as api:
        fake.fault("status", "getUpdates", status=409, count=2)
        for _time in range(2):
            with pytest.raises(Conflict):
                await api.call("getUpdates", {})
        await api.call("getMe", {})
        states = {sign.name: sign.state for sign in api.refusals.signs(NOON)}
        assert states == {"telegram/token": State.WELL, "telegram/polling": State.RINGS}


async def test_platform_says_so(fake: Fake, house: House) -> None:
    waits = Waits()
    fake.fault("status", "getMe", status=401, count=2)
    async with at_work(fake, house, waits) as telegram:
        await waits.count(0.5)
        assert telegram.signs(NOON)[0].state is State.DOUBTFUL
        await waits.past(0.5)
        await waits.count(1.0)
        assert telegram.signs(NOON)[0].state is State.RINGS


@asynccontextmanager
async def browsing(browsers: Browsers, settings: dict[str, Any]) -> AsyncIterator[WebChat]:
    """Somebody on the page of a bot with these settings."""
    async with running(load(Path("none"), settings, required=False)) as state:  # noqa: SIM117 - needs its port
        async with WebPlatform(f"http://127.0.0.1:{state.port}", browsers) as web:
            yield await web.private("boss")


async def test_told_where_it_still_works(fake: Fake, tmp_path: Path) -> None:
    """A refused token, and its end, are told to administrators on the other platforms."""
    base: dict[str, Any] = {
        "store": {"url": f"sqlite:///{tmp_path}/bot.db", "key_file": str(tmp_path / "bot.key")},
        "http": {"listen": "127.0.0.1:0"},
    }
    browsers = Browsers()
    async with browsing(browsers, base) as boss:
        handle = boss.handle
    platforms = {**settings(fake, "polling", 0)["platforms"], "web": {"enabled": True}}
    fake.fault("status", status=401)
    async with browsing(browsers, base | {"platforms": platforms, "bot": {"admins": [handle]}}) as boss:
        await boss.hears("401", "platforms.telegram.token")
        fake.world.faults.clear()
        await boss.hears("又接受机器人的令牌")
