"""What comes in is stored once, claimed a lane at a time, and ends in one transaction."""

from dataclasses import replace

import pytest

from bot.changes import SetLanguage, SetSchool
from bot.conversation import Open
from bot.errors import LeaseLost
from bot.messages import Address, Outgoing
from bot.people import Counted, School
from bot.store import tables
from bot.store.history import History
from bot.store.settled import Counting, Dead, Keep, Sending, Settled
from bot.store.writer import Writer
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, GROUP, HERE, HOUR, answered, person_of, said

BOB = "bob"


async def test_second_delivery_changes_nothing(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi", update="1"), said("hi", update="1")])
    await store.receive([said("hi", update="1")])
    (claimed,) = await store.claim(10)
    await store.settle(claimed.work, Settled(person_of(claimed)))
    await store.receive([said("hi", update="1")])
    assert await store.claim(10) == []


async def test_one_message_of_a_lane_at_a_time(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("first"), said("second"), said("other", sender=BOB)])
    claimed = await store.claim(10)
    assert [one.work.incoming.text for one in claimed] == ["first", "other"]
    assert await store.claim(10) == []
    await store.settle(claimed[0].work, Settled(person_of(claimed[0])))
    assert [one.work.incoming.text for one in await store.claim(10)] == ["second"]


async def test_people_in_a_group_have_lanes_of_their_own(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("a", where=GROUP), said("b", where=GROUP, sender=BOB), said("c", where=GROUP)])
    assert [one.work.incoming.text for one in await store.claim(10)] == ["a", "b"]


async def test_claims_are_bounded(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi", sender=f"p{n}") for n in range(5)])
    assert len(await store.claim(3)) == 3
    assert len(await store.claim(3)) == 2


async def test_what_was_freed_is_claimed_again_and_remembers_it(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi")])
    for times in (1, 2, 3):
        (claimed,) = await store.claim(1)
        assert (claimed.work.begun, claimed.work.suspect) == (times, False)
        await store.free(claimed)
    (claimed,) = await store.claim(1)
    assert claimed.work.suspect


async def test_lost_lease_keeps_nothing(stores: Stores) -> None:
    """Whoever lost a message to another process writes nothing of its answer."""
    one, other = await stores.store("one"), await stores.store("other")
    await one.receive([said("hi")])
    (claimed,) = await one.claim(1)
    await one.free_all()
    (again,) = await other.claim(1)
    with pytest.raises(LeaseLost):
        await one.settle(claimed.work, answered(claimed))
    assert await other.parcels(ALL, 10) == []
    await other.settle(again.work, answered(again))
    assert len(await other.parcels(ALL, 10)) == 1


async def test_lease_runs_out(stores: Stores) -> None:
    one, other = await stores.store("one"), await stores.store("other")
    await one.receive([said("hi")])
    await one.claim(1)
    assert await other.claim(1) == []
    await stores.change("update inbox set until = until - 61")
    await other.renew()
    assert len(await other.claim(1)) == 1


async def test_renewed_lease_does_not_run_out(stores: Stores) -> None:
    one, other = await stores.store("one"), await stores.store("other")
    await one.receive([said("hi")])
    await one.claim(1)
    await stores.change("update inbox set until = until - 59")
    await one.renew()
    await stores.change("update inbox set until = until - 59")
    assert await other.claim(1) == []


async def test_end_is_one_transaction(stores: Stores) -> None:
    """Reply, conversation, setting and count are there together, and the message is gone."""
    store = await stores.store()
    await store.receive([said("hi"), said("more")])
    (claimed,) = await store.claim(1)
    person = person_of(claimed)
    counting = Counting(person.id, Counted(HOUR, "a ticket"))
    await store.settle(
        claimed.work,
        Settled(
            person,
            replies=(Sending(claimed.work.key, HERE, Outgoing("hello")),),
            conversations=(Keep(HERE.key, Open("cet", "name", {"ticket": "1"})),),
            changes=(SetLanguage("en"), SetSchool(School("广东", "韶关学院"))),
            counted=(counting, counting),
        ),
    )
    (parcel,) = await store.parcels(ALL, 10)
    assert (parcel.address, parcel.outgoing.text) == (HERE, "hello")
    (following,) = await store.claim(1)
    assert following.waiting
    assert following.waiting.open == Open("cet", "name", {"ticket": "1"})
    assert (following.known.language, following.known.school) == ("en", School("广东", "韶关学院"))
    assert following.counts == {(person.id, "lookup"): 1}
    assert await store.counted(counting)


async def test_history_knows_the_language_of_a_chat(stores: Stores) -> None:
    """The person's own, or the group's."""
    store = await stores.store()
    database = await stores.database()
    history = History(database, Writer(database.engines))
    assert await history.language(handle=said("hi").handle) is None
    await store.receive([said("hi"), said("hi", where=GROUP)])
    for claimed in await store.claim(2):
        group = claimed.work.incoming.address.group
        person = replace(person_of(claimed), group_admin=group)
        await store.settle(claimed.work, Settled(person, changes=(SetLanguage("zh_CN" if group else "en"),)))
    assert await history.language(handle=said("hi").handle) == "en"
    assert await history.language(handle=said("hi").handle, room="another") is None
    assert await history.language(handle=said("hi").handle, room=GROUP.key) == "zh_CN"


async def test_group_settings_are_the_groups(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi", where=GROUP), said("hi", where=GROUP, sender=BOB), said("hi")])
    first, *others = await store.claim(10)
    runs_it = replace(person_of(first), group_admin=True)
    await store.settle(first.work, Settled(runs_it, changes=(SetLanguage("en"),)))
    for one in others:
        await store.settle(one.work, Settled(person_of(one)))
    await store.receive([said("hi", where=GROUP, sender=BOB), said("hi")])
    in_group, alone = await store.claim(10)
    assert in_group.chat
    assert (in_group.chat.language, in_group.known.language, alone.known.language) == ("en", None, None)


async def test_what_a_member_says_is_not_the_groups(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi", where=GROUP)])
    (claimed,) = await store.claim(10)
    await store.settle(claimed.work, Settled(person_of(claimed), changes=(SetLanguage("en"),)))
    await store.receive([said("hi", where=GROUP)])
    (following,) = await store.claim(10)
    assert following.chat
    assert (following.chat.language, following.known.language) == (None, "en")


async def test_nobody_is_kept_for_writing(stores: Stores) -> None:
    """A person of whom nothing is to be kept has no row."""
    store = await stores.store()
    await store.receive([said("hi")])
    (claimed,) = await store.claim(1)
    await store.settle(claimed.work, answered(claimed))
    assert await stores.rows("select count(*) from persons") == [(0,)]


async def test_dead_message_is_kept_aside(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi")])
    (claimed,) = await store.claim(1)
    await store.settle(claimed.work, Settled(person_of(claimed), dead=Dead("why", "REF")))
    assert await store.claim(1) == []
    assert await stores.rows("select box, reason, reference from dead") == [("inbox", "why", "REF")]


async def test_message_that_can_not_be_opened_holds_up_nobody(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("broken"), said("fine")])
    await stores.change("update inbox set payload = substr(payload, 1, 30) where id = (select min(id) from inbox)")
    assert await store.claim(1) == []
    assert [one.work.incoming.text for one in await store.claim(1)] == ["fine"]
    assert await stores.rows("select box, reason from dead") == [("inbox", "KeyMissing")]


async def test_count_runs_out(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("hi")])
    (claimed,) = await store.claim(1)
    counting = Counting("somebody", Counted(HOUR, "a ticket"))
    await store.settle(claimed.work, Settled(person_of(claimed), counted=(counting,)))
    await stores.change("update counts set until = until - 3601")
    assert not await store.counted(counting)


async def test_call_that_began_is_remembered(stores: Stores) -> None:
    one, other = await stores.store("one"), await stores.store("other")
    await one.receive([said("hi")])
    (claimed,) = await one.claim(1)
    await one.calling(claimed.work)
    await other.free_all()
    (again,) = await other.claim(1)
    assert again.work.calling


async def test_nothing_personal_stands_in_the_open(stores: Stores) -> None:
    store = await stores.store()
    await store.receive([said("/cet 440530151110612 罗增榕")])
    (claimed,) = await store.claim(1)
    kept = Keep(HERE.key, Open("cet", "name", {"ticket": "440530151110612"}))
    await store.settle(claimed.work, Settled(person_of(claimed), conversations=(kept,)))
    for table in tables.metadata.sorted_tables:
        found = str(await stores.rows(f"select * from {table.name}"))
        assert "440530151110612" not in found
        assert "罗增榕" not in found


async def test_other_platforms_messages_wait(stores: Stores) -> None:
    """What came in on a platform that is switched off waits until it is on again."""
    store = await stores.store()
    telegram = Address("telegram", "", "private", "1000")
    await store.receive([said("hi", where=telegram), said("hello")])
    assert [one.work.incoming.text for one in await store.claim(10)] == ["hello"]
