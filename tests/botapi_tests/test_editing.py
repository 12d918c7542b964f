"""Changing and deleting what was said."""

from tests.botapi import Fake, Person, Seat
from tests.botapi.editing import DELETABLE_S
from tests.botapi_tests.client import Client, Clock

KEYS = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}


async def test_an_edit_takes_the_old_ones_place(client: Client, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=1001, text="old", reply_markup=KEYS)
    told = await client.call("editMessageText", chat_id=1001, message_id=2, text="<b>new</b>", parse_mode="HTML")
    assert (told["text"], told["entities"][0]["type"], "edit_date" in told) == ("new", "bold", True)
    heard = await chat.hears("new")
    assert [message.text for message in chat.chat.earlier] == ["old"]
    assert (heard.labels, heard.edited is not None) == ((), True)  # a keyboard that isn't repeated goes away


async def test_the_same_again_is_not_modified(client: Client, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=1001, text="<b>x</b> ", parse_mode="HTML", reply_markup=KEYS)
    same: dict[str, object] = {"chat_id": 1001, "message_id": 2, "text": "<strong>x</strong>", "parse_mode": "HTML"}
    words = await client.refused("editMessageText", **same, reply_markup=KEYS)
    assert words.startswith("Bad Request: message is not modified")
    await client.call("editMessageText", **same)
    again = await client.refused("editMessageReplyMarkup", chat_id=1001, message_id=2)
    assert again.startswith("Bad Request: message is not modified")
    await client.call("editMessageReplyMarkup", chat_id=1001, message_id=2, reply_markup=KEYS)


async def test_what_cant_be_edited(client: Client, chat: Seat) -> None:
    edit = "editMessageText"
    assert "message to edit not found" in await client.refused(edit, chat_id=1001, message_id=9, text="x")
    assert "message can't be edited" in await client.refused(edit, chat_id=1001, message_id=1, text="x")
    assert "message identifier is not specified" in await client.refused(edit, chat_id=1001, text="x")
    await client.call("sendMessage", chat_id=1001, text="old", reply_markup={"keyboard": [["a"]]})
    assert "message can't be edited" in await client.refused(edit, chat_id=1001, message_id=2, text="x")


async def test_a_caption_is_edited_by_its_own_method(client: Client, chat: Seat) -> None:
    sent = await chat.upload("a.txt", b"x")
    assert sent.file is not None
    told = await client.call("sendDocument", chat_id=1001, document=sent.file.id, caption="old")
    number = told["message_id"]
    refused = await client.refused("editMessageText", chat_id=1001, message_id=number, text="x")
    assert refused == "Bad Request: there is no text in the message to edit"
    await client.call("editMessageCaption", chat_id=1001, message_id=number, caption="new")
    await chat.hears("new")
    await client.call("sendMessage", chat_id=1001, text="text")
    refused = await client.refused("editMessageCaption", chat_id=1001, message_id=number + 1, caption="x")
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_in_private_a_persons_message_can_be_deleted(client: Client, chat: Seat) -> None:
    await client.call("deleteMessage", chat_id=1001, message_id=1)
    assert chat.chat.deleted[1].text == "hello"
    refused = await client.refused("deleteMessage", chat_id=1001, message_id=1)
    assert refused == "Bad Request: message to delete not found"


async def test_nothing_is_deleted_after_48_hours(client: Client, chat: Seat, clock: Clock) -> None:
    clock.pass_by(DELETABLE_S - 1)
    await client.call("sendMessage", chat_id=1001, text="x")
    await client.call("deleteMessage", chat_id=1001, message_id=1)
    clock.pass_by(DELETABLE_S)
    refused = await client.refused("deleteMessage", chat_id=1001, message_id=2)
    assert refused == "Bad Request: message can't be deleted"


async def test_in_a_group_only_an_administrator_with_the_right_deletes(
    client: Client, fake: Fake, alice: Person
) -> None:
    group = fake.group("class", admins=[alice])
    said = await group.seat(alice).say("a password")
    params = {"chat_id": group.chat.id, "message_id": said.id}
    assert await client.refused("deleteMessage", **params) == "Bad Request: message can't be deleted"
    group.set_bot(alice, "administrator")
    assert await client.refused("deleteMessage", **params) == "Bad Request: message can't be deleted"
    group.set_bot(alice, "administrator", can_delete_messages=True)
    await client.call("deleteMessage", **params)


async def test_deleting_several_skips_what_cant_be(client: Client, chat: Seat) -> None:
    await client.call("deleteMessages", chat_id=1001, message_ids=[1, 55])
    assert chat.chat.messages == {}
    assert "not specified" in await client.refused("deleteMessages", chat_id=1001, message_ids=[])
