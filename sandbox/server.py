"""Puts the systems, their faults and the steering onto one port.

A further system is a package like `cet` and one line in `_systems`.
"""

import asyncio
import time
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from yarl import URL

from sandbox import cet, kaoshixing, kaoshiyun, maxuetang, wejh
from sandbox.cet import TicketKey
from sandbox.faults import PAGE, Faults, Kind, error_page, garbage, halved, reset
from sandbox.fields import Fields
from sandbox.journal import Journal
from sandbox.moments import Time
from sandbox.steering import Steering
from sandbox.system import Answer, System

DATA = Path(__file__).with_name("data.toml")

BODY_LIMIT = 32 * 2**20  # bytes; a portrait comes as hex
CLOSING_S = 1.0  # for answers under way when the server closes
WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on


def peer_address(request: web.Request) -> str:
    """Return the address at the socket's other end; headers about it are anybody's to write."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    return str(peer[0]) if isinstance(peer, tuple) else ""


@dataclass(frozen=True, slots=True)
class World:
    """What the sandbox takes from outside itself: time, chance, and who is at the other end."""

    clock: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time  # seconds since 1970
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    seed: int = 0
    peer: Callable[[web.Request], str] = peer_address


def build(
    data: Path | None = None,
    *,
    people: int = 0,
    ticket_key: TicketKey | None = None,
    world: World | None = None,
) -> web.Application:
    """Build the server's application.

    `data` is a file like data.toml, which is the default; `people` are made up besides (see people.py).
    `ticket_key` overrides the file's. Raise `Wrong` where a field of the file can't be used.
    """
    world = world or World()
    tables = Fields(tomllib.loads((data or DATA).read_text(encoding="utf-8")))
    systems = _systems(tables, people, ticket_key, Time(world.clock, world.wall))
    faults, journal = Faults(world.clock, world.seed), Journal()
    steering = Steering(systems, faults, journal, clock=world.clock, peer=world.peer)

    app = web.Application(client_max_size=BODY_LIMIT)
    for system in systems.values():
        for route in system.routes():
            app.router.add_route("*", route.path, _met(route.answer, system.name, faults, journal, world))
    app.router.add_route("*", "/_sandbox/{call}", steering.answer)
    app.router.add_route("*", "/{rest:.*}", _nowhere)
    return app


@asynccontextmanager
async def serving(host: str = "127.0.0.1", port: int = 0, *, app: web.Application | None = None) -> AsyncIterator[str]:
    """Serve while the block runs and yield the base URL, no slash at its end; port 0 takes a free one."""
    # Handlers are cancelled with their connection, or a long latency would outlive its client.
    runner = web.AppRunner(app or build(), access_log=None, handler_cancellation=True, shutdown_timeout=CLOSING_S)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        real = runner.addresses[0][1]
        yield str(URL.build(scheme="http", host=WILDCARDS.get(host, host), port=real)).rstrip("/")
    finally:
        await runner.cleanup()


def _systems(tables: Fields, people: int, ticket_key: TicketKey | None, time: Time) -> dict[str, System]:
    systems: tuple[System, ...] = (
        cet.stand_in(tables.table("cet"), people, ticket_key),
        kaoshiyun.stand_in(tables.table("kaoshiyun"), people, time),
        maxuetang.stand_in(tables.table("maxuetang"), people, time),
        kaoshixing.stand_in(tables.table("kaoshixing"), people, time),
        wejh.stand_in(tables.table("wejh"), people, time),
    )
    tables.only(*(system.name for system in systems))
    return {system.name: system for system in systems}


def _met(answer: Answer, system: str, faults: Faults, journal: Journal, world: World) -> Answer:
    """Put the journal and the faults before a system's answer."""

    async def met(request: web.Request) -> web.Response:
        await journal.note(system, request, world.clock())
        for fault in faults.striking(system):
            match fault.kind:
                case Kind.LATENCY:
                    await world.sleep(fault.delay_s)
                case Kind.STATUS:
                    return error_page(fault)
                case Kind.RESET:
                    return reset(request)
                case Kind.GARBAGE:
                    return garbage(faults.chance)
                case Kind.TRUNCATED:
                    return halved(await answer(request))
                case Kind.EMPTY:
                    return web.Response(content_type="text/html")
        return await answer(request)

    return met


async def _nowhere(_: web.Request) -> web.Response:
    return web.Response(status=404, text=PAGE.format("404 Not Found"), content_type="text/html")
