"""Puts the parts together and runs them; only here, and in `systems`, are concrete parts named."""

import asyncio
import gc
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from aiohttp import web

from bot.forms import Form, Menu
from bot.messages import Platform
from bot.pipeline.delivery import Delivery
from bot.pipeline.intake import Intake
from bot.pipeline.lanes import RENEW_S, Lanes, tick
from bot.pipeline.turn import Rules, Turn
from bot.platforms.web.parts import Setup
from bot.platforms.web.platform import Web
from bot.server import application, listening
from bot.settings import Settings
from bot.store.claims import Mine
from bot.store.database import Database, KeySource, opened
from bot.store.history import History
from bot.store.outbox import Parcel
from bot.store.store import Claimed, Store
from bot.store.upkeep import Upkeep
from bot.store.writer import Writer
from bot.systems import clients
from bot.words import render
from handlers import Clients, menu

log = structlog.get_logger()

PATIENCE_S = 15.0  # what is under way when the bot is told to stop
_UPKEEP_S = 60.0
_AT_ONCE = 200
_COLLECT = (50_000, 50, 50)


@dataclass(slots=True)
class Running:
    """A bot at work."""

    port: int = 0
    unready: str = "starting"  # why it can't answer now


def _enabled(settings: Settings) -> tuple[str, ...]:
    return ("web",) if settings.platforms.web.enabled else ()


def key_source(settings: Settings) -> KeySource:
    return KeySource(settings.store.key_file, settings.store.key.get_secret_value())


@dataclass(frozen=True, slots=True)
class _Parts:
    settings: Settings
    database: Database
    writer: Writer
    store: Store
    menu: Menu


@asynccontextmanager
async def running(settings: Settings, make_menu: Callable[[Settings, Clients], Menu] = menu) -> AsyncIterator[Running]:
    """A whole bot, from here to the end of the block; what is under way then gets `PATIENCE_S`."""
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(opened(settings.store.url.get_secret_value(), key_source(settings)))
        writer = await stack.enter_async_context(writing(database))
        store = Store(database, writer, Mine(f"{os.getpid()}-{secrets.token_hex(4)}", _enabled(settings)))
        if database.engines.path:
            await store.free_all()
        systems = await stack.enter_async_context(clients(settings))
        parts = _Parts(settings, database, writer, store, make_menu(settings, systems))
        state = await stack.enter_async_context(_working(parts))
        collect_less()
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

    def stir() -> None:
        for each in lanes:
            each.wake()

    turn = Turn(store, parts.menu, platforms, stir, rules_of(settings))
    coming_in: Lanes[Claimed] = Lanes(store.claim, turn, store.free, at_once=_AT_ONCE)
    delivery = Delivery(store, platforms, stir)
    going_out: Lanes[Parcel] = Lanes(store.parcels, delivery, store.free_parcel, at_once=_AT_ONCE)
    lanes += coming_in, going_out
    routes: list[web.RouteDef] = []
    async with AsyncExitStack() as stack:
        chat = _web(parts, Intake(store, coming_in)) if settings.platforms.web.enabled else None
        if chat:
            platforms[chat.name] = chat
            routes += chat.routes()
        state = Running()

        async def readiness() -> str:
            return state.unready or await parts.database.trouble()

        app = application(routes, readiness, chat.lost if chat else None)
        upkeep = Upkeep(parts.database, settings.limits.conversation_s)
        state.port = await stack.enter_async_context(listening(app, settings.http.host, settings.http.port))
        if chat:
            stack.push_async_callback(chat.close)
        await stack.enter_async_context(
            _for_ever(
                tick(stir),
                _every(RENEW_S, store.renew),
                _every(_UPKEEP_S, lambda: parts.writer.ask(upkeep)),
                coming_in.run(),
                going_out.run(),
            )
        )
        state.unready = ""
        try:
            yield state
        finally:
            state.unready = "stopping"
            ends = asyncio.get_running_loop().time() + PATIENCE_S
            for each in lanes:
                await each.stop(max(0.0, ends - asyncio.get_running_loop().time()))


@asynccontextmanager
async def _for_ever(*loops: Coroutine[object, object, None]) -> AsyncIterator[None]:
    """Run loops until the end of the block; one that ends by a fault ends the block with it."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(loop) for loop in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception:  # the loop must outlive a database that fails for a while
            log.exception("upkeep failed")


def rules_of(settings: Settings) -> Rules:
    zone = ZoneInfo(settings.bot.timezone)
    return Rules(
        language=settings.bot.language,
        contact=settings.bot.contact,
        conversation_s=settings.limits.conversation_s,
        commands_per_minute=settings.limits.commands_per_minute,
        is_admin=frozenset(settings.bot.admins).__contains__,
        now=lambda: datetime.now(zone),
    )


def _web(parts: _Parts, intake: Intake) -> Web:
    choices, http = parts.settings.platforms.web, parts.settings.http
    setup = Setup(
        name=parts.settings.bot.name,
        footer=choices.footer,
        rooms=choices.rooms,
        cookie_days=choices.cookie_days,
        public_url=http.public_url,
        trusted_proxies=http.trusted_proxies,
        language=parts.settings.bot.language,
        contact=parts.settings.bot.contact,
        examples=_examples(parts, lambda form: form.counts is not None),
        room_examples=_examples(parts, lambda form: form.place == "admins"),
    )
    return Web(setup, parts.database.vault.cookie_key, History(parts.database, parts.writer), intake)


def _examples(parts: _Parts, fits: Callable[[Form], bool]) -> tuple[tuple[str, str], ...]:
    """What an empty chat offers: the first commands of the menu that fit, and help."""
    shown = [form for form in parts.menu if form.off is None and fits(form)][:2]
    helping = [form for form in parts.menu if form.name == "help"]
    return tuple((f"/{form.name}", render(form.summary, parts.settings.bot.language)) for form in (*shown, *helping))


def collect_less() -> None:
    """What is there by now stays; what comes is many, small and short-lived. Measured in docs/performance.md."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECT)
