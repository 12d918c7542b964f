"""One person on several platforms, on both databases: linked, parted, forgotten."""

from dataclasses import replace

from bot.aims import Aim
from bot.changes import Bind, Change, Forget, Link, SetLanguage, SetNotify, Unbind, Unlink, WatchFor
from bot.messages import Address, Outgoing
from bot.people import Account
from bot.store.claiming import Claimed
from bot.store.settled import NOTIFICATION, Seen, Sending, Settled
from bot.store.store import Store
from bot.store.telling import key_of
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import person_of, said


def account(store: Store, number: str) -> Account:
    return Account(store.keeping.accounts.id_of("kaoshiyun", number), "kaoshiyun", number, "林晓雯")


def chat(sender: str) -> str:
    return Address("web", "", "private", sender).key


async def says(store: Store, sender: str, *changes: Change) -> Claimed:
    """Somebody's message that ends so; what the next one is claimed with."""
    for taken in (changes, ()):
        await store.receive([said("a line", sender=sender)])
        [claimed] = await store.claim(1)
        person = replace(person_of(claimed), address=chat(sender), notify=claimed.known.notify or "")
        await store.settle(claimed.work, Settled(person, changes=taken))
    return claimed


async def linked(store: Store, whole: str, part: str) -> Claimed:
    """`part` types the code that `whole` made."""
    there = await says(store, whole)
    return await says(store, part, Link(there.person, f"web:{whole}", chat(whole)))


def numbers(claimed: Claimed) -> list[str]:
    return sorted(each.number for each in claimed.accounts)


async def watchers(store: Store, aim: Aim) -> list[tuple[str, str]]:
    """Who is told of an aim, by the account's number and where."""
    return [
        (watcher.account.number if watcher.account else "", watcher.address.chat)
        for due in await store.looks.due(10)
        if due.aim == aim
        for watcher in due.watchers
    ]


async def test_same_accounts_in_both_places(stores: Stores) -> None:
    store = await stores.store()
    await says(store, "phone", Bind(account(store, "s1")), SetLanguage("en"))
    await says(store, "laptop", Bind(account(store, "s2")))
    laptop = await linked(store, "phone", "laptop")
    phone = await says(store, "phone")
    assert numbers(laptop) == numbers(phone) == ["s1", "s2"]
    assert laptop.person == phone.person
    assert laptop.known.language == "en"
    assert [each.handle for each in await store.keeping.addresses.of(phone.person)] == ["web:laptop", "web:phone"]


async def test_each_gets_back_what_it_had_bound(stores: Stores) -> None:
    """Before it was linked, and since."""
    store = await stores.store()
    await says(store, "phone", Bind(account(store, "s1")))
    await says(store, "laptop", Bind(account(store, "s2")), SetLanguage("en"))
    await linked(store, "phone", "laptop")
    await says(store, "laptop", Bind(account(store, "s3")))
    await says(store, "phone", Bind(account(store, "s4")))
    laptop = await says(store, "laptop", Unlink())
    assert numbers(laptop) == ["s2", "s3"]
    assert laptop.known.language == "en"
    assert numbers(await says(store, "phone")) == ["s1", "s4"]


async def test_what_both_had_bound(stores: Stores) -> None:
    """It is one account while they are linked, and both keep it afterwards; unbound, it is so for both."""
    store = await stores.store()
    both = account(store, "s1")
    await says(store, "phone", Bind(both))
    await says(store, "laptop", Bind(both))
    assert numbers(await linked(store, "phone", "laptop")) == ["s1"]
    assert len(await store.keeping.accounts.holders(both.id)) == 1
    assert numbers(await says(store, "laptop", Unlink())) == ["s1"]
    assert numbers(await says(store, "phone")) == ["s1"]
    await linked(store, "phone", "laptop")
    await says(store, "phone", Unbind(both.id))
    assert not numbers(await says(store, "laptop", Unlink()))


async def test_the_first_one_leaves(stores: Stores) -> None:
    """The others stay one person."""
    store = await stores.store()
    for place, number in (("phone", "s1"), ("laptop", "s2"), ("tablet", "s3")):
        await says(store, place, Bind(account(store, number)))
    await linked(store, "phone", "laptop")
    await linked(store, "laptop", "tablet")
    assert numbers(await says(store, "phone", Unlink())) == ["s1"]
    assert numbers(await says(store, "laptop")) == ["s2", "s3"]
    assert (await says(store, "laptop")).person == (await says(store, "tablet")).person


async def test_watches_once(stores: Stores) -> None:
    store = await stores.store()
    aim, bound = Aim("made up", "exam"), account(store, "s1")
    for place in ("phone", "laptop"):
        await says(store, place, Bind(bound), WatchFor(aim, chat(place), bound.id))
    await linked(store, "phone", "laptop")
    assert await watchers(store, aim) == [("s1", "phone")]


async def test_watches_go_back(stores: Stores) -> None:
    store = await stores.store()
    aim, mine, theirs = Aim("made up", "exam"), account(store, "s1"), account(store, "s2")
    await says(store, "phone", Bind(mine), WatchFor(aim, chat("phone"), mine.id))
    await says(store, "laptop", Bind(theirs), WatchFor(aim, chat("laptop"), theirs.id))
    laptop = await linked(store, "phone", "laptop")
    await says(store, "phone", SetNotify(chat("phone")))
    assert await store.watches.of(laptop.person)
    await says(store, "laptop", Unlink())
    assert sorted(await watchers(store, aim)) == [("s1", "phone"), ("s2", "laptop")]


async def test_notified_where_it_was_chosen(stores: Stores) -> None:
    """What was watched before, and what is watched from now on."""
    store = await stores.store()
    first, then, bound = Aim("made up", "exam"), Aim("made up", "another"), account(store, "s1")
    await says(store, "phone", Bind(bound), WatchFor(first, chat("phone"), bound.id))
    await linked(store, "phone", "laptop")
    phone = await says(store, "phone", SetNotify(chat("laptop")))
    assert phone.known.notify == chat("laptop")
    await says(store, "phone", WatchFor(then, chat("phone"), bound.id))
    told = [(due.aim, watcher.address.chat) for due in await store.looks.due(10) for watcher in due.watchers]
    assert sorted(told, key=str) == sorted([(first, "laptop"), (then, "laptop")], key=str)


async def test_notified_again_where_each_was_asked_for(stores: Stores) -> None:
    """The choice of a place keeps where that was."""
    store = await stores.store()
    aim, mine, theirs = Aim("made up", "exam"), account(store, "s1"), account(store, "s2")
    await linked(store, "phone", "laptop")
    for place, bound in (("phone", mine), ("laptop", theirs)):
        await says(store, place, Bind(bound), WatchFor(aim, chat(place), bound.id))
    await says(store, "phone", SetNotify(chat("laptop")))
    assert await watchers(store, aim) == [("s1", "laptop"), ("s2", "laptop")]
    await stores.change("update aims set owner = null, until = null")
    await says(store, "phone", SetNotify(None))
    assert await watchers(store, aim) == [("s1", "phone"), ("s2", "laptop")]


async def test_chosen_place_that_is_gone(stores: Stores) -> None:
    """Then it is told where it was asked for, until the person comes back."""
    store = await stores.store()
    aim, bound = Aim("made up", "exam"), account(store, "s1")
    await linked(store, "phone", "laptop")
    await says(store, "phone", Bind(bound), WatchFor(aim, chat("phone"), bound.id), SetNotify(chat("laptop")))
    await store.standing(Address("web", "", "private", "laptop"), reachable=False)
    assert await watchers(store, aim) == [("s1", "phone")]
    await stores.change("update aims set owner = null, until = null")
    await store.standing(Address("web", "", "private", "laptop"), reachable=True)
    assert await watchers(store, aim) == [("s1", "laptop")]


async def test_what_waits_goes_to_whoever_holds_the_account(stores: Stores) -> None:
    """And no longer to the place that both had chosen."""
    store = await stores.store()
    aim, mine, theirs = Aim("made up", "exam"), account(store, "s1"), account(store, "s2")
    await linked(store, "phone", "laptop")
    for place, bound in (("phone", mine), ("laptop", theirs)):
        await says(store, place, Bind(bound), WatchFor(aim, chat(place), bound.id))
    await says(store, "phone", SetNotify(chat("laptop")))
    [due] = await store.looks.due(10)
    told = tuple(
        (each, Sending(key_of(due.lane, each, "612"), each.address, Outgoing(each.account.number), NOTIFICATION))
        for each in due.watchers
        if each.account
    )
    await store.looks.ended(due, Seen(600.0, told=told))
    await says(store, "laptop", Unlink())
    waiting = [(each.address.chat, each.outgoing.text) for each in await store.parcels("web/", 10)]
    assert sorted(waiting) == [("laptop", "s2"), ("phone", "s1")]


async def test_forgotten_everywhere(stores: Stores) -> None:
    store = await stores.store()
    both = account(store, "s1")
    await says(store, "phone", Bind(both))
    await says(store, "laptop", Bind(both))
    await linked(store, "phone", "laptop")
    await says(store, "laptop", Forget())
    for table in ("persons", "addresses", "accounts"):
        assert await stores.rows(f"select * from {table}") == []


async def test_linked_twice_changes_nothing(stores: Stores) -> None:
    store = await stores.store()
    await says(store, "phone", Bind(account(store, "s1")))
    first = await linked(store, "phone", "laptop")
    again = await linked(store, "laptop", "phone")
    assert first.person == again.person
    assert numbers(await says(store, "laptop", Unlink())) == []
    assert numbers(await says(store, "phone")) == ["s1"]
