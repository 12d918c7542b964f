"""Those who wait for something that is announced: each gets a turn, on both databases."""

from datetime import timedelta

from bot.aims import Aim
from bot.changes import Announce
from bot.store.settled import Seen
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.test_watches import says, watch

JUNE, DECEMBER = "2026-06", "2026-12"
ASLEEP_S = 1e9
OUT = Announce("cet", "announced", DECEMBER, timedelta(days=3), apart_s=40.0, soon_s=60.0)


async def waiting(store: Store, *names: str, topic: str = DECEMBER) -> None:
    for name in names:
        await says(store, watch(Aim("cet", name), wait_s=ASLEEP_S, topic=topic), sender=name)


async def test_turns(stores: Stores) -> None:
    """In the order in which they began to wait; whose turn is later than soon is looked at now, to be told when."""
    store = await stores.store()
    await waiting(store, "ann", "bob", "cai", "dan")
    await waiting(store, "eve", topic=JUNE)
    assert await store.looks.due(10) == []
    await says(store, OUT)
    due = {each.aim.part: each for each in await store.looks.due(10)}
    assert set(due) == {"ann", "cai", "dan"}
    assert [round(each.turn_s, -1) for each in due.values() if each.turn_s is not None] == [0, 80, 120]
    await stores.change("update aims set due = due - 40, turn = turn - 40")
    (bob,) = await store.looks.due(10)
    assert bob.aim.part == "bob"
    assert bob.turn_s is not None
    assert -30 < bob.turn_s <= 0


async def test_announced_again(stores: Stores) -> None:
    store = await stores.store()
    await waiting(store, "ann", "bob")
    for _time in range(2):
        await says(store, OUT)
        await stores.change("update aims set due = due - 100, turn = turn - 100")
    assert len(await store.looks.due(10)) == 2


async def test_announced_twice(stores: Stores) -> None:
    """As by two administrators: who was told when keeps the turn, and is not told again."""
    store = await stores.store()
    await waiting(store, "ann", "bob", "eve", "dan")
    await says(store, OUT)
    for each in await store.looks.due(10):
        await store.looks.ended(each, Seen(max(each.turn_s or 0.0, 0.0)))
    await says(store, OUT)
    assert [each.aim.part for each in await store.looks.due(10)] == ["ann"]  # who had it


async def test_late(stores: Stores) -> None:
    store = await stores.store()
    await waiting(store, "ann")
    await says(store, OUT)
    await stores.change("update aims set due = due - 600")
    (ann,) = await store.looks.due(10)
    assert 600 <= ann.late_s < 660


async def test_counted(stores: Stores) -> None:
    store = await stores.store()
    line = store.keeping.line
    await waiting(store, "ann", "bob")
    await waiting(store, "eve", topic=JUNE)
    await says(store, watch(Aim("cet-soon", "/cet"), wait_s=180))
    assert [await line.waiting("cet", topic) for topic in (JUNE, DECEMBER)] == [1, 2]
    assert await line.awake(("cet", "cet-soon")) == 1
    await says(store, OUT)
    assert await line.awake(("cet", "cet-soon")) == 3
