"""Updates that are pushed."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.botapi import Fake, Person, Seat
from tests.botapi_tests.client import Client, Clock


@dataclass
class Receiver:
    url: str = ""
    status: int = 200
    got: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    hold: asyncio.Event | None = None

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""))
        assert request.headers["Content-Type"] == "application/json"
        async with self.came:
            self.got.append(json.loads(await request.read()))
            self.came.notify_all()
        if self.hold is not None:
            await self.hold.wait()
        return web.Response(status=self.status)

    async def has(self, number: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(5), self.came:
            await self.came.wait_for(lambda: len(self.got) >= number)
        return self.got


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    runner = web.ServerRunner(web.Server(receiver.answer), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_an_update_is_pushed_with_the_secret(client: Client, receiver: Receiver, chat: Seat) -> None:
    await client.call("setWebhook", url=receiver.url, secret_token="s3cret_-")
    await chat.say("pushed")
    texts = [update["message"]["text"] for update in await receiver.has(2)]
    assert (texts, receiver.secrets) == (["hello", "pushed"], ["s3cret_-"] * 2)


async def test_what_wasnt_taken_is_pushed_again_later_and_nothing_of_that_chat_before_it(
    client: Client, receiver: Receiver, chat: Seat, clock: Clock
) -> None:
    receiver.status = 500
    await client.call("setWebhook", url=receiver.url)
    await chat.say("behind it")
    await receiver.has(1)
    while clock.slept != [1]:
        await client.call("getMe")
    info = await client.call("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    assert info["pending_update_count"] == 2
    clock.pass_by(1)
    await receiver.has(2)
    while clock.slept != [1, 2]:
        await client.call("getMe")
    receiver.status = 200
    clock.pass_by(2)
    await receiver.has(4)
    assert [update["message"]["text"] for update in receiver.got] == ["hello"] * 3 + ["behind it"]


async def test_at_most_so_many_pushes_at_once(client: Client, fake: Fake, receiver: Receiver) -> None:
    receiver.hold = asyncio.Event()
    await client.call("setWebhook", url=receiver.url, max_connections=2)
    for number in range(5):
        await fake.user(f"p{number}").private.say("hi")
    await receiver.has(2)
    await client.call("getMe")
    assert len(receiver.got) == 2
    receiver.hold.set()
    await receiver.has(5)


async def test_an_update_is_pushed_twice(client: Client, fake: Fake, receiver: Receiver, chat: Seat) -> None:
    fake.fault("duplicate", "webhook", count=1)
    await client.call("setWebhook", url=receiver.url)
    first, second = await receiver.has(2)
    assert first == second


async def test_no_polling_while_a_webhook_is_set(client: Client, clock: Clock, alice: Person) -> None:
    polling = asyncio.create_task(client.ask("getUpdates", timeout=50))
    while not clock.slept:
        await client.call("getMe")
    await client.call("setWebhook", url="https://example.org/hook")
    assert (await polling)[1]["description"] == "Conflict: terminated by setWebhook request"
    assert "while webhook is active" in await client.refused("getUpdates")
    await client.call("deleteWebhook", drop_pending_updates=True)
    assert await client.updates() == []


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"url": "http://example.org/hook"}, "An HTTPS URL must be provided"),
        ({"url": "https://example.org:8080/hook"}, "only on ports 80, 88, 443 or 8443"),
        ({"url": "https://example.org/hook", "secret_token": "a b"}, "unallowed characters"),
        ({"url": "https://example.org/hook", "secret_token": "x" * 257}, "too long"),
        ({"url": "https://example.org/hook", "max_connections": 101}, "max_connections"),
    ],
)
async def test_a_webhook_that_is_refused(client: Client, params: dict[str, object], why: str) -> None:
    assert why in await client.refused("setWebhook", **params)
    assert (await client.call("getWebhookInfo"))["url"] == ""
