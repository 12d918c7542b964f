"""What people see of what is sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abilities import Outcome
from bot.messages import Button, Document, Outgoing
from bot.platforms.telegram.markup import html
from bot.recipes import Picture
from tests.bot.telegram.house import in_group, private, standing_still
from tests.botapi import Fake, Person
from tests.botapi.markup import parse_html
from tests.recipes import CARD, as_png

YES_NO = (Button(":f:s:yes", "yes"), Button(":f:s:no", "no"))
AWKWARD = "1 < 2 & \"3\" > <b>4</b> &lt; </a> '5' 😀"


async def test_buttons_carry_their_lines(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        await telegram.send("k", private(alice), Outgoing("sure?", YES_NO))
    heard = await alice.private.hears("sure?")
    assert heard.data == {"yes": ":f:s:yes", "no": ":f:s:no"}


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["是", "否", "不知道", "都行", "五"], [4, 1]),
        (["一二三四五六七"] * 4, [3, 1]),
        (["a label of 14 "] * 3, [2, 1]),
        (["a label that is rather long"] * 2, [1, 1]),
        (["x"] * 120, [4] * 25),
    ],
)
async def test_short_labels_stand_beside_each_other(
    fake: Fake, alice: Person, labels: list[str], rows: list[int]
) -> None:
    buttons = tuple(Button(str(at), label) for at, label in enumerate(labels))
    async with standing_still(fake) as telegram:
        assert (await telegram.send("k", private(alice), Outgoing("?", buttons))).outcome is Outcome.SENT
    heard = await alice.private.hears()
    assert heard.markup
    keyboard = heard.markup["inline_keyboard"]
    assert isinstance(keyboard, list)
    assert [len(row) for row in keyboard] == rows


async def test_what_stands_out_is_bold_and_the_rest_as_typed(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        await telegram.send("k", private(alice), Outgoing(AWKWARD, strong=((0, 5), (18, 22))))
    heard = await alice.private.hears()
    assert heard.text == AWKWARD
    bold = [each for each in heard.entities if each["type"] == "bold"]
    assert [(each["offset"], each["length"]) for each in bold] == [(0, 5), (18, 4)]


async def test_text_without_anything_that_stands_out_is_sent_as_it_is(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        await telegram.send("k", private(alice), Outgoing(AWKWARD))
    assert (await alice.private.hears()).text == AWKWARD
    assert "parse_mode" not in fake.called("sendMessage")[0].params


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.data())
def test_any_text_survives_its_markup(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    spans = tuple(zip(cuts[::2], cuts[1::2], strict=False))
    assert parse_html(html(text, spans))[0] == text


async def test_refused_markup_is_sent_as_plain_text(fake: Fake, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.platforms.telegram.sending.html", lambda text, _strong: f"<b>{text}")
    async with standing_still(fake) as telegram:
        sent = await telegram.send("k", private(alice), Outgoing("1 < 2", YES_NO, strong=((0, 1),)))
    assert sent.outcome is Outcome.SENT
    heard = await alice.private.hears()
    assert (heard.text, heard.labels) == ("1 < 2", ("yes", "no"))
    assert [call.status for call in fake.called("sendMessage")] == [400, 200]


async def test_file_with_its_caption_and_buttons(fake: Fake, alice: Person) -> None:
    document = Document("成绩.csv", "语文,90\n".encode())
    async with standing_still(fake) as telegram:
        await telegram.send("k", private(alice), Outgoing("all <of> it", YES_NO, document, strong=((0, 3),)))
    heard = await alice.private.hears()
    assert heard.file
    assert (heard.file.upload.name, heard.file.upload.body) == (document.name, document.data)
    assert (heard.text, heard.labels) == ("all <of> it", ("yes", "no"))


async def test_file_without_a_word(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        sent = await telegram.send("k", private(alice), Outgoing("", document=Document("a.csv", b"a")))
    assert sent.outcome is Outcome.SENT
    assert (await alice.private.hears()).file


async def test_answer_takes_the_announcement_s_place(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", private(alice), "wait")
        first = await alice.private.hears("wait")
        await telegram.send("k", private(alice), Outgoing("515", YES_NO, edits=number))
    now = alice.private.chat.messages[first.id]
    assert (now.text, now.labels) == ("515", ("yes", "no"))
    assert not alice.private.unheard()


async def test_announcement_that_vanished_is_answered_anew(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", private(alice), "wait")
        await telegram.delete(private(alice), number)
        sent = await telegram.send("k", private(alice), Outgoing("515", edits=number))
    assert sent.outcome is Outcome.SENT
    assert (await alice.private.hears()).text == "515"


async def test_edit_that_changes_nothing_is_fine(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", private(alice), "wait")
        sent = await telegram.send("k", private(alice), Outgoing("wait", edits=number))
    assert sent.outcome is Outcome.SENT
    assert [call.status for call in fake.called("editMessageText")] == [400]
    assert len(fake.called("sendMessage")) == 1


async def test_question_in_the_place_of_an_announcement_still_asks_for_a_reply(fake: Fake, alice: Person) -> None:
    """No edit can: so the announcement goes, and the question comes anew."""
    group = fake.group("class", admins=[alice])
    there = in_group(group.chat.id)
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", there, "wait")
        sent = await telegram.send("k", there, Outgoing("which?", edits=number, asks=True))
    assert sent.outcome is Outcome.SENT
    assert [message.text for message in group.seat(alice).unheard()] == ["which?"]
    assert (await group.seat(alice).hears()).asks_reply


async def test_no_announcement_where_the_answer_would_have_to_wait_for_it(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        telegram.budget.halt(str(alice.id), 5)
        assert await telegram.announce("k", private(alice), "wait") == ""
        telegram.budget.shut = True
        assert await telegram.announce("k", private(fake.user("bob")), "wait") == ""
    assert not fake.calls


async def test_topic_is_echoed(fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice], forum=True)
    topic = group.open_topic(alice, "grades")
    there = in_group(group.chat.id, str(topic))
    async with standing_still(fake) as telegram:
        await telegram.typing(there)
        number = await telegram.announce("k", there, "wait")
        await telegram.send("k", there, Outgoing("515", edits=number))
        await telegram.send("k", there, Outgoing("more"))
    heard = [await group.seat(alice).hears() for _time in range(2)]
    assert [(each.text, each.topic) for each in heard] == [("515", topic), ("more", topic)]
    assert fake.called("sendChatAction")[0].params["message_thread_id"] == topic


async def test_topic_that_is_gone(fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice], forum=True)
    async with standing_still(fake) as telegram:
        sent = await telegram.send("k", in_group(group.chat.id, "77"), Outgoing("more"))
    assert sent.outcome is Outcome.SENT
    assert (await group.seat(alice).hears("more")).topic is None


async def test_message_with_a_secret_is_deleted(fake: Fake, alice: Person) -> None:
    said = await alice.private.say("hunter2")
    async with standing_still(fake) as telegram:
        assert await telegram.delete(private(alice), str(said.id))
        assert said.id not in alice.private.chat.messages
        assert await telegram.delete(private(alice), str(said.id))  # gone already


async def test_message_that_can_not_be_deleted(fake: Fake, alice: Person) -> None:
    group = fake.group("class", admins=[alice])
    said = await group.seat(alice).say("hunter2")
    async with standing_still(fake) as telegram:
        assert not await telegram.delete(in_group(group.chat.id), str(said.id))
        fake.fault("status")
        assert not await telegram.delete(in_group(group.chat.id), str(said.id))


async def test_protected_is_what_holds_a_result(fake: Fake, alice: Person) -> None:
    """And the announcement, since a result may take its place and no edit protects it."""
    async with standing_still(fake, protect=True) as telegram:
        for outgoing in (
            Outgoing("515", personal=True),
            Outgoing("which?", asks=True),
            Outgoing("file", document=Document("a.csv", b"a"), personal=True),
        ):
            await telegram.send("k", private(alice), outgoing)
        await telegram.announce("k", private(alice), "wait")
    heard = [await alice.private.hears() for _time in range(4)]
    assert [each.protect for each in heard] == [True, False, True, True]


async def test_nothing_is_protected_unless_it_is_wanted(fake: Fake, alice: Person) -> None:
    async with standing_still(fake) as telegram:
        await telegram.send("k", private(alice), Outgoing("515", personal=True))
    assert not (await alice.private.hears()).protect


async def test_file_in_the_place_of_an_announcement(fake: Fake, alice: Person) -> None:
    """No edit makes a text a file: so the announcement goes."""
    async with standing_still(fake) as telegram:
        number = await telegram.announce("k", private(alice), "wait")
        first = await alice.private.hears("wait")
        await telegram.send("k", private(alice), Outgoing("here", document=Document("a.csv", b"a"), edits=number))
    assert (await alice.private.hears()).file
    assert first.id not in alice.private.chat.messages


@pytest.mark.parametrize("protect", [True, False])
async def test_picture_with_its_caption_and_buttons(fake: Fake, alice: Person, protect: bool) -> None:  # noqa: FBT001
    shown = Outgoing("总分 515", YES_NO, strong=((0, 2),), personal=True, recipe=CARD, picture=await as_png(CARD))
    async with standing_still(fake, protect=protect) as telegram:
        assert (await telegram.send("k", private(alice), shown)).outcome is Outcome.SENT
    heard = await alice.private.hears("总分 515")
    assert (heard.photo, heard.labels, heard.protect) == (True, ("yes", "no"), protect)
    assert heard.file
    assert heard.file.upload.body.startswith(b"\x89PNG")
    assert heard.entities[0]["type"] == "bold"


async def test_picture_that_telegram_refuses_leaves_the_words(fake: Fake, alice: Person) -> None:
    shown = Outgoing("总分 515", YES_NO, recipe=CARD, picture=Picture(b"no picture", 360, 400))
    async with standing_still(fake) as telegram:
        assert (await telegram.send("k", private(alice), shown)).outcome is Outcome.SENT
    heard = await alice.private.hears("总分 515")
    assert (heard.photo, heard.labels) == (False, ("yes", "no"))


async def test_picture_takes_the_announcement_s_place(fake: Fake, alice: Person) -> None:
    """By another message, since no edit makes a picture of words."""
    async with standing_still(fake) as telegram:
        there = private(alice)
        announced = await telegram.announce("k", there, "等一下")
        shown = Outgoing("总分 515", edits=announced, recipe=CARD, picture=await as_png(CARD))
        assert (await telegram.send("k", there, shown)).outcome is Outcome.SENT
    assert [each.text for each in alice.private.chat.messages.values()] == ["总分 515"]
