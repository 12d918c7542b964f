"""Groups, with privacy mode on and the bot an ordinary member."""

from pathlib import Path

import pytest

from tests.bot.telegram.forms import ALONE, ASKS, HELLO, OURS, RESULT
from tests.bot.telegram.house import House, at_work, rows, whole
from tests.botapi import Fake, Group, Person


@pytest.fixture
def bob(fake: Fake) -> Person:
    return fake.user("bob")


@pytest.fixture
def group(fake: Fake, bob: Person) -> Group:
    """Bob runs it; Alice is in it."""
    return fake.group("class", admins=[bob])


async def test_command_to_the_bot_is_heard(fake: Fake, alice: Person, group: Group, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, HELLO):
        for text in (f"/hello@{fake.bot_name}", f"/hello@{fake.bot_name.upper()}"):
            said = await group.seat(alice).say(text)
            assert (await group.seat(alice).hears("hello")).reply_to == said.id


async def test_plain_command_is_heard_once_privacy_lets_it(
    fake: Fake, alice: Person, group: Group, tmp_path: Path
) -> None:
    async with whole(tmp_path, fake, HELLO):
        await group.seat(alice).say("/hello")
        await group.seat(alice).say(f"/hello@{fake.bot_name}")
        await group.seat(alice).hears("hello")
        await group.seat(alice).say("/hello")
        await group.seat(alice).hears("hello")
        assert len(group.chat.sent) == 2


async def test_other_bots_commands_are_theirs(fake: Fake, alice: Person, group: Group, tmp_path: Path) -> None:
    """Even where the bot reads everything, as an administrator does."""
    group.set_bot(alice, "administrator")
    async with whole(tmp_path, fake, HELLO):
        for text in ("/hello@other_bot", "/settings@other_bot", "/settings", "hello", "你好"):
            await group.seat(alice).say(text)
        await group.seat(alice).say("/hello")
        await group.seat(alice).hears("hello")
        assert len(group.chat.sent) == 1


async def test_unknown_command_to_the_bot_is_told(fake: Fake, alice: Person, group: Group, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, HELLO):
        await group.seat(alice).say(f"/settings@{fake.bot_name}")
        await group.seat(alice).hears("没有这个命令")


async def test_question_opens_a_reply_and_the_reply_is_the_answer(
    fake: Fake, alice: Person, bob: Person, group: Group, tmp_path: Path
) -> None:
    async with whole(tmp_path, fake, ASKS):
        said = await group.seat(alice).say(f"/asks@{fake.bot_name}")
        question = await group.seat(alice).hears("what?")
        assert question.reply_to == said.id  # so that of all members only she is asked
        assert question.asks_reply
        assert question.markup
        assert question.markup["selective"] is True
        await group.seat(bob).say("not me", reply_to=question)
        answer = await group.seat(alice).say("this", reply_to=question)
        heard = await group.seat(alice).sees("you said")
        assert (heard.text, heard.reply_to, heard.asks_reply) == ("you said this", answer.id, False)


async def test_topic_is_echoed_and_a_conversation_of_its_own(
    fake: Fake, alice: Person, bob: Person, tmp_path: Path
) -> None:
    forum = fake.group("forum", admins=[bob], forum=True)
    one, two = forum.open_topic(bob, "one"), forum.open_topic(bob, "two")
    async with whole(tmp_path, fake, ASKS, HELLO):
        seat = forum.seat(alice)
        await seat.say(f"/asks@{fake.bot_name}", topic=one)
        question = await seat.hears("what?")
        await seat.say(f"/hello@{fake.bot_name}", topic=two)
        assert (await seat.hears("hello")).topic == two
        await seat.say("this", reply_to=question, topic=one)
        answer = await seat.hears("you said this")
        assert (question.topic, answer.topic) == (one, one)


async def test_personal_answer_goes_to_the_private_chat(
    fake: Fake, alice: Person, group: Group, tmp_path: Path
) -> None:
    await alice.private.say("/start")
    async with whole(tmp_path, fake, RESULT):
        await alice.private.hears()
        await group.seat(alice).say(f"/result@{fake.bot_name}")
        await group.seat(alice).hears("私聊")
        await alice.private.hears("515")
        assert all("515" not in message.text for message in group.chat.messages.values())


@pytest.mark.parametrize("blocked", [False, True])
async def test_who_can_not_be_written_to_gets_the_link(
    fake: Fake, alice: Person, group: Group, tmp_path: Path, *, blocked: bool
) -> None:
    if blocked:
        await alice.private.say("/start")
        alice.block()
    async with whole(tmp_path, fake, RESULT, ALONE):
        await group.seat(alice).say(f"/result@{fake.bot_name}")
        await group.seat(alice).hears(f"https://t.me/{fake.bot_name}")
        await group.seat(alice).say(f"/alone@{fake.bot_name}")
        await group.seat(alice).hears(f"https://t.me/{fake.bot_name}")
        assert not alice.private.unheard()
    assert await rows(tmp_path, "select lane from conversations") == []


async def test_administrators_are_asked_for(
    fake: Fake, alice: Person, bob: Person, group: Group, tmp_path: Path
) -> None:
    async with whole(tmp_path, fake, OURS):
        for _twice in range(2):
            await group.seat(alice).say(f"/ours@{fake.bot_name}")
            await group.seat(alice).hears("群管理员")
            await group.seat(bob).say(f"/ours@{fake.bot_name}")
            await group.seat(alice).hears("changed")
            group.promote(alice)
            await group.seat(alice).say(f"/ours@{fake.bot_name}")
            await group.seat(alice).hears("changed")
            group.chat.members[alice.id].status = "member"
    assert fake.called("getChatMember")


async def test_nobody_runs_a_group_that_telegram_says_nothing_of(
    fake: Fake, bob: Person, group: Group, tmp_path: Path
) -> None:
    fake.fault("status", "getChatMember", status=502)
    async with whole(tmp_path, fake, OURS):
        await group.seat(bob).say(f"/ours@{fake.bot_name}")
        await group.seat(bob).hears("群管理员")


async def test_hidden_administrator_runs_the_group_and_has_no_private_chat(
    fake: Fake, group: Group, tmp_path: Path
) -> None:
    """Who writes as the group itself is one of its administrators, and nobody knows which."""
    chat = group.chat

    def say(text: str) -> None:
        anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
        message = {"message_id": 900, "from": anonymous, "sender_chat": chat.told(), "chat": chat.told()}
        fake.world.updates.put("message", {"message": {**message, "date": fake.world.now, "text": text}})

    async with whole(tmp_path, fake, OURS, RESULT):
        seat = group.seat(fake.user("carol"))
        say(f"/ours@{fake.bot_name}")
        await seat.hears("changed")
        say(f"/result@{fake.bot_name}")
        await seat.hears(f"https://t.me/{fake.bot_name}")
    assert not fake.called("getChatMember")


async def test_channel_that_writes_in_a_group_is_nobody(fake: Fake, group: Group, house: House) -> None:
    channel = {"id": -1009, "type": "channel", "title": "news"}
    message = {"message_id": 900, "sender_chat": channel, "chat": group.chat.told(), "date": 1, "text": "/hello"}
    async with at_work(fake, house):
        fake.world.updates.put("message", {"message": message})
        await fake.user("alice").private.say("one")
        await house.got("one")
