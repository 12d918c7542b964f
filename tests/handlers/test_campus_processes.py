"""Several processes on one PostgreSQL share a campus account's credit."""

import asyncio
from dataclasses import replace

import pytest

from tests.bot.store.conftest import Stores, postgresql, stores
from tests.handlers.campus import FILED, Campus

__all__ = ["postgresql", "stores"]


async def test_renewed_once_among_processes(campus: Campus, stores: Stores) -> None:
    if stores.url.startswith("sqlite"):
        pytest.skip("an SQLite file has one bot only")
    processes = [replace(campus, keeping=(await stores.store(name)).keeping) for name in ("one", "other")]
    account = processes[0].account("10086")
    async with processes[0].keeping.credits.of(account.id) as credit:
        await credit.keep(FILED)
    await stores.change("update credits set at = at - 6 * 86400")
    calls = (each.sessions.asked(account, each.client.profile) for each in processes for _again in range(5))
    assert {profile.username for profile in await asyncio.gather(*calls)} == {"10086"}
    asked = await campus.asked()
    assert [each.get("method") for each in asked].count("autologin") == 1
    assert {each["credit"] for each in asked if each["credit"] != FILED} == {asked[-1]["credit"]}
    assert len(asked) == 11
