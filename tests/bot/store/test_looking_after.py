"""What administrators see and do of the bot itself: figures, what was set aside, and who is banned."""

from bot.aims import Aim
from bot.changes import Ban, Change, DropDead, Link, RetryDead, SetLanguage, SetNotify, Unban, WatchFor
from bot.messages import Address, Outgoing
from bot.store.claiming import Claimed
from bot.store.settled import INTERRUPTED, Dead, Sending, Settled
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import person_of, said


async def come(store: Store, sender: str, text: str = "hi") -> Claimed:
    """A message, claimed."""
    await store.receive([said(text, sender=sender)])
    (claimed,) = await store.claim(1)
    return claimed


async def settled(store: Store, sender: str, *changes: Change) -> None:
    claimed = await come(store, sender)
    await store.settle(claimed.work, Settled(person_of(claimed), changes=changes))


async def test_banned_until_lifted(stores: Stores) -> None:
    store = await stores.store()
    handle = "web:bob"
    await settled(store, "boss", Ban(handle))
    claimed = await come(store, "bob")
    assert claimed.banned
    assert (await store.keeping.glances.asker(handle)).banned
    await store.settle(claimed.work, Settled(person_of(claimed)))
    await settled(store, "boss", Unban(handle))
    assert not (await come(store, "bob")).banned


async def test_ban_names_nobody(stores: Stores) -> None:
    store = await stores.store()
    await settled(store, "boss", Ban("telegram:1000"))
    ((who,),) = await stores.rows("select who from bans")
    assert "1000" not in str(who)


async def test_ban_holds_at_all_addresses_of_a_person(stores: Stores) -> None:
    store = await stores.store()
    bob = await come(store, "bob")
    handle, person, here = bob.work.incoming.handle, bob.person, bob.work.incoming.address.key
    await store.settle(bob.work, Settled(person_of(bob), changes=(SetLanguage("en"),)))
    await settled(store, "bobby", Link(person, handle, here))
    await settled(store, "boss", Ban(handle))
    assert (await come(store, "bobby")).banned


async def test_what_a_banned_person_watched_ends(stores: Stores) -> None:
    store = await stores.store()
    bob = await come(store, "bob")
    watch = WatchFor(Aim("kaoshiyun", "c3a001"), bob.work.incoming.address.key, "an account")
    await store.settle(bob.work, Settled(person_of(bob), changes=(watch,)))
    await settled(store, "boss", Ban(bob.work.incoming.handle))
    assert await stores.rows("select id from watches") == []


async def test_answer_that_was_set_aside_is_sent_once_more(stores: Stores) -> None:
    store = await stores.store()
    claimed = await come(store, "bob")
    there = claimed.work.incoming.address
    await store.settle(claimed.work, Settled(person_of(claimed), (Sending("k", there, Outgoing("hello")),)))
    (parcel,) = await store.parcels("", 1)
    await store.bury(parcel, "blocked")
    (dead,) = await store.keeping.dead.newest(5)
    assert (dead.box, dead.platform, dead.reason) == ("outbox", there.platform, "blocked")
    await settled(store, "boss", RetryDead(dead.id))
    (parcel,) = await store.parcels("", 1)
    assert parcel.outgoing.text == "hello"
    assert await store.keeping.dead.newest(5) == ()


async def test_message_that_was_set_aside_is_answered_once_more(stores: Stores) -> None:
    store = await stores.store()
    await buried(store, "bob", "begun three times without an end")
    await settled(store, "boss", RetryDead(0))
    (claimed,) = await store.claim(1)
    assert (claimed.work.incoming.text, claimed.work.begun) == ("/pay", 1)


async def test_interrupted_call_is_never_repeated(stores: Stores) -> None:
    store = await stores.store()
    await buried(store, "bob", INTERRUPTED)
    await settled(store, "boss", RetryDead(0))
    assert await store.claim(1) == []
    assert len(await store.keeping.dead.newest(5)) == 1
    await settled(store, "boss", DropDead(0))
    assert await store.keeping.dead.newest(5) == ()


async def buried(store: Store, sender: str, reason: str) -> None:
    claimed = await come(store, sender, "/pay")
    await store.settle(claimed.work, Settled(person_of(claimed), dead=Dead(reason, "abc234")))


async def test_figures(stores: Stores) -> None:
    store = await stores.store()
    await settled(store, "bob", SetLanguage("en"))
    await buried(store, "eve", "why ever")
    claimed = await come(store, "eve")
    later = Sending("k", Address("telegram", "7", "private", "1"), Outgoing("later"), wait_s=100)
    await store.settle(claimed.work, Settled(person_of(claimed), (later,)))
    await store.receive([said("waits")])
    waiting = await store.keeping.figures.waiting()
    assert waiting
    assert (waiting.depths["inbox"].rows, waiting.depths["inbox"].due) == (1, 1)
    assert waiting.depths["inbox"].late_s >= 0
    assert (waiting.depths["outbox"].rows, waiting.depths["outbox"].due, waiting.depths["outbox"].late_s) == (1, 0, 0)
    assert waiting.dead == {"inbox": 1}
    kept = await store.keeping.figures.kept()
    assert (kept.people, sum(kept.addresses.values())) == (1, 1)


async def test_everybody_once_where_notifications_go(stores: Stores) -> None:
    store = await stores.store()
    bob = await come(store, "bob")
    there = bob.work.incoming.address.key
    await store.settle(bob.work, Settled(person_of(bob), changes=(SetLanguage("en"), SetNotify(there))))
    await settled(store, "bobby", Link(bob.person, "web:bob", there))
    await settled(store, "eve", SetLanguage("en"))
    await settled(store, "mallory", SetLanguage("en"))
    await settled(store, "boss", Ban("web:mallory"))
    found = await store.keeping.people.everybody()
    assert {(each.handle, each.address) for each in found} == {("web:bob", there), ("web:eve", "")}
    assert await store.keeping.people.reached(bob.person) in found
    assert await store.keeping.people.reached("nobody") is None
