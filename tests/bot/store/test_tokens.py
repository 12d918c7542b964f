"""Words that stand for a value for a while."""

from datetime import timedelta

from bot.people import Spend
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
