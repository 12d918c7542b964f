"""Buttons and inline queries."""

import asyncio

import pytest

from tests.botapi import Fake, Person, Seat
from tests.botapi_tests.client import Client, Clock

KEYS = {"inline_keyboard": [[{"text": "yes", "callback_data": "y:1"}, {"text": "site", "url": "https://a.cn"}]]}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def article(number: str, text: str = "x") -> dict[str, object]:
    return {"type": "article", "id": number, "title": "t", "input_message_content": {"message_text": text}}


async def test_a_pressed_button_comes_with_its_message(client: Client, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=1001, text="sure?", reply_markup=KEYS)
    query = await chat.press("yes")
    update = (await client.updates())[-1]["callback_query"]
    assert (update["data"], update["message"]["text"], update["from"]["id"]) == ("y:1", "sure?", 1001)
    await client.call("answerCallbackQuery", callback_query_id=update["id"], text="fine", show_alert=True)
    assert not hasattr(query, "labels")
    assert await client.refused("answerCallbackQuery", callback_query_id=update["id"]) == TOO_OLD


async def test_a_toast_is_what_the_person_reads(client: Client, fake: Fake, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=1001, text="sure?", reply_markup=KEYS)
    query = chat.press_on(chat.with_label("yes"), "yes")
    assert fake.unanswered == [query]
    await client.call("answerCallbackQuery", callback_query_id=query.id, text="fine")
    await chat.answered(query)
    assert (query.toast, fake.unanswered) == ("fine", [])


async def test_an_answer_to_a_button_must_come_soon(client: Client, chat: Seat, clock: Clock) -> None:
    await client.call("sendMessage", chat_id=1001, text="sure?", reply_markup=KEYS)
    query = chat.press_on(chat.with_label("yes"), "yes")
    clock.pass_by(16)
    assert await client.refused("answerCallbackQuery", callback_query_id=query.id) == TOO_OLD
    assert await client.refused("answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_a_toast_has_at_most_200_characters(client: Client, chat: Seat) -> None:
    query = await client.refused("answerCallbackQuery", callback_query_id="1", text="x" * 201)
    assert query == "Bad Request: MESSAGE_TOO_LONG"


async def test_a_key_of_a_reply_keyboard_says_its_text(client: Client, chat: Seat) -> None:
    await client.call("sendMessage", chat_id=1001, text="which?", reply_markup={"keyboard": [["CET-4", "CET-6"]]})
    await chat.press("CET-6")
    assert (await client.updates())[-1]["message"]["text"] == "CET-6"


async def test_an_inline_query_is_answered(client: Client, alice: Person) -> None:
    typing = asyncio.create_task(alice.inline("cet"))
    (update,) = await client.updates(timeout=5)
    button = {"text": "log in", "start_parameter": "login"}
    results = [article("1")]
    await client.call(
        "answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=results, button=button, cache_time=0
    )
    found = await typing
    assert (found.results, found.button) == (tuple(results), button)


async def answer(client: Client, alice: Person, text: str, **params: object) -> str:
    query = alice.ask_inline("score")
    await client.call("answerInlineQuery", inline_query_id=query.id, results=[article("1", text)], **params)
    return query.id


async def test_an_answer_that_isnt_personal_is_shown_to_everybody(
    client: Client, fake: Fake, alice: Person, clock: Clock
) -> None:
    await answer(client, alice, "alice has 600")
    leaked = await fake.user("bob").inline("score")
    assert "alice has 600" in str(leaked.results)
    clock.pass_by(300)
    assert fake.world.queries.remembered(fake.user("bob").id, "score", "") is None


async def test_a_personal_answer_is_shown_to_that_person_alone(client: Client, fake: Fake, alice: Person) -> None:
    await answer(client, alice, "alice has 600", is_personal=True)
    assert "600" in str((await alice.inline("score")).results)
    assert fake.world.queries.remembered(fake.user("bob").id, "score", "") is None


async def test_without_cache_time_each_query_is_asked(client: Client, fake: Fake, alice: Person) -> None:
    await answer(client, alice, "alice has 600", cache_time=0)
    assert fake.world.queries.remembered(alice.id, "score", "") is None


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"results": [article(str(number)) for number in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article("1"), article("1")]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("字" * 22)]}, "RESULT_ID_INVALID"),
        ({"results": [article("1", "")]}, "message text is empty"),
        ({"results": [{"type": "article", "id": "1", "title": "t"}]}, "there is no message to be sent"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": "x"}}, "exactly one of"),
        ({"results": [], "button": {"text": "x", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ],
)
async def test_an_inline_answer_that_is_refused(
    client: Client, alice: Person, params: dict[str, object], why: str
) -> None:
    query = alice.ask_inline("x")
    assert why in await client.refused("answerInlineQuery", inline_query_id=query.id, **params)


async def test_an_inline_answer_that_comes_late(client: Client, alice: Person, clock: Clock) -> None:
    query = alice.ask_inline("x")
    clock.pass_by(16)
    assert await client.refused("answerInlineQuery", inline_query_id=query.id, results=[]) == TOO_OLD
