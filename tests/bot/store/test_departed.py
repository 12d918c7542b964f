"""Who blocked the bot is looked for no more, and forgotten after ninety days."""

from dataclasses import replace

from bot.changes import Bind, Link, SetLanguage
from bot.messages import Outgoing
from bot.store.settled import NOTIFICATION, Sending
from bot.store.store import Store
from bot.store.upkeep import Upkeep
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, GROUP, HERE
from tests.bot.store.test_accounts import account
from tests.bot.store.test_watches import EXAM, holds, only, says, soon, watch

DAYS = 86400


async def upkeep(stores: Stores, store: Store) -> None:
    database = await stores.database()
    await store._writer.ask(Upkeep(database, conversation_s=1800, reading_s=600))


async def gone_since(stores: Stores, days: int) -> None:
    await stores.change(f"update gone set at = at - {days * DAYS}")


async def test_nobody_is_looked_for_where_nothing_arrives(stores: Stores) -> None:
    """And is again, once they are back."""
    store = await stores.store()
    _alice, held = await holds(store)
    await store.standing(HERE, reachable=False)
    assert not await store.looks.due(10)
    assert not await store.watches.holders("exam", (), [held])
    await store.standing(HERE, reachable=True)
    await soon(stores)
    await only(store)
    assert await store.watches.holders("exam", (), [held])


async def test_forgotten_after_a_while(stores: Stores) -> None:
    store = await stores.store()
    await holds(store, "alice")
    await holds(store, "bob")
    await store.standing(HERE, reachable=False)
    await gone_since(stores, 89)
    await upkeep(stores, store)
    assert len(await stores.rows("select id from persons")) == 2
    await gone_since(stores, 2)
    await upkeep(stores, store)
    assert await stores.rows("select handle from addresses") == [("web:bob",)]
    assert len(await stores.rows("select subject from watches")) == 1
    assert not await stores.rows("select lane from gone")


async def test_group_is_forgotten_with_its_topics(stores: Stores) -> None:
    store = await stores.store()
    await says(store, watch(where=GROUP), where=GROUP)
    topic = replace(GROUP, topic="7")
    await says(store, watch(where=topic), where=topic)
    await store.standing(GROUP, reachable=False)
    await gone_since(stores, 91)
    await upkeep(stores, store)
    assert not await stores.rows("select subject from watches")


async def test_nothing_is_left_of_a_group(stores: Stores) -> None:
    """Neither what was set, nor what it was told, nor what waits; another one whose name begins so stays."""
    store = await stores.store()
    other = replace(GROUP, chat="class2")
    for group in (GROUP, other):
        exam = watch(where=group, known=((EXAM, "5 grades"),))
        await says(store, exam, SetLanguage("en"), where=group)
        waiting = Sending(f"news {group.chat}", group, Outgoing("news"), NOTIFICATION, 3600)
        await store._writer.write(store.outbox.put(waiting))
    await store.standing(GROUP, reachable=False)
    await gone_since(stores, 91)
    await upkeep(stores, store)
    for column, table in (("chat", "chats"), ("account", "known"), ("lane", "outbox"), ("subject", "watches")):
        assert await stores.rows(f"select {column} from {table}") == [(other.key,)]


async def test_who_comes_back_in_time_is_remembered(stores: Stores) -> None:
    """And the ninety days begin anew the next time."""
    store = await stores.store()
    await holds(store)
    await store.standing(HERE, reachable=False)
    await gone_since(stores, 80)
    await store.standing(HERE, reachable=True)
    await store.standing(HERE, reachable=False)
    await gone_since(stores, 80)
    await upkeep(stores, store)
    assert len(await stores.rows("select subject from watches")) == 1


async def test_group_goes_on_without_who_let_it_watch(stores: Stores) -> None:
    """It is the group's watch, whoever asked for it."""
    store = await stores.store()
    await says(store, watch(where=GROUP), where=GROUP)
    await holds(store)
    await store.standing(HERE, reachable=False)
    claimed = {each.aim: [watcher.address for watcher in each.watchers] for each in await store.looks.due(10)}
    assert claimed == {EXAM: [GROUP]}


async def test_what_waits_for_who_is_gone_is_not_sent(stores: Stores) -> None:
    """Delivery is told, and sets it aside."""
    store = await stores.store()
    await store._writer.write(store.outbox.put(Sending("news", HERE, Outgoing("news"), NOTIFICATION)))
    await store.standing(HERE, reachable=False)
    (parcel,) = await store.parcels(ALL, 10)
    assert parcel.gone


async def test_one_of_two_linked_addresses(stores: Stores) -> None:
    """What was bound there goes with it; the other one stays."""
    store = await stores.store()
    await says(store, Bind(account(store, "s1")), sender="bob")
    bob = store.persons.id_of("web:bob")
    await says(store, Bind(account(store, "s2")), Link(bob, "web:bob", replace(HERE, chat="bob").key), sender="alice")
    await store.standing(HERE, reachable=False)
    await gone_since(stores, 91)
    await upkeep(stores, store)
    assert await stores.rows("select handle from addresses") == [("web:bob",)]
    assert await stores.rows("select handle from accounts") == [("web:bob",)]
