"""Who holds which account, on both databases; credits go with the last who held one."""

import threading
from dataclasses import replace

from bot.changes import Bind, Change, Suspend, Unbind
from bot.people import Account, Person
from bot.sealing import Sealer, keys_from
from bot.store.accounts import Accounts
from bot.store.claiming import Claimed
from bot.store.settled import Settled
from bot.store.store import Store
from tests.bot.store.conftest import Stores
from tests.bot.store.messages import person_of, said
from tests.examples import person


def account(store: Store, number: str = "s000001", name: str = "林晓雯") -> Account:
    return Account(store.keeping.accounts.id_of("kaoshiyun", number), "kaoshiyun", number, name)


async def change(store: Store, handle: str, *changes: Change) -> Claimed:
    """Somebody's message that ends so; what the next one is claimed with."""
    sender = handle.partition(":")[2]
    for taken in (changes, ()):
        await store.receive([said("a line", sender=sender)])
        [claimed] = await store.claim(1)
        await store.settle(claimed.work, Settled(person_of(claimed), changes=taken))
    return claimed


def of(claimed: Claimed) -> Person:
    return replace(person(), accounts=claimed.accounts)


async def test_bound_and_unbound(stores: Stores) -> None:
    store = await stores.store()
    bound = account(store)
    claimed = await change(store, "web:1", Bind(bound))
    assert [(each.id, each.number, each.name) for each in claimed.accounts] == [(bound.id, "s000001", "林晓雯")]
    assert of(claimed).bound("kaoshiyun") == claimed.accounts
    assert not of(claimed).bound("wejh")
    assert not (await change(store, "web:1", Unbind(bound.id))).accounts


async def test_bound_again(stores: Stores) -> None:
    """The name is replaced, and the account is not held twice."""
    store = await stores.store()
    claimed = await change(store, "web:1", Bind(account(store)), Bind(account(store, name="林小雯")))
    assert [each.name for each in claimed.accounts] == ["林小雯"]


async def test_two_holders(stores: Stores) -> None:
    """Both are told apart; suspended, an account is no longer read."""
    store = await stores.store()
    bound = account(store)
    await change(store, "web:1", Bind(bound))
    second = await change(store, "web:2", Bind(bound))
    holders = await store.keeping.accounts.holders(bound.id)
    assert [holder.handles for holder in holders] == [("web:1",), ("web:2",)]
    await change(store, "web:1", Suspend(bound.id, second.person))
    [suspended] = (await change(store, "web:2")).accounts
    assert suspended.suspended
    assert not replace(person(), accounts=(suspended,)).bound("kaoshiyun")


async def test_credit_goes_with_the_last(stores: Stores) -> None:
    store = await stores.store()
    bound = account(store)
    await change(store, "web:1", Bind(bound))
    await change(store, "web:2", Bind(bound))
    async with store.keeping.credits.of(bound.id) as credit:
        await credit.keep("a credit")
    await change(store, "web:1", Unbind(bound.id))
    async with store.keeping.credits.of(bound.id) as credit:
        assert credit.value == "a credit"
    await change(store, "web:2", Unbind(bound.id))
    async with store.keeping.credits.of(bound.id) as credit:
        assert credit.value is None


async def test_nothing_in_clear(stores: Stores) -> None:
    store = await stores.store()
    await change(store, "web:1", Bind(account(store)))
    [(sealed,)] = await stores.rows("select sealed from accounts")
    assert isinstance(sealed, bytes)
    assert b"s000001" not in sealed
    assert "林晓雯".encode() not in sealed


async def test_bound_for_somebody_else(stores: Stores) -> None:
    """Who says yes holds nothing by it."""
    store = await stores.store()
    bound = account(store)
    bob = store.persons.id_of("web:2")
    assert not (await change(store, "web:1", Bind(bound, bob, "web:2"))).accounts
    assert [each.id for each in (await change(store, "web:2")).accounts] == [bound.id]
    assert [holder.handles for holder in await store.keeping.accounts.holders(bound.id)] == [("web:2",)]


class Noting(Sealer):
    """Notes in which threads it opens."""

    def __init__(self, *keys: bytes) -> None:
        super().__init__(*keys)
        self.opened = list[int]()

    def open(self, sealed: bytes, place: str) -> bytes:
        self.opened.append(threading.get_ident())
        return super().open(sealed, place)


async def test_numbers_are_opened_beside_the_loop(stores: Stores) -> None:
    """And those of one system alone: who holds many accounts holds up nobody by it."""
    store = await stores.store()
    other = Account(store.keeping.accounts.id_of("kaoshixing", "x1"), "kaoshixing", "x1")
    await change(store, "web:1", Bind(account(store)), Bind(other))
    await change(store, "web:2", Bind(account(store, "s000002")))
    database, noting = await stores.database(), Noting(*keys_from(stores.keys.file.read_text(), "store.key_file"))
    accounts = Accounts(replace(database, vault=replace(database.vault, sealer=noting)))
    assert await accounts.numbers("kaoshiyun") == {"s000001", "s000002"}
    assert len(noting.opened) == 2
    assert threading.get_ident() not in noting.opened


async def test_numbers_of_very_many(stores: Stores) -> None:
    """More people than a statement takes parameters."""
    store = await stores.store()
    await change(store, "web:1", Bind(account(store)))
    many = "generate_series(1, 40000) as each(n)"
    if stores.url.startswith("sqlite"):
        many = (
            "(with recursive each(n) as (select 1 union all select n + 1 from each where n < 40000) select n from each)"
        )
    await stores.change(f"insert into persons (id, at) select 'p' || n, 0 from {many}")
    await stores.change(
        "insert into accounts (person, id, system, handle, suspended, at, sealed)"
        " select persons.id, accounts.id, system, accounts.handle, suspended, accounts.at, sealed"
        " from persons, accounts"
        " where persons.id like 'p%'"
    )
    assert await store.keeping.accounts.numbers("kaoshiyun") == {"s000001"}
