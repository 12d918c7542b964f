"""Many people at once, and a bot that says back what it hears."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from tests.botapi import Fake, Load, Script, Settings, Step, serving
from tests.botapi_tests.client import Client

STEPS = (Step("/one", "one"), Step("two", "two"))


async def echo(client: Client, change: Callable[[str], str]) -> None:
    offset = 0
    while True:
        for update in await client.updates(offset=offset, timeout=50):
            offset = update["update_id"] + 1
            said = update["message"]
            await client.call("sendMessage", chat_id=said["chat"]["id"], text=change(said["text"]))


@asynccontextmanager
async def echoing(change: Callable[[str], str] = str, *, fast: bool = True) -> AsyncIterator[Fake]:
    async with serving(replace(Settings(), fast=fast)) as fake, ClientSession() as session:
        bot = asyncio.create_task(echo(Client(session, fake), change))
        yield fake
        bot.cancel()


@pytest.mark.parametrize("fast", [True, False])
async def test_a_closed_loop_ends_when_all_is_answered(*, fast: bool) -> None:
    async with echoing(fast=fast) as fake:
        report = await Load(fake.world, Script(STEPS, chats=10, rounds=5, in_flight=4)).run()
    assert (report.answered, report.wrong, report.lost, report.extra) == (100, 0, 0, 0)
    assert 0 < report.p50_ms <= report.p99_ms <= report.worst_ms
    assert fake.world.counts["sendMessage"] == 100


async def test_an_open_loop_keeps_its_rate() -> None:
    async with echoing() as fake:
        report = await Load(fake.world, Script(STEPS, chats=20, rounds=2, rate=400)).run()
    assert (report.answered, report.lost) == (80, 0)
    assert report.seconds >= 79 / 400


async def test_wrong_answers_are_counted_and_the_warm_up_is_not() -> None:
    async with echoing(lambda text: text.replace("two", "three")) as fake:
        report = await Load(fake.world, Script(STEPS, chats=10, rounds=2, in_flight=1, warm_up=20)).run()
    assert (report.answered, report.wrong) == (20, 10)


async def test_what_is_never_answered_is_lost() -> None:
    async with serving(Settings(fast=True)) as fake:
        report = await Load(fake.world, Script(STEPS, chats=3, in_flight=2, patience_s=0.01)).run()
    assert (report.answered, report.lost) == (0, 6)


async def test_several_answers_end_an_exchange() -> None:
    async with echoing() as fake:
        script = Script((Step("x", "x", replies=2),), chats=1, patience_s=0.05)
        assert (await Load(fake.world, script).run()).lost == 1
