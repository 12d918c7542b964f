"""The platform in forward mode, against tests/qqside."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.messages import Address
from bot.platforms.onebot.asking import Asking
from bot.platforms.onebot.parts import Setup
from bot.platforms.onebot.platform import OneBot
from tests.bot.onebot.side import FAST, NoTokens, Shelf, until
from tests.qqside import BOT, Fake
from tests.qqside.world import TOKEN


class Nowhere:
    async def standing(self, address: Address, *, reachable: bool) -> None:
        raise AssertionError(address, reachable)


async def passed_over(messages: object) -> None:
    """What people say is nothing to these tests."""


@asynccontextmanager
async def going(url: str, token: str = TOKEN, accounts: tuple[str, ...] = ()) -> AsyncIterator[OneBot]:
    setup = Setup(FAST, url=url, access_token=token, accounts=accounts)
    platform = OneBot(setup, Nowhere(), Shelf(), passed_over, Asking(NoTokens(), ()))
    running = asyncio.create_task(platform.run())
    yield platform
    running.cancel()


@asynccontextmanager
async def reached(side: Fake) -> AsyncIterator[OneBot]:
    """The same, once it is connected."""
    async with going(side.url) as platform:
        await until(lambda: str(BOT) in platform.connected)
        yield platform
