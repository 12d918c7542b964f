"""What waits for one person and belongs together leaves as one message."""

from dataclasses import replace

import pytest

from bot.messages import Button, Outgoing
from bot.store.gathering import MOST, together
from bot.store.outbox import Parcel, Postponed
from bot.store.settled import NOTIFICATION, Sending
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, HERE
from tests.bot.store.test_outbox import put

SEE = Button("/grades", "查成绩")


def news(text: str, *, gathers: str = "account", options: tuple[Button, ...] = (SEE,)) -> Outgoing:
    return Outgoing(f"考试云\n{text}", options, strong=((0, 3), (4, 4 + len(text))), gathers=gathers)


def sending(key: str, wait_s: float = 0.0, **changes: object) -> Sending:
    told = replace(news(key), **changes)  # type: ignore[arg-type]  # the test's own
    return Sending(key, HERE, told, NOTIFICATION, wait_s)


async def claimed(store: Store) -> Parcel:
    (parcel,) = await store.parcels(ALL, 10)
    return parcel


async def texts(store: Store) -> list[str]:
    """What goes out, one after the other."""
    found = []
    while parcels := await store.parcels(ALL, 10):
        found += [parcel.outgoing.text for parcel in parcels]
        for parcel in parcels:
            await store.sent(parcel)
    return found


def test_under_one_heading() -> None:
    both = together(news("A"), news("B!"))
    assert both
    assert both.text == "考试云\nA\n\nB!"
    assert [both.text[begins:ends] for begins, ends in both.strong] == ["考试云", "A", "B!"]
    assert both.options == (SEE,)


def test_under_two_headings() -> None:
    both = together(news("A"), replace(news("B"), text="Kaoshiyun\nB", strong=((0, 9),)))
    assert both
    assert both.text == "考试云\nA\n\nKaoshiyun\nB"
    assert both.text[slice(*both.strong[-1])] == "Kaoshiyun"


def test_one_button_uncovers_both() -> None:
    covers = (Button(f"/reveal {text}", "查看", typed="查看") for text in ("A", "B"))
    one, other = (news(cover.id[-1], options=(cover, SEE)) for cover in covers)
    both = together(one, other)
    assert both
    assert [(each.id, each.typed) for each in both.options] == [("/reveal A B", "查看"), ("/grades", "")]


@pytest.mark.parametrize(
    "then",
    [
        news("B", gathers=""),
        news("B", gathers="another account"),
        replace(news("B"), personal=True),
        news("B" * MOST),
        news("B", options=(Button(f"/reveal {'B' * 60}", "查看"),)),
    ],
)
def test_apart(then: Outgoing) -> None:
    """What is another account's, too long, or can't be uncovered by one button."""
    assert together(replace(news("A"), options=(Button("/reveal A", "查看"),)), then) is None


async def test_one_message_of_all_that_wait(stores: Stores) -> None:
    """Once, whatever becomes of it; also with what is to wait a few seconds more."""
    store = await stores.store()
    await put(store, sending("A"), sending("B"), sending("C", wait_s=20), sending("later", wait_s=3600))
    first = await claimed(store)
    assert (first.key, first.outgoing.text) == ("A", "考试云\nA\n\nB\n\nC")
    await store.postpone(first, 0, Postponed.UNKNOWN)
    again = await claimed(store)
    assert (again.key, again.outgoing) == ("A", first.outgoing)
    await store.sent(again)
    assert await store.parcels(ALL, 10) == []
    await stores.change("update outbox set due = due - 3600")
    assert await texts(store) == ["考试云\nlater"]


async def test_what_may_have_been_sent_stays_as_it_was(stores: Stores) -> None:
    store = await stores.store()
    await put(store, sending("A"))
    await store.postpone(await claimed(store), 0, Postponed.UNKNOWN)
    await put(store, sending("B"))
    assert await texts(store) == ["考试云\nA", "考试云\nB"]


async def test_in_order(stores: Stores) -> None:
    """Nothing overtakes what stands between."""
    store = await stores.store()
    await put(store, sending("A"), sending("reminder", gathers=""), sending("B"))
    assert await texts(store) == ["考试云\nA", "考试云\nreminder", "考试云\nB"]
