"""Batches, on both databases: each line is begun before its call, ended by whoever holds it, and gone at the end."""

import pytest

from bot.batches import End, Line, Standing
from bot.changes import BeginBatch, SteerBatch
from bot.errors import LeaseLost
from bot.messages import Address, Document, Outgoing
from bot.store.batches import Batch, Pause
from bot.store.settled import NOTIFICATION, Sending
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import HERE
from tests.bot.store.test_forgetting import forget
from tests.bot.store.test_watches import says

BEGIN = BeginBatch("grant", "WORD", tuple((number, {"user": f"user {number}"}) for number in (2, 3, 5)))
RESULT = Sending("batch.WORD.result", HERE, Outgoing("done", document=Document("r.csv", b"1")), NOTIFICATION)


async def only(store: Store) -> Batch:
    (batch,) = await store.batches.due(10)
    return batch


async def begun(store: Store, batch: Batch, most: int) -> tuple[Line, ...]:
    lines = await store.batches.next(batch, most)
    assert lines is not None
    return lines


async def standing(store: Store) -> Standing:
    found = await store.keeping.batches.standing("WORD", HERE.key)
    assert found
    return found


def ended(line: Line, end: End = End.DONE) -> Line:
    return Line(line.place, line.number, line.values, end, "why", {"code": "C"})


async def test_lines_are_done_in_order(stores: Stores) -> None:
    """Each once; what came of them is what the result is made of, and then nothing is left."""
    store = await stores.store()
    await says(store, BEGIN)
    batch = await only(store)
    assert (batch.kind, batch.address, batch.language, batch.stopped) == ("grant", HERE, "zh_CN", False)
    assert (await store.keeping.records.of("", "web:alice")).lines == {"grant": 3}
    assert (await store.keeping.records.of("", "web:bob")).lines == {}
    first, second = await begun(store, batch, 2)
    await store.batches.ended(batch, [ended(first), ended(second, End.WAITING)])
    assert (await standing(store)).ended == 1
    again, third = await begun(store, batch, 2)
    assert [each.number for each in (first, again, third)] == [2, 3, 5]
    await store.batches.ended(batch, [ended(again, End.REFUSED), ended(third, End.UNKNOWN)])
    assert await begun(store, batch, 2) == ()
    one, two, three = await store.batches.lines(batch)
    assert (one, two.end, three.end) == (ended(first), End.REFUSED, End.UNKNOWN)
    assert one.values == {"user": "user 2"}
    await store.batches.finished(batch, RESULT)
    assert await stores.rows("select word from batches union select batch from batch_rows") == []
    assert await stores.rows("select key from outbox") == [("batch.WORD.result",)]


async def test_line_that_was_cut_off(stores: Stores) -> None:
    """Whoever lost the batch meanwhile writes nothing more of it."""
    one, two = await stores.store("one"), await stores.store("two")
    await says(one, BEGIN)
    lost = await only(one)
    (line,) = await begun(one, lost, 1)
    await stores.change("update batches set owner = null, until = null")
    batch = await only(two)
    await two.batches.cut_off(batch, End.UNKNOWN)
    await one.batches.ended(lost, [ended(line)])
    for writing in (one.batches.next(lost, 1), one.batches.paused(lost, Pause()), one.batches.finished(lost, RESULT)):
        with pytest.raises(LeaseLost):
            await writing
    assert (await standing(two)).counts == {End.UNKNOWN: 1, End.WAITING: 2}
    assert [each.number for each in await begun(two, batch, 5)] == [3, 5]
    assert await stores.rows("select key from outbox") == []


async def test_stopped_and_resumed(stores: Stores) -> None:
    """By its own chat alone. What is under way is told at its next line."""
    store = await stores.store()
    await says(store, BEGIN)
    batch = await only(store)
    await says(store, SteerBatch("WORD", "stop"), sender="bob", where=Address("web", "", "private", "bob"))
    assert await begun(store, batch, 1)
    await says(store, SteerBatch("WORD", "stop"))
    assert await store.batches.next(batch, 1) is None
    await store.batches.paused(batch, Pause(shown="message"))
    assert await store.batches.due(10) == []
    await says(store, SteerBatch("WORD", "resume"))
    resumed = await only(store)
    assert (resumed.stopped, resumed.shown) == (False, "message")


async def test_ended_as_it_stands(stores: Stores) -> None:
    """By the button, and by itself a week after it was stopped."""
    store = await stores.store()
    await says(store, BEGIN, SteerBatch("WORD", "stop"))
    assert await store.batches.due(10) == []
    await stores.change("update batches set due = due - 7 * 86400 - 1")
    assert (await only(store)).stopped
    await store.free_all()
    await says(store, SteerBatch("WORD", "end"))
    assert (await only(store)).stopped


async def test_forgotten(stores: Stores) -> None:
    """What was being worked off goes with who asked for it, and its result comes to nobody."""
    store = await stores.store()
    await says(store, BEGIN)
    batch = await only(store)
    await begun(store, batch, 1)
    await forget(store, "alice")
    assert await stores.rows("select word from batches union select batch from batch_rows") == []
    with pytest.raises(LeaseLost):
        await store.batches.finished(batch, RESULT)
