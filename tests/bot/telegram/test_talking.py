"""A whole bot with a person on Telegram."""

import asyncio
from pathlib import Path

from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Document, Reply
from bot.people import Person as Asker
from tests.bot.telegram.forms import BUTTONS, CHOICE, ECHO, HELLO, RESULT, SECRET, says, slow
from tests.bot.telegram.house import becomes, change, rows, whole
from tests.botapi import Fake, Person
from tests.botapi.text import MAX_CAPTION, MAX_TEXT


async def test_button_is_answered_at_once_while_the_system_is_slow(fake: Fake, alice: Person, tmp_path: Path) -> None:
    over = asyncio.Event()
    menu = Form("menu", "menu", BUTTONS.run)
    async with whole(tmp_path, fake, slow(over), menu, CHOICE, HELLO):
        await alice.private.say("/choice")
        asked = await alice.private.hears("which?")
        await alice.private.say("/slow")
        query = alice.private.press_on(asked, "first")
        await alice.private.answered(query)
        assert not alice.private.unheard()  # the slow one is still under way
        over.set()
        await alice.private.hears("515")
    assert not fake.unanswered


async def test_buttons_short_and_long_do_what_they_say(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, BUTTONS, HELLO, ECHO):
        await alice.private.say("/buttons")
        asked = await alice.private.hears("choose")
        assert all(len(data.encode()) <= 64 for data in asked.data.values())
        alice.private.press_on(asked, "short")
        await alice.private.hears("hello")
        alice.private.press_on(asked, "long")
        await alice.private.hears("you said " + "x" * 60)


async def test_long_text_comes_in_pieces(fake: Fake, alice: Person, tmp_path: Path) -> None:
    """Telegram counts an emoji twice."""
    text = "😀" * 5000
    async with whole(tmp_path, fake, says("long", text)):
        await alice.private.say("/long")
        heard = [(await alice.private.hears()).text for _piece in range(3)]
    assert "".join(heard) == text
    assert all(len(each.encode("utf-16-le")) // 2 <= MAX_TEXT for each in heard)


async def test_long_words_of_a_file_come_before_it(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async def run(_answers: Answers, _person: Asker) -> Outcome:
        words = "x" * (MAX_CAPTION + 1), "x" * MAX_CAPTION
        return Done(tuple(Reply(each, document=Document("a.csv", b"a")) for each in words))

    async with whole(tmp_path, fake, Form("file", "file", run)):
        await alice.private.say("/file")
        heard = [await alice.private.hears() for _message in range(3)]
    assert [(len(each.text), each.file is not None) for each in heard] == [(1025, False), (0, True), (1024, True)]


async def test_strong_words_and_odd_ones(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, RESULT):
        await alice.private.say("/result")
        heard = await alice.private.hears("Total 515 <&>\nlistening 172")
    assert {"type": "bold", "offset": 0, "length": 13} in heard.entities


async def test_secret_answer_is_deleted(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, SECRET):
        await alice.private.say("/secret")
        await alice.private.hears("password?")
        said = await alice.private.say("hunter2")
        await alice.private.misses(said)
        await alice.private.hears("you said hunter2")


async def test_secret_behind_its_command_is_deleted(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, SECRET):
        said = await alice.private.say("/secret hunter2")
        await alice.private.misses(said)
        await alice.private.hears("you said")


async def test_unknown_outcome_is_sent_once_more_and_counted(fake: Fake, alice: Person, tmp_path: Path) -> None:
    fake.fault("drop_after", "sendMessage", count=1)
    async with whole(tmp_path, fake, HELLO):
        await alice.private.say("/hello")
        await alice.private.hears("hello")
        await fake.world.bell.until(lambda: len(fake.called("sendMessage")) == 1, 10)
        await becomes(tmp_path, "select begun, tries, owner from outbox", [(1, 0, None)])
        await change(tmp_path, "update outbox set due = 0")
        await alice.private.hears("hello")
        await alice.private.say("/hello")
        await alice.private.hears("hello")
    assert await rows(tmp_path, "select count(*) from outbox") == [(0,)]
    assert len(fake.called("sendMessage")) == 3


async def test_what_waited_while_the_bot_was_away_is_answered(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, ECHO):
        await alice.private.say("/echo one")
        await alice.private.hears("you said one")
    await alice.private.say("/echo two")
    async with whole(tmp_path, fake, ECHO):
        await alice.private.hears("you said two")
        await alice.private.say("/echo three")
        await alice.private.hears("you said three")


async def test_edited_message_is_nothing_new(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, ECHO):
        said = await alice.private.say("/echo one")
        await alice.private.hears("you said one")
        await alice.private.edit(said, "/echo two")
        await alice.private.say("/echo three")
        await alice.private.hears("you said three")
