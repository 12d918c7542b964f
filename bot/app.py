"""Puts the parts together and runs them; only here, in `wiring` and `systems` are concrete parts named."""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bot import garbage
from bot.abilities import Platform, alone
from bot.choices import habits, rules_of
from bot.forms import Menu
from bot.keeping import Keeping
from bot.loops import again, every, for_ever
from bot.pages.demo import DemoPanel
from bot.pages.metrics import Metrics
from bot.pages.onetime import OneTimePages
from bot.pictures.artist import Artist
from bot.pipeline.batching import Batching
from bot.pipeline.delivery import Delivery
from bot.pipeline.intake import Intake
from bot.pipeline.lanes import RENEW_S, Lanes, tick
from bot.pipeline.turn import Turn
from bot.platforms.web.platform import Web
from bot.recipes import no_picture
from bot.server import Lost, application, listening
from bot.settings import Settings
from bot.store.batches import Batch
from bot.store.claiming import Claimed
from bot.store.claims import Mine
from bot.store.database import Database, opened
from bot.store.history import History
from bot.store.outbox import Parcel
from bot.store.store import Store
from bot.store.upkeep import Upkeep
from bot.store.vault import key_source
from bot.store.writer import Writer
from bot.systems import clients
from bot.values import dataclass
from bot.watching.alarms import EVERY_S as ALARMS_S
from bot.watching.alarms import Alarming, Staff
from bot.watching.looking import Looking
from bot.wiring import Housed, asking, guard, onebot, serves, telegram, web_chat, web_setup
from bot.words import LANGUAGES
from handlers import Clients, menu

if TYPE_CHECKING:
    from bot.platforms.onebot.asking import Asking

log = structlog.get_logger()

PATIENCE_S = 15.0  # what is under way when the bot is told to stop
_UPKEEP_S = 60.0
_SCRUB_S = 5.0
_LAST_S = 3.0  # of these, for what goes out
_BATCHES = 10  # files that are worked off at once
_COMING_IN, _GOING_OUT = 5000, 200  # messages that are answered or sent at once: who waits for a slow system is many


@dataclass(slots=True)
class Running:
    """A bot at work."""

    port: int = 0
    unready: str = "starting"  # why it can't answer now


MakeMenu = Callable[[Settings, Clients, Keeping], Menu]


@dataclass(frozen=True, slots=True)
class _Parts:
    settings: Settings
    database: Database
    writer: Writer
    store: Store
    menu: Menu
    panel: DemoPanel | None
    doors: "Asking | None"
    artist: Artist


@asynccontextmanager
async def running(
    settings: Settings, make_menu: MakeMenu = menu, panel: DemoPanel | None = None
) -> AsyncIterator[Running]:
    """A whole bot, from here to the end of the block; what is under way then gets `PATIENCE_S`."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.store.url.get_secret_value(), key_source(settings)))
        writer = await stack.enter_async_context(writing(database))
        store = Store(database, writer, Mine(f"{os.getpid()}-{secrets.token_hex(4)}", serves(settings)))
        if database.engines.path:
            await store.free_all()
        await store.come()
        stack.push_async_callback(store.go)
        if again := await store.forget_again():
            log.warning("forgotten again in what seems to be an older copy of the database", addresses=again)
        systems, doors = await stack.enter_async_context(clients(settings)), asking(settings, store)
        made = make_menu(settings, systems, store.keeping)
        whole = replace(made, forms=(*made.forms, *doors.forms())) if doors else made
        artist = Artist()
        stack.push_async_callback(artist.close)
        parts = _Parts(settings, database, writer, store, whole, panel, doors, artist)
        state = await stack.enter_async_context(_working(parts))
        stack.enter_context(garbage.seldom())
        yield state


@asynccontextmanager
async def writing(database: Database) -> AsyncIterator[Writer]:
    """The writer, which outlives everything that writes."""
    writer = Writer(database.engines)
    task = asyncio.create_task(writer.run())
    try:
        yield writer
    finally:
        writer.stop()
        await task


@asynccontextmanager
async def _working(parts: _Parts) -> AsyncIterator[Running]:
    """The pipeline between its platforms, until the end of the block."""
    settings, store = parts.settings, parts.store
    platforms: dict[str, Platform] = {}
    lanes: list[Lanes[Any]] = []

    def stir() -> None:  # for what a message or a look leads to; aims come due by themselves
        for each in lanes:
            each.wake()

    looking = Looking(store, {kind.name: kind for kind in parts.menu.kinds}, stir, habits(settings, platforms))
    turn = Turn(store, parts.menu, platforms, stir, rules_of(settings))
    coming_in: Lanes[Claimed] = Lanes(store.claim, turn, store.free, at_once=_COMING_IN)
    intake = Intake(store, coming_in)
    housed = _housed(parts, intake)
    platforms.update(housed)
    aims = looking.lanes()
    batches = _batches(parts, platforms, stir)
    lanes += coming_in, *(_going_out(parts, each) for each in housed.values())
    state = Running()

    async def readiness() -> str:
        return state.unready or parts.writer.trouble() or await parts.database.trouble()

    async with AsyncExitStack() as stack:
        app = application(_routes(parts, housed, intake), readiness, _lost(housed))
        state.port = await stack.enter_async_context(listening(app, settings.http.host, settings.http.port))
        for platform in housed.values():
            stack.push_async_callback(platform.close)
        await stack.enter_async_context(
            for_ever(
                tick(stir, *(each.wake for each in aims), batches.wake),
                every(ALARMS_S, "alarms", _alarming(parts, housed)),
                every(RENEW_S, "leases", store.renew),
                every(_UPKEEP_S, "what is too old", partial(parts.writer.ask, _upkeep(settings, parts.database))),
                every(_SCRUB_S, "what was forgotten", store.scrub),
                *(each.run() for each in (*lanes, *aims, batches)),
                *(again(name, platform.run) for name, platform in housed.items()),
            )
        )
        state.unready = ""
        try:
            yield state
        finally:
            state.unready = "stopping"
            patience_s = PATIENCE_S - _LAST_S
            await asyncio.gather(coming_in.stop(patience_s), batches.stop(patience_s))
            await asyncio.gather(*(each.stop(_LAST_S) for each in (*lanes, *aims) if each is not coming_in))


def _housed(parts: _Parts, intake: Intake) -> dict[str, Housed]:
    """The platforms that are switched on, by name."""
    settings, made = parts.settings, list[Housed]()
    if settings.platforms.web.enabled:
        panel = parts.panel
        beside = {each: (panel.beside(each), panel.beside(each, room=True)) for each in LANGUAGES} if panel else {}
        setup = web_setup(settings, parts.menu, beside, parts.artist.redraw)
        made.append(web_chat(setup, parts.database, parts.writer, intake))
    if settings.platforms.telegram.enabled:
        made.append(telegram(settings, parts.menu, parts.store, intake))
    if parts.doors:
        made.append(onebot(settings, parts.store, History(parts.database, parts.writer), intake, parts.doors))
    return {each.name: each for each in made}


def _going_out(parts: _Parts, platform: Platform) -> Lanes[Parcel]:
    """Each platform's messages go out by themselves, so that a slow one holds up no other."""
    store = parts.store

    def next_one() -> None:
        lanes.wake()

    draw = parts.artist.draw if parts.settings.bot.pictures else no_picture
    delivery = Delivery(store, platform, next_one, rules_of(parts.settings).now, draw=draw)
    claim = partial(store.parcels, platform.serves)
    lanes = Lanes(claim, delivery, store.free_parcel, at_once=_GOING_OUT, gate=platform.budget)
    return lanes


def _batches(parts: _Parts, platforms: Mapping[str, Platform], stir: Callable[[], None]) -> Lanes[Batch]:
    """What is worked off line by line; other people's messages never wait for it."""
    store = parts.store

    def stir_all() -> None:
        stir()
        lanes.wake()

    batching = Batching(store, parts.menu.batches, platforms, stir_all, rules_of(parts.settings))
    lanes = Lanes(store.batches.due, batching, store.batches.free, at_once=_BATCHES)
    return lanes


def _routes(parts: _Parts, housed: Mapping[str, Housed], intake: Intake) -> list[web.RouteDef]:
    """All that the one server answers beside its health."""
    store = parts.store
    pages = OneTimePages(parts.menu, store.tokens, intake)
    metrics = Metrics(store.measures, store.keeping.figures, parts.menu.systems, guard(parts.settings))
    desk = parts.panel.routes() if parts.panel else []
    theirs = (route for each in housed.values() for route in each.routes())
    return [*pages.routes(), *metrics.routes(), *desk, *theirs]


def _upkeep(settings: Settings, database: Database) -> Upkeep:
    limits = settings.limits
    return Upkeep(database, conversation_s=limits.conversation_s, reading_s=limits.watch_interval_s)


def _alarming(parts: _Parts, housed: Mapping[str, Housed]) -> Alarming:
    settings, rules = parts.settings, rules_of(parts.settings)
    staff = Staff(tuple(settings.bot.admins), partial(alone, platforms=housed), rules.language, rules.now)
    return Alarming(parts.store.alarms, [parts.menu.signs, *(each.signs for each in housed.values())], staff)


def _lost(housed: Mapping[str, Housed]) -> Lost | None:
    page = housed.get("web")
    return page.lost if isinstance(page, Web) else None
