"""What `bot.py check` says of Telegram."""

from pathlib import Path
from typing import Any

import pytest

from bot.platforms.telegram.checking import looked_at
from bot.settings import load
from bot.wiring import telegram_looked_at
from tests.bot.telegram.house import calling, setup
from tests.bot.telegram.proxies import proxy
from tests.bot.telegram.servers import answering
from tests.botapi import Fake
from tests.ports import free_port

HOOK = {"url": "https://example.edu/telegram"}


async def said(fake: Fake, **changes: Any) -> str:
    return await looked_at(setup(fake, **changes))


async def test_ok(fake: Fake) -> None:
    settings = {"enabled": True, "token": fake.token, "base_url": fake.url}
    loaded = load(Path("none"), {"platforms": {"telegram": settings}}, required=False)
    assert await telegram_looked_at(loaded) == "ok, @gradebell_test_bot"
    assert {call.method for call in fake.calls} == {"getMe", "getWebhookInfo"}


async def test_through_the_proxy(fake: Fake) -> None:
    async with proxy("socks5") as way:
        assert (await said(fake, proxy=way.url)).startswith("ok")
        assert way.connections
        await way.die()
        assert "platforms.telegram.proxy" in await said(fake, proxy=way.url)


async def test_proxy_that_wants_another_password(fake: Fake) -> None:
    async with answering(407, "") as url:
        told = await said(fake, proxy=url.replace("://", "://gradebell:hunter2@"))
    assert told.startswith("no connection (the proxy answered 407): is platforms.telegram.proxy right")
    assert "hunter2" not in told


async def test_token_that_is_refused(fake: Fake) -> None:
    assert (await said(fake, token="1:nobody")).startswith("token refused")


async def test_nobody_there(fake: Fake) -> None:
    told = await said(fake, base_url=f"http://127.0.0.1:{free_port()}")
    assert told.startswith("no connection")
    assert "platforms.telegram.base_url" in told


@pytest.mark.parametrize("body", ["hello", "[]", '{"ok":true,"result":7}', '{"ok":true,"result":{"id":7}}'])
async def test_somebody_else_answers(fake: Fake, body: str) -> None:
    async with answering(200, body) as url:
        told = await said(fake, base_url=url)
    assert told.startswith("answers, but not as Telegram does") or told == "ok, @"


async def test_page_of_a_proxy(fake: Fake) -> None:
    async with answering(502, "<html>") as url:
        assert (await said(fake, base_url=url)).startswith("no answer (NetworkError)")


async def test_told_to_wait(fake: Fake) -> None:
    fake.fault("status", status=429, retry_after=7)
    assert "7 s" in await said(fake)


async def test_webhook_of_another_mode(fake: Fake) -> None:
    async with calling(fake) as api:
        await api.call("setWebhook", HOOK)
    assert "it is removed at the next start" in await said(fake)
    assert await said(fake, webhook="https://example.edu/") == "ok, @gradebell_test_bot"
    assert "takes its place" in await said(fake, webhook="https://example.org")


async def test_webhook_that_is_not_set_yet(fake: Fake) -> None:
    assert (await said(fake, webhook="https://example.edu")).startswith("ok, @gradebell_test_bot, polled so far")
