"""Watches of an account rest until somebody has mended it, and their people are told so once."""

import asyncio

from bot.aims import Aim
from bot.changes import Bind, StopWatching
from bot.messages import Outgoing
from bot.store.settled import NOTIFICATION, Seen, Sending
from bot.store.store import Store
from bot.store.watches import Due
from bot.watches import Watcher
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL
from tests.bot.store.test_accounts import account
from tests.bot.store.test_watches import EVERY, OTHER, holds, says, watch

REMINDERS = Aim(".exams", "linxiaowen")


async def two(store: Store, sender: str = "alice") -> str:
    """Somebody watches the grades and the exams of an account, and something else; the person's id."""
    alice, held = await holds(store, sender)
    await says(store, watch(REMINDERS, account=held), watch(OTHER), sender=sender)
    return alice


async def dues(store: Store) -> dict[Aim, Due]:
    return {each.aim: each for each in await store.looks.due(10)}


async def watching(store: Store, due: Due) -> tuple[Watcher, ...]:
    """Who watches this very aim, or all of its kind."""
    return due.watchers or await store.watches.holders(due.aim.kind, (), [account(store).id])


async def rests(store: Store, due: Due, key: str) -> Seen:
    """The account of everybody who watches is gone."""
    everybody = await watching(store, due)
    return Seen(600, paused=tuple((each, _told(each, f"{key}.{each.subject}")) for each in everybody))


def _told(watcher: Watcher, key: str) -> Sending:
    return Sending(key, watcher.address, Outgoing("gone"), NOTIFICATION)


async def told(store: Store) -> list[str]:
    """To whom something goes out."""
    found = []
    while parcels := await store.parcels(ALL, 10):
        for parcel in parcels:
            found.append(parcel.address.chat)
            await store.sent(parcel)
    return sorted(found)


async def test_all_of_the_account_rest(stores: Stores) -> None:
    """They stay, and are not looked at; what is of no account goes on."""
    store = await stores.store()
    alice = await two(store)
    claimed = await dues(store)
    await store.looks.ended(claimed[EVERY], await rests(store, claimed[EVERY], "gone"))
    for aim in (REMINDERS, OTHER):
        await store.looks.ended(claimed[aim], Seen(0))
    assert set(await dues(store)) == {OTHER}
    assert {each.aim: each.paused for each in await store.keeping.watches.of(alice)} == {EVERY: True, OTHER: False}


async def test_told_once_however_many_looks_find_it(stores: Stores) -> None:
    """Also where the word of the first one is sent by the time the second one ends."""
    store = await stores.store()
    await two(store)
    await holds(store, "bob")
    claimed = await dues(store)
    await store.looks.ended(claimed[EVERY], await rests(store, claimed[EVERY], "grades"))
    assert await told(store) == ["alice", "bob"]
    await store.looks.ended(claimed[REMINDERS], await rests(store, claimed[REMINDERS], "exams"))
    assert await told(store) == []


async def test_told_once_by_looks_that_end_together(stores: Stores) -> None:
    """In one transaction, or by two processes at the same moment."""
    one, other = await stores.store(), await stores.store("other")
    await two(one)
    claimed = await dues(one)
    seen = {aim: await rests(one, claimed[aim], aim.kind) for aim in (EVERY, REMINDERS)}
    await asyncio.gather(*(one.looks.ended(claimed[aim], each) for aim, each in seen.items()))
    assert len(await told(other)) == 1


async def test_bound_again_they_go_on_at_once(stores: Stores) -> None:
    """Everybody's who holds the account, since it is the same for all; and if it goes again, that is told again."""
    store = await stores.store()
    await two(store)
    await holds(store, "bob")
    claimed = await dues(store)
    await store.looks.ended(claimed[EVERY], await rests(store, claimed[EVERY], "gone"))
    await store.looks.ended(claimed[REMINDERS], Seen(600))
    assert await told(store) == ["alice", "bob"]
    await says(store, Bind(account(store)), sender="bob")
    again = await dues(store)
    assert len(await watching(store, again[EVERY])) == 2
    assert [each.subject for each in again[REMINDERS].watchers] == [claimed[REMINDERS].watchers[0].subject]
    await store.looks.ended(again[EVERY], await rests(store, again[EVERY], "gone"))
    assert await told(store) == ["alice", "bob"]


async def test_new_credit_wakes_them_too(stores: Stores) -> None:
    """However the message ends that brought it: by a login, or with another password."""
    store = await stores.store()
    await two(store)
    claimed = await dues(store)
    await store.looks.ended(claimed[EVERY], await rests(store, claimed[EVERY], "gone"))
    async with store.keeping.credits.of(account(store).id) as credit:
        await credit.keep("new")
    assert EVERY in await dues(store)


async def test_bind_that_mends_nothing_wakes_nobody(stores: Stores) -> None:
    store = await stores.store()
    await two(store)
    for due in (await dues(store)).values():
        await store.looks.ended(due, Seen(600))
    await says(store, Bind(account(store)))
    assert await dues(store) == {}


async def test_stopped_by_its_aim(stores: Stores) -> None:
    """As a submission is whose end was seen; another person's watch of it stays."""
    store = await stores.store()
    alice, bob = await says(store, watch(OTHER)), await says(store, watch(OTHER), sender="bob")
    await says(store, watch(EVERY), StopWatching(aim=OTHER))
    assert [each.aim for each in await store.keeping.watches.of(alice)] == [EVERY]
    assert [each.aim for each in await store.keeping.watches.of(bob)] == [OTHER]


async def test_watched_for_another_person(stores: Stores) -> None:
    """Somebody's account that was bound by an administrator's yes."""
    store = await stores.store()
    held = account(store)
    alice = store.persons.id_of("web:alice")
    bind = Bind(held, alice, "web:alice")
    boss = await says(store, bind, watch(EVERY, account=held.id, person=alice), sender="boss")
    assert [each.account for each in await store.keeping.watches.of(alice)] == [held.id]
    assert await store.keeping.watches.of(boss) == ()
    assert await stores.rows("select handle from addresses") == [("web:alice",)]
