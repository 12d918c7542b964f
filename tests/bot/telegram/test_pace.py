"""Who goes first, and what is not counted."""

from bot.budget import Pace
from bot.messages import Incoming, Outgoing
from bot.store.settled import ANSWER, NOTIFICATION
from tests.bot.store.conftest import Stores
from tests.bot.telegram.house import in_group, private, standing_still
from tests.bot.telegram.test_standing import put
from tests.botapi import Fake, Person

SLOW = Pace(per_second=0.5, per_chat=1, per_group_minute=18)


async def test_answers_go_before_notifications(fake: Fake, stores: Stores) -> None:
    """Of what waits for the platform's budget the notifications are left."""
    store = await stores.store()
    people = [private(fake.user(f"person{number}")) for number in range(4)]
    for number, (person, priority) in enumerate(zip(people, [NOTIFICATION, NOTIFICATION, ANSWER, ANSWER], strict=True)):
        await put(store, str(number), person, priority)
    first = await store.parcels("telegram/1000001/", 2)
    assert [parcel.key for parcel in first] == ["2", "3"]
    assert [parcel.key for parcel in await store.parcels("telegram/1000001/", 2)] == ["0", "1"]


async def test_answer_goes_before_a_notification_of_the_same_chat(fake: Fake, alice: Person, stores: Stores) -> None:
    store = await stores.store()
    await put(store, "notification", private(alice), NOTIFICATION)
    await put(store, "answer", private(alice), ANSWER)
    (first,) = await store.parcels("telegram/1000001/", 10)
    assert first.key == "answer"


async def test_what_is_not_counted(fake: Fake, alice: Person) -> None:
    """Answers to buttons, deletions, typing, questions about people."""
    group = fake.group("class", admins=[alice])
    said = await alice.private.say("x")
    asked = Incoming("1", in_group(group.chat.id), str(alice.id), 1.0)
    async with standing_still(fake, pace=SLOW) as telegram:
        room = telegram.budget.opens_in()
        await telegram._updates._answered("no such query")
        await telegram.delete(private(alice), str(said.id))
        await telegram.typing(private(alice))
        await telegram.private(asked)
        await telegram.runs_group(asked)
        assert telegram.budget.opens_in() == room
        assert telegram.budget.wait_s(str(alice.id), group=False) == 0
        assert len(fake.calls) == 5


async def test_announcement_is_counted(fake: Fake, alice: Person) -> None:
    async with standing_still(fake, pace=Pace(1.5, 1, 18)) as telegram:
        assert await telegram.announce("k", private(alice), "wait") or True
        before = telegram.budget.opens_in()
        await telegram.send("k", private(alice), Outgoing("x"))  # delivery counts it
        assert telegram.budget.opens_in() <= before
