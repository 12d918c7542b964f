"""Words that stand for a value for a while."""

from datetime import timedelta

from tests.bot.store.conftest import Stores

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
