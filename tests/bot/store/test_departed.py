"""Who blocked the bot is looked for no more, and forgotten after ninety days."""

from dataclasses import replace

from bot.store.store import Store
from bot.store.upkeep import Upkeep
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import GROUP, HERE
from tests.bot.store.test_watches import holds, only, says, soon, watch

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
    assert not await store.due(10)
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
