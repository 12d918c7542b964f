"""The polling loop: nothing is lost, nothing comes twice, and nothing ends it."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot.messages import Incoming
from bot.platforms.telegram.polling import Patience, poll
from tests.bot.telegram.house import House, Waits, at_work, calling
from tests.bot.telegram.servers import answering
from tests.botapi import Fake, Person, Poison


def offsets(fake: Fake) -> list[object]:
    return [call.params.get("offset") for call in fake.called("getUpdates") if call.status == 200]


async def test_batch_is_stored_before_the_offset_moves(fake: Fake, alice: Person) -> None:
    """Killed in between, the same updates come again."""
    stored, seen = asyncio.Event(), House()

    class Stuck(House):
        async def receive(self, messages: Sequence[Incoming]) -> None:
            await super().receive(messages)
            stored.set()
            await asyncio.Event().wait()

    for text in ("one", "two"):
        await alice.private.say(text)
    async with at_work(fake, Stuck()):
        await stored.wait()
    assert len(fake.world.updates.waiting) == 2
    async with at_work(fake, seen):
        await seen.got("one", "two")


async def test_offset_moves_once_a_batch_is_stored(fake: Fake, house: House, alice: Person) -> None:
    await alice.private.say("one")
    async with at_work(fake, house):
        await house.got("one")
        await alice.private.say("two")
        await house.got("one", "two")
    assert offsets(fake)[0] is None
    assert [each.text for each in house.incoming] == ["one", "two"]
    assert len(fake.world.updates.waiting) <= 1


async def test_store_that_fails_gets_the_same_updates_again(fake: Fake, house: House, alice: Person) -> None:
    house.failures, waits = 2, Waits()
    await alice.private.say("one")
    with capture_logs() as lines:
        async with at_work(fake, house, waits):
            await waits.past(0.5, 1.0)
            await house.got("one")
    assert offsets(fake)[:3] == [None, None, None]
    said = [line["event"] for line in lines]
    assert said.count("updates not stored") == 2
    assert "Telegram answers again" not in said  # it did all the time


@pytest.mark.parametrize("kind", list(Poison))
async def test_update_that_nobody_can_read_is_passed_over(
    fake: Fake, house: House, alice: Person, kind: Poison
) -> None:
    """Those before and after it in the same batch come; and so does what comes later."""
    await alice.private.say("before")
    fake.poison(kind, alice)
    await alice.private.say("after")
    async with at_work(fake, house):
        await house.bell.until(lambda: "after" in house.texts, 10)
        await alice.private.say("later")
        await house.bell.until(lambda: "later" in house.texts, 10)
    assert [text for text in house.texts if text != "poison"] == ["before", "after", "later"]
    assert fake.world.updates.polls <= 4  # it doesn't turn in circles


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("status", 401),
        ("status", 404),
        ("status", 409),
        ("status", 502),
        ("garbage", 0),
        ("truncated", 0),
        ("drop_before", 0),
        ("drop_after", 0),
    ],
)
async def test_outlives_a_burst(fake: Fake, house: House, alice: Person, fault: str, status: int) -> None:
    waits = Waits()
    await alice.private.say("one")
    async with at_work(fake, house, waits):
        await house.got("one")
        fake.fault(fault, "getUpdates", status=status, count=3)
        await alice.private.say("two")
        await waits.past(0.5, 1.0, 2.0)
        await house.got("one", "two")


async def test_waits_as_long_as_it_is_told(fake: Fake, house: House, alice: Person) -> None:
    waits = Waits()
    fake.fault("status", "getUpdates", status=429, retry_after=23, count=1)
    async with at_work(fake, house, waits):
        await waits.count(23.0)
        waits.over()
        await alice.private.say("one")
        await house.got("one")


async def test_waits_longer_each_time_and_says_it_once(fake: Fake, house: House) -> None:
    waits = Waits()
    with capture_logs() as lines:
        fake.fault("status", "getUpdates", status=502, count=7)
        async with at_work(fake, house, waits):
            await waits.past(0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
            await waits.count(30.0)
            waits.over()
            await alice_says(fake, house)
    events = [line["event"] for line in lines]
    assert events.count("no use of Telegram for now") == 1
    assert "Telegram answers again" in events


async def alice_says(fake: Fake, house: House) -> None:
    await fake.user("alice").private.say("one")
    await house.got("one")


async def test_token_that_nobody_knows_is_told_and_asked_for_again(fake: Fake, house: House, alice: Person) -> None:
    """At the start too: a proxy that is not up yet must not end the bot."""
    waits = Waits()
    fake.fault("status", "getMe", status=401, count=2)
    await alice.private.say("one")
    with capture_logs() as lines:
        async with at_work(fake, house, waits):
            await waits.past(0.5, 1.0)
            await house.got("one")
    (line,) = [line for line in lines if line["log_level"] == "error"]
    assert "platforms.telegram.token" in line["event"]


async def test_second_process_on_one_token_says_so(fake: Fake, alice: Person) -> None:
    one, two, waits = House(), House(), Waits()
    with capture_logs() as lines:
        async with at_work(fake, one, waits), at_work(fake, two, waits):
            await waits.count(0.5)
    (line, *_) = [line for line in lines if line["log_level"] == "error"]
    assert "another process asks for the updates of this bot" in line["event"]
    assert line["error"] == "Conflict"


RESULTS = ('[1, {"update_id": "x"}, null]', '[{"message": {}}]', '"x"', "null", "7", "{}")


@pytest.mark.parametrize("body", ["[]", '"x"', '{"ok":false}', *(f'{{"ok":true,"result":{each}}}' for each in RESULTS)])
async def test_server_that_answers_something_else_is_asked_at_a_walk(fake: Fake, house: House, body: str) -> None:
    walk = Waits()
    async with answering(200, body) as url:
        async with at_work(fake, house, walk, base_url=url):  # it doesn't even know its own name there
            await walk.past(0.5, 1.0, 2.0)
        async with calling(fake, base_url=url) as api:
            task = asyncio.create_task(poll(api, house.took, lambda: True, Patience(walk)))
            await walk.past(0.5, 1.0, 2.0)
            task.cancel()
    assert not house.incoming


async def test_names_the_updates_that_it_wants(fake: Fake, house: House) -> None:
    async with at_work(fake, house):
        await fake.world.bell.until(lambda: fake.world.updates.polls > 0, 10)
        assert fake.world.updates.allowed == {"message", "callback_query", "inline_query", "my_chat_member"}
