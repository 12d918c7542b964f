"""Groups: what the bot gets to see, migration, topics, and members."""

from dataclasses import replace
from typing import Any

import pytest

from tests.botapi import Fake, Person, Settings, serving
from tests.botapi_tests.client import Client


async def texts(client: Client) -> list[str]:
    return [update["message"]["text"] for update in await client.updates() if "text" in update.get("message", {})]


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(client: Client, fake: Fake, alice: Person) -> None:
    seat = fake.group("class", members=[alice]).seat(alice)
    for text in ("hello", f"@{fake.bot_name} hello", "/cet", "/cet@another_bot", f"/cet@{fake.bot_name} now"):
        await seat.say(text)
    assert await texts(client) == [f"/cet@{fake.bot_name} now"]


async def test_a_plain_command_comes_while_the_bot_spoke_last(client: Client, fake: Fake, alice: Person) -> None:
    seat = fake.group("class", members=[alice]).seat(alice)
    await client.call("sendMessage", chat_id=seat.chat.id, text="hi")
    await seat.say("people talk")
    await seat.say("/cet")
    assert await texts(client) == ["/cet"]


async def test_a_reply_to_the_bot_comes(client: Client, fake: Fake, alice: Person) -> None:
    seat = fake.group("class", members=[alice]).seat(alice)
    said = await client.call("sendMessage", chat_id=seat.chat.id, text="which?")
    await seat.say("this one", reply_to=said["message_id"])
    (update,) = await client.updates()
    assert update["message"]["reply_to_message"]["from"]["is_bot"]


async def test_a_bot_that_administers_gets_everything(client: Client, fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice])
    group.set_bot(alice, "administrator")
    await group.seat(alice).say("hello")
    assert await texts(client) == ["hello"]


async def test_without_privacy_mode_the_bot_gets_everything(settings: Settings) -> None:
    async with serving(replace(settings, privacy=False)) as fake:
        alice = fake.user("alice")
        await fake.group("class").seat(alice).say("hello")
        assert len(fake.world.updates.waiting) == 1


async def test_the_bot_is_added_promoted_muted_and_thrown_out(client: Client, fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice])
    group.set_bot(alice, "administrator", can_delete_messages=True)
    group.set_bot(alice, "restricted", can_send_messages=False)
    chat = group.chat.id
    assert "not enough rights" in await client.refused("sendMessage", chat_id=chat, text="x")
    group.set_bot(alice, "kicked")
    refused = await client.refused("sendMessage", chat_id=chat, text="x")
    assert refused == "Forbidden: bot was kicked from the supergroup chat"
    changes = [update["my_chat_member"] for update in await client.updates()]
    statuses = [(change["old_chat_member"]["status"], change["new_chat_member"]["status"]) for change in changes]
    assert statuses == [
        ("left", "member"),
        ("member", "administrator"),
        ("administrator", "restricted"),
        ("restricted", "kicked"),
    ]


async def test_a_group_becomes_a_supergroup(client: Client, fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice], basic=True)
    old = group.chat
    seat = group.seat(alice)
    new = group.migrate(alice)
    status, body = await client.ask("sendMessage", chat_id=old.id, text="x")
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    there, here = [update["message"] for update in (await client.updates())[1:]]
    assert (there["chat"]["id"], there["migrate_to_chat_id"]) == (old.id, new.id)
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (new.id, old.id)
    await client.call("sendMessage", chat_id=new.id, text="here now")
    await seat.hears("here now")


async def test_topics(client: Client, fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice], forum=True)
    topic = group.open_topic(alice, "CET")
    said = await group.seat(alice, topic=topic).say(f"/cet@{fake.bot_name}")
    told = (await client.updates())[-1]["message"]
    assert (told["message_thread_id"], told["is_topic_message"]) == (topic, True)
    answer = await client.call("sendMessage", chat_id=group.chat.id, text="x", message_thread_id=topic)
    assert answer["message_thread_id"] == said.topic
    refused = await client.refused("sendMessage", chat_id=group.chat.id, text="x", message_thread_id=999)
    assert refused == "Bad Request: message thread not found"


async def test_who_is_in_a_chat(client: Client, fake: Fake, alice: Person) -> None:
    group, bob = fake.group("class", admins=[alice]), fake.user("bob")
    group.seat(bob)
    where: dict[str, Any] = {"chat_id": group.chat.id}
    assert (await client.call("getChat", **where))["title"] == "class"
    assert (await client.call("getChatMember", **where, user_id=bob.id))["status"] == "member"
    assert [one["status"] for one in await client.call("getChatAdministrators", **where)] == ["creator"]
    assert await client.call("getChatMemberCount", **where) == 3
    group.leaves(bob)
    assert (await client.call("getChatMember", **where, user_id=bob.id))["status"] == "left"
    assert (await client.updates())[-1]["message"]["left_chat_member"]["id"] == bob.id
    assert "member not found" in await client.refused("getChatMember", **where, user_id=5)


async def test_the_bot_leaves(client: Client, fake: Fake) -> None:
    chat = fake.group("class").chat.id
    await client.call("leaveChat", chat_id=chat)
    refused = await client.refused("sendMessage", chat_id=chat, text="x")
    assert refused == "Forbidden: bot is not a member of the supergroup chat"


@pytest.mark.parametrize("method", ["leaveChat", "getChatAdministrators"])
async def test_what_private_chats_dont_have(client: Client, fake: Fake, alice: Person, method: str) -> None:
    await alice.private.say("hi")
    assert "private chat" in await client.refused(method, chat_id=alice.id)
