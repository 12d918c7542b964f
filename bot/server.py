"""The one HTTP server: platforms and pages hang their routes on it; `/healthz` and `/readyz` are its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import PortTaken

MOST_BYTES = 16 * 1024 * 1024
Readiness = Callable[[], Awaitable[str]]
"""Why the bot can't answer now; "" when it can."""


def application(routes: Iterable[web.AbstractRouteDef], readiness: Readiness) -> web.Application:
    """The routes of everybody, and the server's own."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        reason = await readiness()
        return web.Response(text=f"{reason or 'ok'}\n", status=503 if reason else 200)

    app = web.Application(client_max_size=MOST_BYTES)
    app.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), *routes])
    return app


@asynccontextmanager
async def listening(app: web.Application, host: str, port: int) -> AsyncIterator[int]:
    """Serve until the end of the block; yields the port, which the system chooses where it is 0.

    Raises `PortTaken`.
    """
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=2)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as problem:
            raise PortTaken(f"can not listen on {host}:{port}: {problem.strerror}") from problem
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
