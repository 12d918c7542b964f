"""The bot connects to the QQ side."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from structlog.testing import capture_logs

from bot.abilities import Outcome
from bot.messages import Address, Outgoing
from tests.bot.onebot.forward import going
from tests.bot.onebot.side import until
from tests.qqside import ALL, BOT, NAPCAT, PLAIN, Variant, serving


@pytest.mark.parametrize("variant", ALL, ids=lambda variant: variant.name)
async def test_asks_who_is_there(variant: Variant) -> None:
    async with serving(variant) as side, going(side.url, side.token) as platform:
        await until(lambda: str(BOT) in platform.connected)
        alice = side.friend("alice")
        to_her = Address("onebot", "", "private", str(alice.account.id))
        assert (await platform.send("k", to_her, Outgoing("hello"))).outcome is Outcome.SENT
        await alice.hears("hello")


@pytest.mark.parametrize(("variant", "said"), [(NAPCAT, "QQ side refuses us"), (PLAIN, "QQ side not connected")])
async def test_wrong_token(variant: Variant, said: str) -> None:
    """Some say so by a frame before they close, some refuse the connection."""
    with capture_logs() as lines:
        async with serving(variant) as side, going(side.url, "wrong") as platform:
            await until(lambda: any(line["event"].startswith(said) for line in lines))
            assert not platform.connected
            assert "wrong" not in str(lines)


async def test_side_that_does_not_say_who_it_is() -> None:
    """As some answer before anybody has logged in: it is asked again, and known once it says."""
    told: list[object] = [None, [], "10001", {"user_id": None}]
    asked = 0

    async def answer(request: web.Request) -> web.WebSocketResponse:
        nonlocal asked
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for frame in socket:
            data = told.pop() if told else {"user_id": 10001}
            asked += 1
            await socket.send_json({"status": "ok", "retcode": 0, "data": data, "echo": frame.json()["echo"]})
        return socket

    app = web.Application()
    app.router.add_get("/", answer)
    async with TestServer(app) as server, going(str(server.make_url("/"))) as platform:
        await until(lambda: "10001" in platform.connected)
    assert asked == 5


async def test_account_that_may_not() -> None:
    """It is let go of, and nothing of the connection is left behind."""
    async with serving() as side, going(side.url, side.token, accounts=("10001",)) as platform:
        before = len(asyncio.all_tasks())
        await until(lambda: bool(side.called("get_login_info")) and not side.lines)
        await until(lambda: len(asyncio.all_tasks()) <= before)
        assert not platform.connected
