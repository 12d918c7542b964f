"""A basic group that becomes a supergroup has another id from then on."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.messages import Address, Incoming
from tests.bot.telegram.forms import ASKS, GROUP_SCHOOL, HELLO, SCHOOL
from tests.bot.telegram.house import House, at_work, becomes, change, in_group, rows, whole
from tests.botapi import Fake, Person


@pytest.mark.parametrize("told_by", ["service message", "error"])
async def test_settings_open_question_and_waiting_messages_go_along(
    fake: Fake, alice: Person, tmp_path: Path, told_by: str
) -> None:
    bob = fake.user("bob")
    group = fake.group("class", admins=[bob], basic=True)
    group.set_bot(bob, "administrator")
    hers, his = group.seat(alice), group.seat(bob)
    async with whole(tmp_path, fake, SCHOOL, GROUP_SCHOOL, ASKS, HELLO):
        await his.say("/theirs 重庆大学")
        await his.hears("kept")
        await hers.say("/asks")
        await hers.sees("what?")
        fake.fault("status", "sendMessage", status=401)
        await his.say("/hello")
        await becomes(tmp_path, "select tries, owner from outbox", [(1, None)])
        fake.world.faults.clear()
        wanted = fake.world.updates.allowed
        if told_by == "error":
            fake.world.updates.allowed = frozenset()  # the service message gets lost
        there = in_group(group.migrate(bob).id).key
        fake.world.updates.allowed = wanted
        if told_by == "service message":
            await becomes(tmp_path, "select lane from outbox", [(there,)])
        await change(tmp_path, "update outbox set due = 0")
        await his.hears("hello")
        await hers.say("this")
        await hers.sees("you said this")
        await hers.say("/school ?")
        await hers.sees("重庆大学")
        assert len([each for each in fake.called("sendMessage") if each.params["text"] == "hello"]) <= 2
        assert [message.text for message in group.chat.messages.values()].count("hello") == 1
    assert await rows(tmp_path, "select chat from chats") == [(there,)]


async def test_what_was_said_before_the_move_is_stored_before_it(fake: Fake) -> None:
    """In one batch of updates."""
    order: list[str] = []

    class Told(House):
        async def receive(self, messages: Sequence[Incoming]) -> None:
            order.append(f"{len(messages)} stored")

        async def moved(self, old: Address, new: Address) -> None:
            order.append("moved")
            await super().moved(old, new)

    bob, house = fake.user("bob"), Told()
    group = fake.group("class", admins=[bob], basic=True)
    await group.seat(bob).say(f"/hello@{fake.bot_name}")
    old, new = group.chat.id, group.migrate(bob).id
    async with at_work(fake, house):
        await house.bell.until(lambda: "moved" in order, 10)
    assert order == ["1 stored", "moved"]
    assert house.moves == [(in_group(old), in_group(new))]


async def test_budget_goes_along(fake: Fake, alice: Person, house: House) -> None:
    group = fake.group("class", admins=[alice], basic=True)
    async with at_work(fake, house) as telegram:
        for _message in range(10_000):
            telegram.budget.take(str(group.chat.id), group=True)
            telegram.budget.leaves_in()
        new = group.migrate(alice).id
        await house.bell.until(lambda: bool(house.moves), 10)
        assert telegram.budget.wait_s(str(new), group=True) > 50
