"""One life of the bot, from its start to a crash: the real parts of watching and delivery, as app.py puts them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from aiohttp import ClientSession, DummyCookieJar

from bot.pipeline.delivery import Delivery
from bot.pipeline.lanes import RENEW_S, Lanes
from bot.sealing import Digests, new_key
from bot.store.claims import Mine
from bot.store.database import Database, opened_by
from bot.store.store import Store
from bot.store.upkeep import Upkeep
from bot.store.vault import KeySource
from bot.store.writer import Writer
from bot.watches import Kind
from bot.watching.looking import Habits, Looking
from handlers.watching.cet import cet_kind
from handlers.watching.cet_line import CetLine
from handlers.watching.kaoshixing import kaoshixing_kind
from handlers.watching.kaoshiyun import kaoshiyun_kind
from providers.cet.client import CetClient, CetConfig
from providers.clock import Clock
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.system import Terms
from tests.simulation import disk
from tests.simulation.cast import Size
from tests.simulation.clockwork import Clockwork
from tests.simulation.phones import SERVES, Messenger, Phones
from tests.simulation.systems import Systems
from tests.simulation.wire import Wires

TERMS = Terms(per_second=10.0, at_once=8)
DAYS = 400
_TICK_S = 300.0  # a week has many seconds; what is due is found a little later
_UPKEEP_S = 3600.0
_KEY = new_key()


@dataclass
class Outside:
    """What outlives the bot's lives."""

    loop: Clockwork
    size: Size
    disk: disk.Disk
    systems: Systems
    phones: Phones
    seed: int
    kinds: Callable[[Mapping[str, Kind]], Mapping[str, Kind]] = lambda kinds: kinds  # what a test breaks in them


@dataclass
class Life:
    """The bot while it lives."""

    store: Store
    kaoshiyun: KaoshiyunClient
    messenger: Messenger
    engines: disk.Store

    def cut(self) -> None:
        """Take the power away: whatever it still does reaches neither the disk nor anybody's phone."""
        self.messenger.on = self.engines.on = False


@asynccontextmanager
async def living(outside: Outside, number: int) -> AsyncIterator[Life]:
    """A life that ends as a crash does: nothing of it is brought to an end."""
    loop, size = outside.loop, outside.size
    engines, messenger = disk.Store(outside.disk), Messenger(outside.phones)
    connector = Wires(outside.systems, outside.systems.refuses)
    before = asyncio.all_tasks()
    async with (
        ClientSession(connector=connector, cookie_jar=DummyCookieJar()) as session,
        opened_by(engines, KeySource(outside.disk.path.with_suffix(".key"), _KEY), alone=False) as opened,
    ):
        database = Database(engines, replace(opened.vault, digests=Digests(b"%032d" % outside.seed)), opened.forgotten)
        writer = Writer(engines)
        loops = [asyncio.create_task(writer.run())]
        store = Store(database, writer, Mine(f"life {number}", (SERVES,)))
        clients = _clients(session, loop)
        random = Random(f"{outside.seed} {number}")
        life = Life(store, clients[0], messenger, engines)
        kinds = outside.kinds(_kinds(clients, store, size))
        lanes = _lanes(life, kinds, Habits("zh_CN", loop.now, random))
        upkeep = Upkeep(database, conversation_s=1800, reading_s=size.every_s)
        try:
            await _insisting(store.free_all)
            loops += [asyncio.create_task(each.run()) for each in lanes]
            loops += [
                asyncio.create_task(_every(_TICK_S, partial(_stir, lanes))),
                asyncio.create_task(_every(RENEW_S, partial(_renewed, store))),
                asyncio.create_task(_every(_UPKEEP_S, lambda: writer.ask(upkeep))),
            ]
            yield life
        finally:
            life.cut()
            await _dropped(asyncio.all_tasks() - before)


def _clients(session: ClientSession, loop: Clockwork) -> tuple[KaoshiyunClient, KaoshixingClient, CetClient]:
    chance = Random(1)
    clock = Clock(loop.time, loop.utc, asyncio.sleep, chance.random)
    return (
        KaoshiyunClient(session, KaoshiyunConfig("http://kaoshiyun", "token", TERMS), clock),
        KaoshixingClient(session, KaoshixingConfig("http://kaoshixing", "app", "key", terms=TERMS), clock),
        CetClient(session, CetConfig("http://cet", TERMS), clock),
    )


def _kinds(
    clients: tuple[KaoshiyunClient, KaoshixingClient, CetClient], store: Store, size: Size
) -> Mapping[str, Kind]:
    every, gather = timedelta(seconds=size.every_s), timedelta(seconds=size.gather_s)
    line = CetLine(store.keeping.line, TERMS.per_second, asyncio.get_running_loop().time)
    kinds = (
        kaoshiyun_kind(clients[0], every, days=DAYS, gather=gather),
        kaoshixing_kind(clients[1], every),
        cet_kind(clients[2], store.keeping.tokens, line),
    )
    return {kind.name: kind for kind in kinds}


def _lanes(life: Life, kinds: Mapping[str, Kind], habits: Habits) -> list[Lanes[Any]]:
    lanes: list[Lanes[Any]] = []
    stir = partial(_stirred, lanes)
    looking = Looking(life.store, kinds, stir, habits)
    delivery = Delivery(life.store, life.messenger, stir, habits.now)
    claim, budget = partial(life.store.parcels, SERVES), life.messenger.budget
    lanes += looking.lanes()
    lanes.append(Lanes(claim, delivery, life.store.free_parcel, at_once=200, gate=budget))
    return lanes


def _stirred(lanes: list[Lanes[Any]]) -> None:
    for each in lanes:
        each.wake()


async def _stir(lanes: list[Lanes[Any]]) -> None:
    _stirred(lanes)


async def _renewed(store: Store) -> None:
    """As app.py does, but where nothing is under work only now and then: a week has thirty thousand times for it."""
    if (
        any(each.claims.held for each in (store.outbox, store.watches))
        or asyncio.get_running_loop().time() % 300 < RENEW_S
    ):
        await store.renew()


async def _insisting(do: Callable[[], Awaitable[None]]) -> None:
    """Do what a start needs until the disk lets it, as whoever starts a bot anew would."""
    while True:
        try:
            return await do()
        except Exception:  # noqa: BLE001 - whatever it is, the next start comes
            await asyncio.sleep(1)


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception:  # noqa: BLE001 - as in app.py: the loop outlives a database that fails for a while
            continue


async def _dropped(tasks: set[asyncio.Task[Any]]) -> None:
    """Nobody goes on with these; without power nothing that they still try has any effect."""
    while tasks:
        for task in tasks:
            task.cancel()
        _done, tasks = await asyncio.wait(tasks, timeout=5)
