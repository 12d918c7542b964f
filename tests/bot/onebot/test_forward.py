"""The bot connects to the QQ side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.messages import Address, Outcome, Outgoing
from bot.platforms.onebot.asking import Asking
from bot.platforms.onebot.parts import Setup
from bot.platforms.onebot.platform import OneBot
from tests.bot.onebot.side import FAST, NoTokens, until
from tests.qqside import ALL, BOT, NAPCAT, PLAIN, Fake, Variant, serving


class Nowhere:
    async def standing(self, address: Address, *, reachable: bool) -> None:
        raise AssertionError(address, reachable)


async def nobody(messages: object) -> None:
    raise AssertionError(messages)


@asynccontextmanager
async def going(side: Fake, token: str, accounts: tuple[str, ...] = ()) -> AsyncIterator[OneBot]:
    setup = Setup(FAST, url=side.url, access_token=token, accounts=accounts)
    platform = OneBot(setup, Nowhere(), nobody, Asking(NoTokens(), ()))
    running = asyncio.create_task(platform.run())
    yield platform
    running.cancel()


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
async def test_asks_who_is_there(variant: Variant) -> None:
    async with serving(variant) as side, going(side, side.token) as platform:
        await until(lambda: str(BOT) in platform.connected)
        alice = side.friend("alice")
        to_her = Address("onebot", "", "private", str(alice.account.id))
        assert (await platform.send("k", to_her, Outgoing("hello"))).outcome is Outcome.SENT
        await alice.hears("hello")


@pytest.mark.parametrize(("variant", "said"), [(NAPCAT, "QQ side refuses us"), (PLAIN, "QQ side not connected")])
async def test_wrong_token(variant: Variant, said: str) -> None:
    """Some say so by a frame before they close, some refuse the connection."""
    with capture_logs() as lines:
        async with serving(variant) as side, going(side, "wrong") as platform:
            await until(lambda: any(line["event"].startswith(said) for line in lines))
            assert not platform.connected
            assert "wrong" not in str(lines)


async def test_account_that_may_not() -> None:
    """It is let go of, and nothing of the connection is left behind."""
    async with serving() as side, going(side, side.token, accounts=("10001",)) as platform:
        before = len(asyncio.all_tasks())
        await until(lambda: bool(side.called("get_login_info")) and not side.lines)
        await until(lambda: len(asyncio.all_tasks()) <= before)
        assert not platform.connected
