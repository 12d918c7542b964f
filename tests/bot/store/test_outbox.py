"""What goes out: once for each key, in order for each address, tried again, or set aside."""

from bot.messages import Address, Outgoing
from bot.store.outbox import Parcel, Postponed
from bot.store.settled import NOTIFICATION, Sending, Settled
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, HERE, person_of, said


async def put(store: Store, *sendings: Sending) -> None:
    await store.receive([said("hi")])
    (claimed,) = await store.claim(1)
    await store.settle(claimed.work, Settled(person_of(claimed), replies=sendings))


def sending(key: str, priority: int = 0) -> Sending:
    return Sending(key, HERE, Outgoing(key), priority)


async def only(store: Store) -> Parcel:
    (parcel,) = await store.parcels(ALL, 10)
    return parcel


async def test_same_key_is_sent_once(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"))
    await put(store, sending("a"))
    await store.sent(await only(store))
    assert await store.parcels(ALL, 10) == []


async def test_one_after_the_other_at_an_address(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"), sending("b"))
    first = await only(store)
    assert await store.parcels(ALL, 10) == []
    await store.sent(first)
    assert (await only(store)).key == "b"


async def test_answers_overtake_notifications(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("news", NOTIFICATION), sending("answer"))
    assert (await only(store)).key == "answer"


async def test_answer_waits_for_the_notification_under_way(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("news", NOTIFICATION))
    news = await only(store)
    await put(store, sending("answer"))
    assert await store.parcels(ALL, 10) == []
    await store.sent(news)
    assert (await only(store)).key == "answer"


async def test_postponed_head_holds_back_its_address(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"), sending("b"))
    await store.postpone(await only(store), 60, Postponed.FAILED)
    assert await store.parcels(ALL, 10) == []
    await stores.change("update outbox set due = due - 61")
    again = await only(store)
    assert (again.key, again.tries, again.begun) == ("a", 1, 1)


async def test_unknown_outcome_is_remembered(stores: Stores) -> None:
    """A row that may have been sent says so to whoever tries it next."""
    store = await stores.store()
    await put(store, sending("a"))
    await store.postpone(await only(store), 0, Postponed.UNKNOWN)
    again = await only(store)
    assert (again.tries, again.begun) == (0, 2)


async def test_sure_failure_takes_back_no_doubt(stores: Stores) -> None:
    """Else a message that may have arrived would be sent again after each of them."""
    store = await stores.store()
    await put(store, sending("a"))
    await store.postpone(await only(store), 0, Postponed.UNKNOWN)
    await store.postpone(await only(store), 0, Postponed.FAILED)
    again = await only(store)
    assert (again.tries, again.begun) == (1, 2)


async def test_waiting_for_ones_turn_counts_as_nothing(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"))
    await store.postpone(await only(store), 0, Postponed.WAITED)
    again = await only(store)
    assert (again.tries, again.begun) == (0, 1)


async def test_each_platform_claims_its_own(stores: Stores) -> None:
    store = await stores.store()
    await put(store, Sending("a", Address("telegram", "7", "private", "1"), Outgoing("a")), sending("b"))
    assert [parcel.key for parcel in await store.parcels("telegram/7/", 10)] == ["a"]
    assert [parcel.key for parcel in await store.parcels(ALL, 10)] == ["b"]


async def test_gone_place_is_known_until_it_is_back(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"), sending("b"), sending("c"))
    first = await only(store)
    assert not first.gone
    await store.bury(first, "blocked", gone=True)
    second = await only(store)
    assert second.gone
    await store.standing(HERE, reachable=True)
    await store.sent(second)
    assert not (await only(store)).gone


async def test_what_has_arrived_brings_a_gone_place_back(stores: Stores) -> None:
    """Whoever came back while nobody could tell of it has been answered by then."""
    store = await stores.store()
    await put(store, sending("a"), sending("b"))
    await store.standing(HERE, reachable=False)
    first = await only(store)
    assert first.gone
    await store.sent(first)
    assert not (await only(store)).gone


async def test_buried_row_lets_the_next_one_go(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"), sending("b"))
    await store.bury(await only(store), "blocked")
    assert (await only(store)).key == "b"
    assert await stores.rows("select box, key, reason from dead") == [("outbox", "a", "blocked")]


async def test_row_that_can_not_be_opened_holds_up_nobody(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("a"), sending("b"))
    await stores.change("update outbox set payload = substr(payload, 1, 30) where key = 'a'")
    assert await store.parcels(ALL, 10) == []
    assert (await only(store)).key == "b"


async def test_a_key_that_comes_again_is_another_message(stores: Stores) -> None:
    """A watch that is begun anew counts its changes anew; a page must not put the later one in the other's place."""
    store = await stores.store()
    shown = []
    for ago_s in (60, 0):
        await put(store, sending("a"))
        await stores.change(f"update outbox set at = at - {ago_s}")
        first = await only(store)
        await store.postpone(first, 0, Postponed.UNKNOWN)
        again = await only(store)
        assert again.once == first.once
        shown.append(again.once)
        await store.sent(again)
    assert len(set(shown)) == 2
