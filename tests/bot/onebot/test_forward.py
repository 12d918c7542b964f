"""The bot connects to the QQ side."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.messages import Address, Outcome, Outgoing
from tests.bot.onebot.forward import going
from tests.bot.onebot.side import until
from tests.qqside import ALL, BOT, NAPCAT, PLAIN, Variant, serving


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
