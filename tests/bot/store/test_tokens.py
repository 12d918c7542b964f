"""Words that stand for a value for a while."""

from datetime import timedelta

from bot.changes import Spend
from tests.bot.store.conftest import Stores
from tests.bot.store.test_accounts import change

HOUR = timedelta(hours=1)


async def test_looked_at_and_taken(stores: Stores) -> None:
    """Looking spends nothing; whoever takes it first may take it again, and nobody else."""
    tokens = (await stores.store()).keeping.tokens
    word = await tokens.put("code", "an account", HOUR)
    assert await tokens.look("code", word) == "an account"
    assert await tokens.look("code", f" {word.lower()} ") == "an account"
    assert await tokens.look("link", word) is None
    assert await tokens.take("code", word, "one") == "an account"
    assert await tokens.take("code", word, "two") is None
    assert await tokens.take("code", word, "one") == "an account"
    assert await tokens.look("code", word) is None


async def test_runs_out(stores: Stores) -> None:
    tokens = (await stores.store()).keeping.tokens
    word = await tokens.put("code", "an account", HOUR)
    await stores.change("update tokens set until = until - 3601")
    assert await tokens.look("code", word) is None
    assert await tokens.take("code", word, "one") is None


async def test_spent(stores: Stores) -> None:
    """Once its work is done, who took it can't take it again."""
    store = await stores.store()
    tokens = store.keeping.tokens
    word = await tokens.put("code", "an account", HOUR)
    assert await tokens.take("code", word, "one") == "an account"
    await change(store, "web:1", Spend("code", f" {word.lower()}"))
    assert await tokens.take("code", word, "one") is None


async def test_of_its_person_alone(stores: Stores) -> None:
    tokens = (await stores.store()).keeping.tokens
    word = await tokens.put("cover", "a score", HOUR, person="alice")
    assert await tokens.look("cover", word, person="alice") == "a score"
    assert await tokens.look("cover", word, person="bob") is None
    free = await tokens.put("cover", "nobody's", HOUR)
    assert await tokens.look("cover", free, person="alice") is None


async def test_newest(stores: Stores) -> None:
    """Of its kind and person, as long as it is there; of those of one moment the later."""
    tokens = (await stores.store()).keeping.tokens
    assert await tokens.newest("cover", "alice") is None
    for value, person, kind in (
        ("first", "alice", "cover"),
        ("second", "alice", "cover"),
        ("his", "bob", "cover"),
        ("a code", "alice", "code"),
    ):
        await tokens.put(kind, value, HOUR, person=person)
    await stores.change("update tokens set until = (select max(until) from tokens)")
    assert await tokens.newest("cover", "alice") == "second"
    assert await tokens.newest("cover", "bob") == "his"
    await stores.change("update tokens set until = until - 3601")
    assert await tokens.newest("cover", "alice") is None
