"""Faults on demand, as a client meets them."""

import pytest
from aiohttp import ClientError, ClientPayloadError

from tests.botapi import Fake, Seat
from tests.botapi_tests.client import Client, Clock


async def test_dropped_before_nothing_was_done(client: Client, fake: Fake, chat: Seat) -> None:
    fake.fault("drop_before", "sendMessage", count=1)
    with pytest.raises(ClientError):
        await client.call("sendMessage", chat_id=chat.chat.id, text="lost")
    assert chat.unheard() == []
    await client.call("sendMessage", chat_id=chat.chat.id, text="comes")
    await chat.hears("comes")


async def test_dropped_after_it_happened(client: Client, fake: Fake, chat: Seat) -> None:
    fake.fault("drop_after", "sendMessage", count=1)
    with pytest.raises(ClientError):
        await client.call("sendMessage", chat_id=chat.chat.id, text="there all the same")
    await chat.hears("there all the same")
    assert [call.status for call in fake.called("sendMessage")] == [0]


@pytest.mark.parametrize("status", [401, 404, 429])
async def test_a_status_of_telegram_comes_as_json(client: Client, fake: Fake, status: int) -> None:
    fake.fault("status", status=status, retry_after=7, count=1)
    got, body = await client.ask("getMe")
    assert got == body["error_code"] == status
    assert body.get("parameters", {}) == ({"retry_after": 7} if status == 429 else {})


async def test_a_proxys_status_comes_as_a_page_for_its_time(client: Client, fake: Fake, clock: Clock) -> None:
    fake.fault("status", "getMe", status=502, seconds=10)
    async with client.session.get(f"{fake.url}/bot{fake.token}/getMe") as response:
        assert (response.status, response.content_type) == (502, "text/html")
        assert "502 Bad Gateway" in await response.text()
    clock.pass_by(10)
    await client.call("getMe")


async def test_garbage_instead_of_json(client: Client, fake: Fake) -> None:
    fake.fault("garbage", count=1)
    with pytest.raises(ValueError, match="Expecting value"):
        await client.call("getMe")


async def test_a_body_that_breaks_off(client: Client, fake: Fake) -> None:
    fake.fault("truncated", count=1)
    with pytest.raises(ClientPayloadError):
        await client.call("getMe")


async def test_an_update_comes_twice(client: Client, fake: Fake, chat: Seat) -> None:
    fake.fault("duplicate", "getUpdates", count=1)
    first = await client.updates()
    again = await client.updates(offset=first[0]["update_id"] + 1)
    assert again == []
    await chat.say("more")
    (more,) = await client.updates()
    fake.fault("duplicate", "getUpdates", count=1)
    assert await client.updates(offset=more["update_id"] + 1) == [more]


async def test_a_share_of_the_calls(client: Client, fake: Fake) -> None:
    fake.fault("status", status=500, share=0.3)
    url = f"{fake.url}/bot{fake.token}/getMe"
    struck = 0
    for _ in range(100):
        async with client.session.get(url) as response:
            struck += response.status == 500
    assert 10 < struck < 50
