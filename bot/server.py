"""The one HTTP server: platforms and pages hang their routes on it; `/healthz` and `/readyz` are its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import PortTaken

LARGEST_BODY = 16 * 1024 * 1024  # bytes of a request
Readiness = Callable[[], Awaitable[str]]
"""Why the bot can't answer now; "" when it can."""


Lost = Callable[[web.Request], web.StreamResponse]
"""What a person sees under an address that leads nowhere."""


def application(
    routes: Iterable[web.AbstractRouteDef], readiness: Readiness, lost: Lost | None = None
) -> web.Application:
    """The routes of everybody, and the server's own; `lost` is for those who only look around (GET and HEAD)."""

    async def healthz(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_request: web.Request) -> web.Response:
        reason = await readiness()
        return web.Response(text=f"{reason or 'ok'}\n", status=503 if reason else 200)

    @web.middleware
    async def nowhere(request: web.Request, handler: Handler) -> web.StreamResponse:
        unknown = isinstance(request.match_info.http_exception, web.HTTPNotFound)
        return lost(request) if lost and unknown and request.method in ("GET", "HEAD") else await handler(request)

    app = web.Application(middlewares=[nowhere], client_max_size=LARGEST_BODY)
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
