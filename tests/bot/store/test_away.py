"""A database that is away for a while, and what it said nobody heard."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import StoreUnreachable
from bot.messages import Address
from bot.store.claims import Mine
from bot.store.store import Store
from tests.bot.store.conftest import Stores, writing
from tests.bot.store.messages import ALL, said

OLD = Address("telegram", "7", "group", "-1")
NEW = Address("telegram", "7", "group", "-1001")


async def whose_first_answer_is_lost(stores: Stores, stack: AsyncExitStack) -> Store:
    """A store whose next transaction is committed without its knowing."""
    database = await stores.database()
    write, lost = database.engines.write, list[bool]()

    async def lossy(question: Callable[[Any], Any]) -> Any:
        result = await write(question)
        if not lost:
            lost.append(True)
            raise ConnectionError
        return result

    writer = await stack.enter_async_context(writing(database))
    store = Store(database, writer, Mine("one", (ALL,)))
    database.engines.write = lossy  # type: ignore[method-assign] # the seam between the database and us
    return store


async def test_claim_whose_answer_was_lost_runs_out(stores: Stores) -> None:
    """Nobody works on it, so it must not be renewed for ever."""
    await (await stores.store()).receive([said("hi")])
    async with AsyncExitStack() as stack:
        store = await whose_first_answer_is_lost(stores, stack)
        with pytest.raises(StoreUnreachable):
            await store.claim(10)
        await store.renew()
        await stores.change("update inbox set until = until - 61")
        await store.renew()
        assert len(await store.claim(10)) == 1


async def test_everybody_in_the_batch_is_told(stores: Stores) -> None:
    async with AsyncExitStack() as stack:
        store = await whose_first_answer_is_lost(stores, stack)
        with pytest.raises(StoreUnreachable):
            await store.receive([said("hi")])
        await store.receive([said("again")])
        assert len(await store.claim(10)) == 1


@pytest.mark.parametrize(
    "ended",
    [
        "select pg_terminate_backend(pg_backend_pid())",
        "do $$ begin raise exception using errcode = '40P01'; end $$",
        "do $$ begin raise exception using errcode = '57P03'; end $$",
    ],
    ids=["connection cut", "deadlock", "shutting down"],
)
async def test_server_that_ends_a_transaction_is_away(stores: Stores, ended: str) -> None:
    """No row is at fault: else a message that was sent would go out again, and a new credit be lost."""
    database = await stores.database()
    if database.engines.path:
        pytest.skip("a file has no server")
    async with writing(database) as writer:
        with pytest.raises(StoreUnreachable):
            await writer.ask(lambda connection: connection.execute(text(ended)))
        assert await writer.ask(lambda connection: connection.scalar(text("select 1"))) == 1


async def test_group_that_moved_is_told_twice(stores: Stores) -> None:
    """By the group itself, and by the refusal of what was under way."""
    store = await stores.store()
    await stores.change(f"insert into chats (chat, language) values ('{OLD.key}', 'en')")
    for _time in range(2):
        await store.moved(OLD, NEW)
        assert await stores.rows("select chat, language from chats") == [(NEW.key, "en")]
