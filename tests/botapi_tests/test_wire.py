"""However a client writes its calls, and what it is told when it errs."""

from dataclasses import replace

import pytest
from aiohttp import FormData

from tests.botapi import Fake, Seat, Settings, serving
from tests.botapi.world import Violation
from tests.botapi_tests.client import Client


async def test_parameters_come_as_json_form_query_or_multipart(client: Client, chat: Seat) -> None:
    url = f"{client.fake.url}/bot{client.fake.token}/sendMessage"
    said = {"chat_id": str(chat.chat.id), "text": "成绩", "reply_parameters": '{"message_id": 1}'}
    form = FormData(quote_fields=False)
    form.add_field("chat_id", said["chat_id"])
    form.add_field("text", "成绩")
    form.add_field("reply_parameters", '{"message_id": 1}', content_type="application/json")
    for sent in ({"json": said}, {"data": said}, {"params": said}, {"data": form()}):
        async with client.session.post(url, **sent) as response:
            assert (await response.json())["ok"], sent
        assert (await chat.hears("成绩")).reply_to == 1


async def test_get_and_an_empty_body_do(client: Client) -> None:
    async with client.session.get(f"{client.fake.url}/bot{client.fake.token}/GETME") as response:
        body = await response.json()
    assert body["result"]["username"] == client.fake.bot_name


@pytest.mark.parametrize(("token", "status"), [("123:wrong", 401), ("nonsense", 404), ("12:", 404)])
async def test_a_wrong_token(client: Client, token: str, status: int) -> None:
    async with client.session.get(f"{client.fake.url}/bot{token}/getMe") as response:
        assert response.status == status


async def test_an_unknown_method(client: Client) -> None:
    assert await client.ask("sendTelepathy") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_an_unknown_parameter_is_refused_and_noted(client: Client, fake: Fake, chat: Seat) -> None:
    refused = await client.refused("sendMessage", chat_id=chat.chat.id, text="x", txet="y")
    assert "unknown parameters txet" in refused
    assert fake.violations[0].method == "sendMessage"
    assert chat.unheard() == []


async def test_an_unknown_field_within_a_parameter(client: Client, chat: Seat) -> None:
    reply = {"message_id": 1, "allow": True}
    refused = await client.refused("sendMessage", chat_id=chat.chat.id, text="x", reply_parameters=reply)
    assert "unknown parameters reply_parameters.allow" in refused


async def test_a_lenient_fake_notes_unknown_parameters_alone(settings: Settings) -> None:
    async with serving(replace(settings, strict=False)) as fake, Client.of(fake) as client:
        await client.call("getMe", whatever=1)
        assert fake.violations == [Violation("getMe", "unknown parameters whatever")]


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1001}, "message text is empty"),
        ("sendMessage", {"chat_id": 77, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "x7", "text": "x"}, "invalid chat_id specified"),
        ("sendMessage", {"chat_id": 1001, "text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ("sendMessage", {"chat_id": 1001, "text": "x", "protect_content": "maybe"}, "invalid protect_content"),
        ("sendDocument", {"chat_id": 1001}, "there is no document in the request"),
        ("deleteMessage", {"chat_id": 1001}, "message identifier is not specified"),
        ("setMyCommands", {}, 'parameter "commands" is required'),
    ],
)
async def test_a_missing_or_unreadable_parameter(
    client: Client, chat: Seat, method: str, params: dict[str, object], words: str
) -> None:
    assert words in await client.refused(method, **params)


async def test_each_call_is_written_down(client: Client, fake: Fake, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=str(chat.chat.id), text="x")
    await client.refused("sendMessage", chat_id=5, text="x")
    well, ill = fake.called("sendMessage")
    assert (well.status, well.params) == (200, {"chat_id": chat.chat.id, "text": "x"})
    assert (ill.status, ill.description) == (400, "Bad Request: chat not found")
