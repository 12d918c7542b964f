"""getUpdates: what comes, what is confirmed, and who may ask."""

import asyncio

import pytest

from tests.botapi import Fake, Person, Seat
from tests.botapi.updates import KEPT_S
from tests.botapi_tests.client import Client, Clock


async def test_an_update_comes_until_a_later_offset_confirms_it(client: Client, chat: Seat) -> None:
    await chat.say("again")
    first, second = await client.updates()
    assert [first["message"]["text"], second["message"]["text"]] == ["hello", "again"]
    assert len(await client.updates(offset=first["update_id"])) == 2
    assert await client.updates(offset=second["update_id"]) == [second]
    assert await client.updates(offset=second["update_id"] + 1) == []
    assert await client.updates() == []


async def test_a_negative_offset_forgets_all_but_the_last(client: Client, chat: Seat) -> None:
    for text in "abc":
        await chat.say(text)
    assert [update["message"]["text"] for update in await client.updates(offset=-2)] == ["b", "c"]
    assert len(await client.updates()) == 2


async def test_the_limit_is_kept_and_at_most_a_hundred(client: Client, chat: Seat) -> None:
    for number in range(120):
        await chat.say(str(number))
    assert len(await client.updates(limit=3)) == 3
    assert len(await client.updates(limit=500)) == 100


async def test_a_long_poll_ends_with_the_first_update(client: Client, alice: Person) -> None:
    waiting = asyncio.create_task(client.updates(timeout=50))
    await client.call("getMe")
    await alice.private.say("now")
    assert [update["message"]["text"] for update in await waiting] == ["now"]


async def test_a_long_poll_ends_with_nothing_when_its_time_is_over(client: Client, clock: Clock) -> None:
    waiting = asyncio.create_task(client.updates(timeout=20))
    while clock.slept != [20]:
        await client.call("getMe")
    clock.pass_by(20)
    assert await waiting == []


async def test_a_second_poll_ends_the_older_one(client: Client, clock: Clock, alice: Person) -> None:
    older = asyncio.create_task(client.ask("getUpdates", timeout=50))
    while not clock.slept:
        await client.call("getMe")
    newer = asyncio.create_task(client.updates(timeout=50))
    status, body = await older
    assert status == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    await alice.private.say("for the newer one")
    assert len(await newer) == 1


async def test_allowed_updates_are_remembered(client: Client, chat: Seat, alice: Person) -> None:
    await client.updates(allowed_updates=["my_chat_member"])
    await chat.say("not wanted")
    alice.block()
    _, update = await client.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    await client.updates(allowed_updates=[])
    alice.unblock()
    await chat.say("wanted again")
    assert [list(update)[1] for update in await client.updates()][1:] == ["my_chat_member"] * 2 + ["message"]


async def test_what_nobody_fetched_within_a_day_is_lost(client: Client, clock: Clock, chat: Seat) -> None:
    clock.pass_by(KEPT_S + 1)
    assert await client.updates() == []


@pytest.mark.parametrize("kind", ["no_message_id", "no_first_name", "date_is_text", "entity_without_type", "no_object"])
async def test_a_poison_update_comes_among_good_ones(client: Client, fake: Fake, chat: Seat, kind: str) -> None:
    poison = fake.poison(kind, fake.user("alice"))
    await chat.say("after it")
    assert [update["update_id"] for update in await client.updates()] == [poison - 1, poison, poison + 1]
