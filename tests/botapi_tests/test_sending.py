"""What the bot says: replies, keyboards, files, and who can't be written to."""

from io import BytesIO

import pytest
from aiohttp import FormData

from tests.botapi import Fake, Person, Seat
from tests.botapi_tests.client import Client, Clock

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 16


def inline(**button: object) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": "x", **button}]]}


async def test_message_ids_count_within_their_chat(client: Client, fake: Fake, chat: Seat) -> None:
    bob = fake.user("bob").private
    await bob.say("hi")
    for seat in (chat, bob):
        assert (await client.call("sendMessage", chat_id=seat.chat.id, text="x"))["message_id"] == 2


async def test_a_reply_to_a_message_that_is_there(client: Client, chat: Seat) -> None:
    said = await client.call("sendMessage", chat_id=1001, text="x", reply_parameters={"message_id": 1})
    assert said["reply_to_message"]["text"] == "hello"


async def test_a_reply_to_a_missing_message(client: Client, chat: Seat) -> None:
    missing: dict[str, object] = {"message_id": 99}
    words = await client.refused("sendMessage", chat_id=1001, text="x", reply_parameters=missing)
    assert words == "Bad Request: message to be replied not found"
    may = missing | {"allow_sending_without_reply": True}
    assert "reply_to_message" not in await client.call("sendMessage", chat_id=1001, text="x", reply_parameters=may)


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (inline(callback_data="字" * 22), "BUTTON_DATA_INVALID"),
        (inline(callback_data=""), "BUTTON_DATA_INVALID"),
        (inline(), "Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data="a", url="https://a.cn"), "one action a button"),
        (inline(callback_data="a", colour="red"), "unknown fields colour"),
        (inline(url="example"), "Wrong HTTP URL"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]}, "text of a button must be non-empty"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "a"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [{"text": "x"}]}, "a keyboard is a list of rows"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "placeholder is too long"),
        ({"keyboard": [[{"text": "x"}]], "resize": True}, "unknown fields resize"),
        ({"something": 1}, "object expected as reply markup"),
    ],
)
async def test_a_keyboard_that_cant_be_shown(client: Client, chat: Seat, markup: dict[str, object], why: str) -> None:
    assert why in await client.refused("sendMessage", chat_id=1001, text="x", reply_markup=markup)


async def test_a_keyboard_at_its_bounds(client: Client, chat: Seat) -> None:
    button = {"text": "x", "callback_data": "字" * 21 + "a"}
    said = await client.call("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": [[button]] * 100})
    assert said["reply_markup"]["inline_keyboard"][0] == [button]
    assert (await chat.hears()).data == {"x": button["callback_data"]}


async def test_asking_for_a_reply(client: Client, chat: Seat) -> None:
    markup = {"force_reply": True, "selective": True, "input_field_placeholder": "准考证号"}
    said = await client.call("sendMessage", chat_id=1001, text="x", reply_markup=markup, protect_content=True)
    heard = await chat.hears("x")
    assert (heard.asks_reply, heard.protect, said["has_protected_content"]) == (True, True, True)
    assert "reply_markup" not in said


async def test_a_person_who_never_wrote(client: Client, fake: Fake) -> None:
    fake.user("carol")
    words = await client.refused("sendMessage", chat_id=1001, text="x")
    assert words == "Forbidden: bot can't initiate conversation with a user"


async def test_a_person_who_blocked_the_bot_and_came_back(client: Client, chat: Seat, alice: Person) -> None:
    alice.block()
    assert await client.refused("sendMessage", chat_id=1001, text="x") == "Forbidden: bot was blocked by the user"
    alice.unblock()
    await client.call("sendMessage", chat_id=1001, text="x")
    changes = [update["my_chat_member"] for update in (await client.updates())[1:]]
    assert [change["new_chat_member"]["status"] for change in changes] == ["kicked", "member"]


async def test_a_deleted_account(client: Client, chat: Seat, alice: Person) -> None:
    alice.deactivate()
    assert await client.refused("sendMessage", chat_id=1001, text="x") == "Forbidden: user is deactivated"


async def test_a_document_arrives_with_its_name_and_bytes(client: Client, chat: Seat) -> None:
    form = FormData(quote_fields=False)
    form.add_field("chat_id", "1001")
    form.add_field("caption", "<b>成绩</b>")
    form.add_field("parse_mode", "HTML")
    form.add_field("document", "attach://one")
    form.add_field("one", b"a,b\n", filename="成绩.csv", content_type="text/csv")
    url = f"{client.fake.url}/bot{client.fake.token}/sendDocument"
    async with client.session.post(url, data=form) as response:
        said = (await response.json())["result"]
    assert said["document"]["file_name"] == "成绩.csv"
    assert said["caption_entities"] == [{"offset": 0, "length": 2, "type": "bold"}]
    heard = await chat.hears("成绩")
    assert heard.file is not None
    assert heard.file.upload.body == b"a,b\n"
    again = await client.call("sendDocument", chat_id=1001, document=said["document"]["file_id"])
    assert again["document"] == said["document"]


@pytest.mark.parametrize(
    ("method", "body", "why"),
    [
        ("sendDocument", b"", "file must be non-empty"),
        ("sendPhoto", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("sendPhoto", PNG + b"0" * 10 * 2**20, "too big for a photo"),
    ],
)
async def test_a_file_that_cant_be_sent(client: Client, chat: Seat, method: str, body: bytes, why: str) -> None:
    form = FormData({"chat_id": "1001"})
    form.add_field(method.removeprefix("send").lower(), BytesIO(body), filename="x")
    async with client.session.post(f"{client.fake.url}/bot{client.fake.token}/{method}", data=form) as response:
        assert why in (await response.json())["description"]


async def test_a_caption_is_shorter_than_a_text(client: Client, fake: Fake, chat: Seat) -> None:
    sent = await chat.upload("a.txt", b"x")
    assert sent.file is not None
    params = {"chat_id": 1001, "document": sent.file.id}
    await client.call("sendDocument", **params, caption="x" * 1024)
    assert "caption is too long" in await client.refused("sendDocument", **params, caption="x" * 1025)


async def test_an_uploaded_file_can_be_fetched(client: Client, fake: Fake, chat: Seat) -> None:
    await chat.upload("list.csv", b"1,2\n", caption="my list", kind="text/csv")
    told = (await client.updates())[-1]["message"]
    assert (told["document"]["file_name"], told["caption"]) == ("list.csv", "my list")
    found = await client.call("getFile", file_id=told["document"]["file_id"])
    async with client.session.get(f"{fake.url}/file/bot{fake.token}/{found['file_path']}") as response:
        assert await response.read() == b"1,2\n"
    async with client.session.get(f"{fake.url}/file/bot{fake.token}/documents/none") as response:
        assert response.status == 404
    assert "wrong file_id" in await client.refused("getFile", file_id="none")


async def test_typing_is_seen_and_its_name_checked(client: Client, chat: Seat) -> None:
    await client.call("sendChatAction", chat_id=1001, action="typing")
    assert chat.chat.actions == ["typing"]
    assert "wrong parameter action" in await client.refused("sendChatAction", chat_id=1001, action="thinking")


async def test_an_effect_is_for_private_chats_alone(client: Client, fake: Fake, alice: Person) -> None:
    group = fake.group("class", members=[alice])
    words = await client.refused("sendMessage", chat_id=group.chat.id, text="x", message_effect_id="5")
    assert words == "Bad Request: EFFECT_ID_INVALID"


async def test_too_many_messages_at_once(limited: Client, clock: Clock) -> None:
    seat = limited.fake.user("alice").private
    await seat.say("hi")
    for _ in range(3):
        await limited.call("sendMessage", chat_id=1001, text="x")
    _, body = await limited.ask("sendMessage", chat_id=1001, text="x")
    assert body["parameters"] == {"retry_after": 1}
    await limited.call("sendChatAction", chat_id=1001, action="typing")
    clock.pass_by(1)
    await limited.call("editMessageText", chat_id=1001, message_id=2, text="changed")
    assert (await limited.ask("editMessageText", chat_id=1001, message_id=2, text="y"))[0] == 429


async def test_too_many_messages_in_a_group(limited: Client, clock: Clock) -> None:
    group = limited.fake.group("class").chat.id
    for _ in range(20):
        await limited.call("sendMessage", chat_id=group, text="x")
        clock.pass_by(1)
    _, body = await limited.ask("sendMessage", chat_id=group, text="x")
    assert body["parameters"] == {"retry_after": 40}
    await limited.refused("sendMessage", chat_id=group, text="x")
    assert "before retry_after was over" in limited.fake.violations[0].what
    clock.pass_by(40)
    await limited.call("sendMessage", chat_id=group, text="x")


async def test_too_many_messages_in_all(limited: Client, clock: Clock) -> None:
    seats = [limited.fake.user(f"p{number}").private for number in range(31)]
    for seat in seats:
        await seat.say("hi")
    statuses = [(await limited.ask("sendMessage", chat_id=seat.chat.id, text="x"))[0] for seat in seats]
    assert statuses == [200] * 30 + [429]
    clock.pass_by(1)
    await limited.call("sendMessage", chat_id=seats[-1].chat.id, text="x")
