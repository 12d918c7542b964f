"""What is watched, on both databases: claimed by one process at a time, sealed, and gone with the last who watches."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.aims import WHOLE, Aim, Quiet
from bot.changes import (
    Bind,
    Change,
    SetLanguage,
    SetQuiet,
    SetRemind,
    SetSpoiler,
    StopWatching,
    Suspend,
    Unbind,
    WatchFor,
)
from bot.errors import LeaseLost
from bot.messages import Address, Outgoing
from bot.store.settled import NOTIFICATION, NewToken, Seen, Sending, Settled
from bot.store.store import Store
from bot.store.telling import key_of
from bot.store.upkeep import Upkeep
from bot.store.watches import Due
from bot.watches import COVER
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import ALL, GROUP, HERE, person_of, said
from tests.bot.store.test_accounts import account
from tests.bot.store.test_forgetting import forget

EXAM, OTHER = Aim("exam", "d7310f"), Aim("exam", "e00001")
EVERY = Aim("exam", WHOLE)
REMINDERS = Aim(".exams", "d7310f")
TABLES = ("aims", "watches", "known")
NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


async def says(store: Store, *changes: Change, sender: str = "alice", where: Address | None = None) -> str:
    """Somebody's message that ends so, in a group by its administrator; the person's id."""
    await store.receive([said("a line", sender=sender, where=where)])
    (claimed,) = await store.claim(1)
    person = replace(person_of(claimed), address=claimed.work.incoming.address.key, group_admin=where is not None)
    await store.settle(claimed.work, Settled(person, changes=changes))
    return claimed.person


def watch(aim: Aim = EXAM, where: Address = HERE, account: str = "", **changes: object) -> WatchFor:
    return replace(WatchFor(aim, where.key, account), **changes)  # type: ignore[arg-type]  # the test's own


async def holds(store: Store, sender: str = "alice", *, known: str = "") -> tuple[str, str]:
    """Somebody binds an account and watches it; the ids of both."""
    held = account(store)
    wanted = watch(EVERY, replace(HERE, chat=sender), held.id, known=((EXAM, known),) if known else ())
    return await says(store, Bind(held), wanted, sender=sender), held.id


async def only(store: Store) -> Due:
    (due,) = await store.looks.due(10)
    return due


async def soon(stores: Stores) -> None:
    await stores.change("update aims set due = 0")


async def counts(stores: Stores) -> dict[str, object]:
    return {table: (await stores.rows(f"select count(*) from {table}"))[0][0] for table in TABLES}


async def test_watched_twice_is_one_watch(stores: Stores) -> None:
    """What was rested goes on, and is told where it was said last."""
    store = await stores.store()
    alice, account_id = await holds(store)
    await store.looks.ended(await only(store), Seen(600))
    await stores.change("update watches set paused = true")
    await says(store, watch(EVERY, replace(HERE, bot="7"), account_id))
    [held] = await store.keeping.watches.of(alice)
    assert (held.aim, held.account, held.paused) == (EVERY, account_id, False)
    await soon(stores)
    assert (await only(store)).aim == EVERY
    assert [each.address.bot for each in await store.watches.holders(EVERY.kind, (), [account_id])] == ["7"]


async def test_failures_are_counted_no_further_than_the_column_goes(stores: Stores) -> None:
    """An interval of a second, and a system that is away for a week."""
    store = await stores.store()
    await holds(store)
    await stores.change("update aims set failures = 32767")
    await store.looks.ended(await only(store), Seen(600, failed=True))
    await soon(stores)
    assert (await only(store)).failures == 32767


async def test_one_look_for_all_who_watch(stores: Stores) -> None:
    """An exam is everybody's who watches it or all exams; each with the own settings."""
    store = await stores.store()
    alice, held = await holds(store, known="10 points")
    await says(store, SetLanguage("en"), SetSpoiler(on=True), SetQuiet(Quiet(60, 120)))
    await says(store, SetQuiet(Quiet(0, 60)), SetLanguage("zh_CN"), watch(where=GROUP), sender="bob", where=GROUP)
    dues = {each.aim: each for each in await store.looks.due(10)}
    assert set(dues) == {EXAM, EVERY}
    (theirs,) = dues[EXAM].watchers
    (hers,) = await store.watches.holders("exam", (), [held, "another account"])
    assert (hers.subject, hers.language, hers.quiet, hers.covers) == (alice, "en", Quiet(60, 120), True)
    assert hers.account
    assert hers.account.id == held
    assert (theirs.subject, theirs.account, theirs.language) == (GROUP.key, None, "zh_CN")
    assert (theirs.quiet, theirs.covers) == (Quiet(0, 60), False)
    assert dues[EXAM].known == {held: "10 points"}
    assert dues[EVERY].watchers == ()  # of which there are many


async def test_holders_by_number(stores: Stores) -> None:
    """Everybody who watches all of a kind with one of these accounts, and nobody else."""
    store = await stores.store()
    held = account(store)
    whole = Aim("kaoshiyun", WHOLE)
    alice, bob = [
        await says(store, Bind(held), watch(whole, account=held.id), sender=each) for each in ("alice", "bob")
    ]
    other = account(store, "s000002")
    await says(store, Bind(other), watch(whole, account=other.id), sender="carol")
    await says(store, Bind(held), sender="dave")
    found = await store.watches.holders("kaoshiyun", ["s000001", "s000003"], ())
    assert [each.subject for each in found] == [alice, bob]
    assert await store.watches.holders("kaoshixing", ["s000001"], ()) == ()


async def test_beginning_does_not_hide_news_from_who_watches_already(stores: Stores) -> None:
    store = await stores.store()
    _alice, held = await holds(store, "alice", known="old")
    await holds(store, "bob", known="new")
    await says(store, watch())
    assert next(each for each in await store.looks.due(10) if each.aim == EXAM).known == {held: "old"}


@pytest.mark.parametrize("change", [SetRemind("30m"), SetQuiet(Quiet(60, 120))])
async def test_other_times_of_reminders_are_looked_at_soon(stores: Stores, change: Change) -> None:
    """And nothing else is, nor twice for who says so twice."""
    store = await stores.store()
    await says(store, watch(REMINDERS), watch(EXAM))
    for due in await store.looks.due(10):
        await store.looks.ended(due, Seen(3600))
    for _time in range(2):
        await says(store, change)
        assert await store.looks.due(10) == []
        await stores.change("update aims set due = due - 16")
    assert (await only(store)).aim == REMINDERS


async def test_stop_one_watch(stores: Stores) -> None:
    store = await stores.store()
    alice = await says(store, watch(EXAM), watch(OTHER))
    await says(store, watch(EXAM), sender="bob")
    first, second = await store.keeping.watches.of(alice)
    await says(store, StopWatching(second.id), sender="bob")  # not his
    await says(store, StopWatching(first.id))
    assert await store.keeping.watches.of(alice) == (second,)
    assert len(await stores.rows("select id from watches")) == 2


@pytest.mark.parametrize("by", ["stopping", "unbinding"])
async def test_stop_all_of_an_account(stores: Stores, by: str) -> None:
    store = await stores.store()
    alice, held = await holds(store)
    bob, _held = await holds(store, "bob")
    await says(store, watch(OTHER), watch(OTHER, account=held))
    await says(store, StopWatching(account=held) if by == "stopping" else Unbind(held))
    assert [(each.aim, each.account) for each in await store.keeping.watches.of(alice)] == [(OTHER, "")]
    assert [each.account for each in await store.keeping.watches.of(bob)] == [held]


async def test_group_stops_its_own(stores: Stores) -> None:
    store = await stores.store()
    alice = await says(store, watch())
    await says(store, watch(where=GROUP), where=GROUP)
    [theirs] = await store.keeping.watches.of(GROUP.key)
    await says(store, StopWatching(theirs.id), where=GROUP)
    assert await store.keeping.watches.of(GROUP.key) == ()
    assert len(await store.keeping.watches.of(alice)) == 1


async def test_nobody_is_kept_for_stopping(stores: Stores) -> None:
    store = await stores.store()
    await says(store, StopWatching(1))
    assert await stores.rows("select id from persons") == []


async def test_aim_that_nobody_watches_is_removed_at_its_next_claim(stores: Stores) -> None:
    store = await stores.store()
    alice = await says(store, watch(known=((EXAM, "something"),)))
    due = await only(store)
    await store.looks.ended(due, Seen(600, known={WHOLE: "of the aim itself"}))
    [held] = await store.keeping.watches.of(alice)
    await says(store, StopWatching(held.id))
    assert (await counts(stores))["aims"] == 1
    await soon(stores)
    assert await store.looks.due(10) == []
    assert await counts(stores) == {"aims": 0, "watches": 0, "known": 0}


async def test_known_goes_with_the_last_who_watches(stores: Stores) -> None:
    """Within a minute; what others watch stays, and what a group was told."""
    store = await stores.store()
    _alice, held = await holds(store, known="10 points")
    await holds(store, "bob")
    await says(store, watch(where=GROUP, known=((EXAM, "5 grades"),)), where=GROUP)
    upkeep = Upkeep(await stores.database(), conversation_s=1800, reading_s=600)
    for sender, left in (("alice", {held, GROUP.key}), ("bob", {GROUP.key})):
        await says(store, StopWatching(account=held), sender=sender)
        await (await stores.database()).engines.write(upkeep)
        assert {str(row[0]) for row in await stores.rows("select account from known")} == left


async def test_what_sleeps_goes_with_the_last_who_watches(stores: Stores) -> None:
    """It may sleep for months, and the ticket stands in it."""
    store = await stores.store()
    alice = await says(store, watch(topic="2026-12", wait_s=1e7))
    await says(store, watch(OTHER, topic="2026-12", wait_s=1e7), sender="bob")
    [held] = await store.keeping.watches.of(alice)
    await says(store, StopWatching(held.id))
    await (await stores.database()).engines.write(Upkeep(await stores.database(), conversation_s=1800, reading_s=600))
    assert await stores.rows("select lane from aims") == [(store.watches.lane(OTHER),)]


async def test_what_a_holder_was_told_goes_with_the_watch(stores: Stores) -> None:
    store = await stores.store()
    alice, held = await holds(store)
    bob, _held = await holds(store, "bob")
    await store.looks.ended(await only(store), Seen(0, known={f"{held}/{alice}": "told", f"{held}/{bob}": "told"}))
    await says(store, StopWatching(account=held))
    await (await stores.database()).engines.write(Upkeep(await stores.database(), conversation_s=1800, reading_s=600))
    assert await stores.rows("select account from known") == [(f"{held}/{bob}",)]


async def test_forgotten_person_leaves_no_row(stores: Stores) -> None:
    """Not even an aim, in which the ticket of a look-up stands; what others watch stays as it was."""
    store = await stores.store()
    await says(store, watch(where=GROUP, known=((EXAM, "5 grades"),)), where=GROUP, sender="bob")
    before = await counts(stores)
    await holds(store, known="10 points")
    await says(store, watch(Aim("cet-soon", "/cet 440530151110612 罗增榕")), watch(EXAM))
    assert await counts(stores) != before
    await forget(store, "alice")
    assert await counts(stores) == before


async def test_forgotten_person_leaves_what_another_holder_watches(stores: Stores) -> None:
    store = await stores.store()
    await holds(store, "bob", known="10 points")
    before = await counts(stores)
    await holds(store, "alice")
    await forget(store, "alice")
    assert await counts(stores) == before


async def test_account_that_is_not_theirs_to_see_is_not_looked_at(stores: Stores) -> None:
    store = await stores.store()
    alice, held = await holds(store)
    await says(store, Suspend(held, alice), sender="bob")
    assert await store.looks.due(10) == []


async def test_end_of_a_look_is_one_transaction(stores: Stores) -> None:
    """What is known, what is told, what else is to be looked at, and when again."""
    store = await stores.store()
    await says(store, watch())
    due = await only(store)
    told = Sending("news", HERE, Outgoing("news"), NOTIFICATION)
    await store.looks.ended(
        due, Seen(60, failed=True, known={"a": "1"}, told=((due.watchers[0], told),), aims=(OTHER, EXAM))
    )
    (parcel,) = await store.parcels(ALL, 10)
    assert parcel.outgoing.text == "news"
    assert await store.looks.due(10) == []  # nobody watches the other one
    await stores.change("update aims set due = due - 61")
    again = await only(store)
    assert (again.aim, again.failures, again.known) == (EXAM, 1, {"a": "1"})
    await store.looks.ended(again, Seen(0))
    assert (await only(store)).failures == 0


@pytest.mark.parametrize("how", ["unwatched", "unbound", "suspended", "forgotten"])
async def test_who_stops_while_a_look_is_under_way_is_told_nothing(stores: Stores, how: str) -> None:
    """An exam's look goes on for others."""
    store = await stores.store()
    alice, held = await holds(store)
    await says(store, watch(where=GROUP), sender="bob", where=GROUP)
    due = next(each for each in await store.looks.due(10) if each.aim == EXAM)
    (theirs,), (hers,) = due.watchers, await store.watches.holders("exam", (), [held])
    match how:
        case "unwatched":
            await says(store, StopWatching(account=held))
        case "unbound":
            await says(store, Unbind(held))
        case "suspended":
            await says(store, Suspend(held, alice), sender="bob")
        case _:
            await forget(store, "alice")
    await store.looks.ended(due, Seen(60, told=((hers, news("hers")), (theirs, news("theirs", where=GROUP)))))
    assert "hers" not in [each.key for each in await store.parcels(ALL, 10)]
    assert await stores.rows("select key from outbox where priority = 10") == [("theirs",)]


async def test_forgotten_while_a_look_is_under_way(stores: Stores) -> None:
    """No covered score is left behind a word."""
    store = await stores.store()
    alice, _held = await holds(store)
    await holds(store, "bob")
    bob = store.persons.id_of("web:bob")
    due = await only(store)
    await forget(store, "alice")
    covers = (NewToken(COVER, word, "86.5", timedelta(days=30)) for word in ("HERS", "HIS"))
    await store.looks.ended(due, Seen(60, tokens=tuple(zip(covers, (alice, bob), strict=True))))
    assert await stores.rows("select person from tokens") == [(bob,)]


@pytest.mark.parametrize("change", [Unbind, Suspend])
async def test_what_waits_goes_with_the_account_that_it_is_of(stores: Stores, change: type[Unbind | Suspend]) -> None:
    """As at night; what waits of another account stays."""
    store = await stores.store()
    alice, held = await holds(store)
    due, (watcher,) = await only(store), await store.watches.holders("exam", (), [held])
    keys = [key_of(due.lane, replace(watcher, account=replace(account(store), id=each)), "1") for each in "ab"]
    keys.append(key_of(due.lane, watcher, "1"))
    await store.looks.ended(due, Seen(60, told=tuple((watcher, news(key, 3600)) for key in keys)))
    if change is Suspend:
        await says(store, Suspend(held, alice), sender="bob")
    else:
        await says(store, Unbind(held))
    assert sorted(await stores.rows("select key from outbox")) == sorted((key,) for key in keys[:2])


async def test_many_changes_at_once(stores: Stores) -> None:
    """Each is in the key, and PostgreSQL has no index of a long one."""
    store = await stores.store()
    await says(store, watch())
    due = await only(store)
    key = key_of(due.lane, due.watchers[0], "+".join(sha256(bytes([each])).hexdigest() for each in range(200)))
    await store.looks.ended(due, Seen(600, told=((due.watchers[0], news(key)),)))
    assert len(await store.parcels(ALL, 10)) == 1


async def test_over_for_who_watched_when_it_was_looked_at(stores: Stores) -> None:
    """Who began during the look was told that news would come, and is told at the next one."""
    store = await stores.store()
    await says(store, watch())
    due = await only(store)
    await says(store, watch(where=GROUP), sender="bob", where=GROUP)
    await store.looks.ended(due, Seen(600, over=True))
    again = await only(store)
    assert [each.subject for each in again.watchers] == [GROUP.key]
    await store.looks.ended(again, Seen(600, over=True))
    assert await counts(stores) == dict.fromkeys(TABLES, 0)


async def test_over(stores: Stores) -> None:
    store = await stores.store()
    await says(store, watch())
    await says(store, watch(), sender="bob")
    await store.looks.ended(await only(store), Seen(0, over=True, known={"a": "1"}))
    assert await counts(stores) == {"aims": 0, "watches": 0, "known": 0}


async def test_claimed_by_one_process(stores: Stores) -> None:
    one, other = await stores.store("one"), await stores.store("other")
    await says(one, watch())
    await only(one)
    assert await other.looks.due(10) == []
    assert await one.looks.due(10) == []


async def test_claim_outlives_a_killed_process_by_its_lease(stores: Stores) -> None:
    one, other = await stores.store("one"), await stores.store("other")
    await says(one, watch())
    due = await only(one)
    await stores.change("update aims set until = until - 59")
    await one.renew()
    await stores.change("update aims set until = until - 59")
    await other.renew()
    assert await other.looks.due(10) == []
    await stores.change("update aims set until = until - 2")
    await other.renew()
    again = await only(other)
    told = Sending("news", HERE, Outgoing("news"), NOTIFICATION)
    with pytest.raises(LeaseLost):  # it was not killed, only slow: nothing of its look is written
        await one.looks.ended(due, Seen(60, known={"a": "1"}, told=((due.watchers[0], told),)))
    assert await other.parcels(ALL, 10) == []
    await other.looks.ended(again, Seen(60, told=((due.watchers[0], told),)))
    assert len(await other.parcels(ALL, 10)) == 1
    assert await stores.rows("select * from known") == []


async def test_given_back(stores: Stores) -> None:
    store = await stores.store()
    await says(store, watch())
    await store.looks.free(await only(store))
    assert (await only(store)).aim == EXAM


async def test_who_is_due_longest_goes_first(stores: Stores) -> None:
    """Else the first ones would be looked at again and again, and the last ones never."""
    store = await stores.store()
    await says(store, watch(EXAM), watch(OTHER))
    (first,) = await store.looks.due(1)
    await store.looks.ended(first, Seen(0))
    (second,) = await store.looks.due(1)
    assert {first.aim, second.aim} == {EXAM, OTHER}


async def test_nothing_in_clear(stores: Stores) -> None:
    """Neither whose, nor what, nor the grades."""
    store = await stores.store()
    aim = Aim("cet-soon", "/cet 440530151110612 罗增榕")
    await says(store, watch(aim, known=((aim, "a score of 612"),)))
    (due,) = await store.looks.due(1)
    await store.looks.ended(due, Seen(0, known={"a": "a score of 613"}))
    for table in TABLES:
        for row in await stores.rows(f"select * from {table}"):
            shown = b" ".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
            assert not [word for word in ("440530151110612", "罗增榕", "a score") if word.encode() in shown]
    assert "440530151110612" not in repr(due)


async def test_unreadable_aim_goes(stores: Stores) -> None:
    store = await stores.store()
    await says(store, watch())
    await stores.change("update aims set sealed = substr(sealed, 1, 20)")
    assert await store.looks.due(10) == []
    assert await counts(stores) == {"aims": 0, "watches": 0, "known": 0}


async def test_group_that_moves_takes_its_watches_along(stores: Stores) -> None:
    """With what it was told; told twice of the move, nothing changes."""
    store = await stores.store()
    new = replace(GROUP, chat="new/class")
    topic, there = replace(GROUP, topic="5"), replace(new, topic="5")
    await says(store, watch(where=topic, known=((EXAM, "5 grades"),)), where=topic)
    await says(store, watch(where=there), where=there)
    alice = await says(store, watch())
    for _time in range(2):
        await store.moved(GROUP, new)
    assert await store.keeping.watches.of(topic.key) == ()
    due = await only(store)
    assert {(each.subject, each.address) for each in due.watchers} == {(there.key, there), (alice, HERE)}
    assert due.known == {there.key: "5 grades"}


def news(key: str = "news", wait_s: float = 0.0, where: Address = HERE) -> Sending:
    return Sending(key, where, Outgoing(key), NOTIFICATION, wait_s)


async def tells(store: Store, *sendings: Sending) -> None:
    """A look that ends so."""
    await says(store, watch(OTHER))
    (due,) = await store.looks.due(1)
    await store.looks.ended(due, Seen(600, told=tuple((due.watchers[0], each) for each in sendings)))


async def test_notification_waits_for_quiet_hours_to_end(stores: Stores) -> None:
    store = await stores.store()
    hours = Quiet.parse("23:00-07:00")
    assert hours
    await tells(store, news(wait_s=hours.left_s(NIGHT)))
    assert await store.parcels(ALL, 10) == []
    await stores.change("update outbox set due = due - 7.4 * 3600")
    assert await store.parcels(ALL, 10) == []
    await stores.change("update outbox set due = due - 0.2 * 3600")
    assert [each.key for each in await store.parcels(ALL, 10)] == ["news"]


async def test_answers_overtake_what_waits(stores: Stores) -> None:
    store = await stores.store()
    await tells(store, news(wait_s=3600))
    await store.receive([said("hi")])
    (claimed,) = await store.claim(1)
    await store.settle(claimed.work, Settled(person_of(claimed), replies=(Sending("answer", HERE, Outgoing("x")),)))
    (answer,) = await store.parcels(ALL, 10)
    assert answer.key == "answer"
    await store.sent(answer)
    assert await store.parcels(ALL, 10) == []


async def test_ending_quiet_hours_lets_out_what_waited(stores: Stores) -> None:
    """Not of anybody else, be their name ever so like it."""
    store = await stores.store()
    bob = replace(HERE, chat="bob")
    mine = replace(news("hers", 3600), quiet=Quiet(0, 60))
    await tells(store, mine, news("his", 3600, bob), news("like it", 3600, replace(HERE, chat="ablice")))
    await says(store, SetQuiet(None), sender="a_lice")
    assert await store.parcels(ALL, 10) == []
    await says(store, SetQuiet(None))
    assert [(each.key, each.quiet) for each in await store.parcels(ALL, 10)] == [("hers", None)]


async def test_ending_quiet_hours_lets_out_what_waited_elsewhere(stores: Stores) -> None:
    """At each of the person's addresses, whichever bot tells there."""
    store = await stores.store()
    alice = await says(store, SetQuiet(Quiet.parse("22:00-07:00")))
    await stores.change(f"insert into addresses (handle, person) values ('telegram:1000', '{alice}')")
    there = Address("telegram", "7", "private", "1000")
    await tells(store, news("here", 3600), news("there", 3600, there), news("other", 3600, replace(there, chat="1001")))
    await says(store, SetQuiet(None))
    assert [each.key for each in await store.parcels(ALL, 10)] == ["here"]
    assert [each.key for each in await store.parcels("telegram/7/", 10)] == ["there"]


async def test_other_quiet_hours_hold_what_waited_to_their_own_end(stores: Stores) -> None:
    """`messages.person_of` speaks at midnight."""
    store = await stores.store()
    await tells(store, news(wait_s=7 * 3600))
    await says(store, SetQuiet(Quiet.parse("22:00-00:10")))
    assert await store.parcels(ALL, 10) == []
    await stores.change("update outbox set due = due - 601")
    assert [(each.key, str(each.quiet)) for each in await store.parcels(ALL, 10)] == [("news", "22:00-00:10")]


async def test_quiet_hours_of_a_group_are_its_own(stores: Stores) -> None:
    store = await stores.store()
    await tells(store, news("hers", 3600), news("theirs", 3600, GROUP))
    await says(store, SetQuiet(None), where=GROUP)
    assert [each.key for each in await store.parcels(ALL, 10)] == ["theirs"]
