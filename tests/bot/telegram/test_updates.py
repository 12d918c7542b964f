"""Whatever Telegram sends is read, or passed over; nothing else."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.abilities import Reach
from bot.messages import Address, Incoming
from bot.platforms.telegram.parts import Heard, Identity
from bot.platforms.telegram.updates import Reader, Unreadable
from tests.bot.telegram.house import House, at_work
from tests.botapi import Fake, Person

READER = Reader("7", Identity(7, "my_bot"))
CHAT = {"id": 5, "type": "private"}
MESSAGE = {"message_id": 1, "from": {"id": 5, "is_bot": False, "first_name": "A"}, "chat": CHAT, "date": 9, "text": "x"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
KINDS = st.sampled_from(["message", "callback_query", "my_chat_member"])
PARTS = (
    "message_id", "from", "chat", "date", "text", "caption", "document", "reply_to_message", "sender_chat", "id",
    "data", "message_thread_id", "is_topic_message", "via_bot", "migrate_to_chat_id", "message", "new_chat_member",
)  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from(PARTS), JSON, max_size=4)


@given(KINDS, CHANGES, st.dictionaries(st.sampled_from(["id", "type"]), JSON))
def test_anything_is_read_or_unreadable(kind: str, changes: dict[str, object], chat: dict[str, object]) -> None:
    """And what was read can be stored: as JSON in UTF-8."""
    update = {"update_id": 1, kind: MESSAGE | {"chat": CHAT | chat} | changes}
    with suppress(Unreadable):
        event = READER.read(json.loads(json.dumps(update)), 1.0)
        if isinstance(event, Heard) and event.incoming:
            f"{event.incoming.text}{event.incoming.name}{event.incoming.press}{event.incoming.lane}".encode()


@given(JSON)
def test_any_update_is_read_or_unreadable(update: object) -> None:
    with suppress(Unreadable):
        READER.read(update, 1.0)


def read(**changes: object) -> Incoming:
    event = READER.read({"update_id": 1, "message": MESSAGE | changes}, 1.0)
    assert isinstance(event, Heard)
    assert event.incoming
    return event.incoming


@pytest.mark.parametrize(
    ("text", "addressed", "heard"),
    [
        ("/cet@my_bot 1", True, "/cet@my_bot 1"),
        ("@my_bot 帮助", True, "帮助"),
        ("帮助 @MY_BOT", True, "帮助"),
        ("@my_bots 帮助", False, "@my_bots 帮助"),
        ("/cet 1", False, "/cet 1"),
    ],
)
def test_in_a_group_who_names_the_bot_means_it(text: str, heard: str, *, addressed: bool) -> None:
    incoming = read(text=text, chat={"id": -5, "type": "supergroup"})
    assert (incoming.addressed, incoming.text) == (addressed, heard)


def test_half_of_a_pair_of_surrogates() -> None:
    assert read(text="a\ud800b").text == "a?b"


def test_another_bot_s_command_is_nothing() -> None:
    assert READER.read({"update_id": 1, "message": MESSAGE | {"text": "/cet@other_bot"}}, 1.0) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"from": {"id": 6, "is_bot": True, "first_name": "B"}},
        {"via_bot": {"id": 7}},
        {"chat": {"id": -9, "type": "channel"}},
        {"text": "", "new_chat_members": []},
    ],
)
def test_nobody_s_message_is_nothing(changes: dict[str, object]) -> None:
    """Of another bot, sent through us, of a channel, or of nobody."""
    assert READER.read({"update_id": 1, "message": MESSAGE | changes}, 1.0) is None


@pytest.mark.parametrize("kind", ["sticker", "voice", "location", "document", "photo"])
def test_what_has_no_words_is_still_a_message(kind: str) -> None:
    message = {name: value for name, value in MESSAGE.items() if name != "text"} | {kind: {}}
    event = READER.read({"update_id": 1, "message": message}, 1.0)
    assert isinstance(event, Heard)
    assert event.incoming
    assert (event.incoming.upload is not None) == (kind in ("document", "photo"))


def test_press_on_a_message_that_is_too_old_to_be_shown() -> None:
    """Telegram then sends only where it was."""
    query = {"id": "1", "from": {"id": 5}, "data": "/help", "message": {"chat": CHAT, "message_id": 3, "date": 0}}
    event = READER.read({"update_id": 1, "callback_query": query}, 1.0)
    assert isinstance(event, Heard)
    assert event.incoming
    assert (event.incoming.press, event.incoming.message, event.callback) == ("/help", "3", "1")


def test_member_of_a_private_chat() -> None:
    change = {"chat": CHAT, "from": {"id": 5}, "date": 1, "new_chat_member": {"status": "kicked"}}
    there = Address("telegram", "7", "private", "5")
    assert READER.read({"update_id": 1, "my_chat_member": change}, 1.0) == Reach(there, reachable=False)


async def test_odd_text_does_not_stop_the_others(fake: Fake, house: House, alice: Person) -> None:
    async with at_work(fake, house):
        fake.world.updates.put("message", {"message": MESSAGE | {"date": 10**400}})
        await alice.private.say("one")
        await house.got("one")
