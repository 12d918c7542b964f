"""What people do and see besides the rules."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.botapi import Fake, Person, Seat, Settings, serving
from tests.botapi_tests.client import Client


async def test_what_the_bot_says_is_heard_once_and_in_order(client: Client, chat: Seat) -> None:
    for text in ("one", "two"):
        await client.call("sendMessage", chat_id=1001, text=text)
    await chat.hears("one")
    assert [message.text for message in chat.unheard()] == ["two"]
    with pytest.raises(AssertionError, match="three"):
        await chat.hears("three")


async def test_hearing_waits_for_the_bot(client: Client, chat: Seat) -> None:
    hearing = asyncio.create_task(chat.hears("late"))
    await client.call("sendMessage", chat_id=1001, text="late")
    assert (await hearing).text == "late"


async def test_nothing_comes(settings: Settings) -> None:
    async with serving(replace(settings, patience_s=0.01)) as fake:
        with pytest.raises(TimeoutError):
            await fake.user("alice").private.hears()


async def test_edits_and_deletions_are_seen(client: Client, chat: Seat) -> None:
    said = await client.call("sendMessage", chat_id=1001, text="wait …")
    heard = await chat.hears("wait")
    seeing = asyncio.create_task(chat.sees("done"))
    await client.call("editMessageText", chat_id=1001, message_id=said["message_id"], text="done")
    assert (await seeing).id == heard.id
    missing = asyncio.create_task(chat.misses(heard))
    await client.call("deleteMessage", chat_id=1001, message_id=heard.id)
    await missing


async def test_a_person_edits_a_message(client: Client, chat: Seat) -> None:
    await chat.edit(chat.chat.messages[1], "goodbye")
    update = (await client.updates())[-1]["edited_message"]
    assert (update["message_id"], update["text"], "edit_date" in update) == (1, "goodbye", True)


async def test_a_bot_that_is_blocked_cant_be_written_to(chat: Seat, alice: Person) -> None:
    alice.block()
    with pytest.raises(AssertionError, match="unblock"):
        await chat.say("hello?")


async def test_a_chosen_inline_result_is_posted_for_everybody(client: Client, fake: Fake, alice: Person) -> None:
    content = {"message_text": "<b>ask me</b>", "parse_mode": "HTML"}
    seat = fake.group("class").seat(alice)
    posted = seat.choose({"type": "article", "id": "1", "title": "t", "input_message_content": content})
    assert (posted.text, posted.entities[0]["type"]) == ("ask me", "bold")
    assert (await client.updates())[-1]["message"]["via_bot"]["username"] == fake.bot_name


async def test_kinds_of_update_that_dont_exist_are_noted(client: Client, fake: Fake) -> None:
    await client.updates(allowed_updates=["message", "mesage"])
    assert "mesage" in fake.violations[0].what


async def test_a_poll_whose_client_went_away_is_over(client: Client, chat: Seat) -> None:
    (update,) = await client.updates()
    gone = asyncio.create_task(client.updates(offset=update["update_id"] + 1, timeout=50))
    await client.call("getMe")
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await chat.say("for the next one")
    assert len(await client.updates(timeout=50)) == 1


async def test_the_environment_names_a_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADEBELL_JOURNAL", str(tmp_path / "calls"))
    async with serving() as fake, Client.of(fake) as client:
        await client.refused("sendMessage", chat_id="5", text="x")
        await client.call("setWebhook", url="", secret_token="hidden")
    refused, hook = [json.loads(line) for line in (tmp_path / "calls").read_text().splitlines()]
    assert (refused["params"], refused["status"]) == ({"chat_id": 5, "text": "x"}, 400)
    assert hook["params"] == {"url": ""}
