"""Reverse WebSocket: the QQ side connects to our one server."""

from collections.abc import Awaitable, Callable
from hmac import compare_digest

import structlog
from aiohttp import web

from bot.platforms.onebot.connection import Socket
from bot.platforms.onebot.parts import Setup

log = structlog.get_logger()

PATH = "/onebot/v11/ws"
LARGEST_FRAME = 16 * 1024 * 1024  # bytes
PING_S = 20.0  # a connection that broke without a word is found out so

Serve = Callable[[str, Socket], Awaitable[None]]
"""Speaks with a QQ account until the connection closes."""


def reverse(setup: Setup, serve: Serve) -> web.RouteDef:
    async def connect(request: web.Request) -> web.StreamResponse:
        account = _admitted(request, setup)
        socket = web.WebSocketResponse(heartbeat=PING_S, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)  # at once: they wait two seconds for it
        await serve(account, socket)
        return socket

    return web.get(PATH, connect)


def _admitted(request: web.Request, setup: Setup) -> str:
    """The account that connects. Refused where HTTP can still say so: the protocol has no other word for it."""
    _authorized(request, setup.access_token)
    account = request.headers.get("X-Self-ID", "")
    if not (account.isascii() and account.isdecimal() and account.strip("0")):  # 0: nobody is logged in
        raise web.HTTPBadRequest(text="X-Self-ID is missing")
    if request.headers.get("X-Client-Role", "Universal").lower() != "universal":
        raise web.HTTPBadRequest(text="one connection for calls and events is wanted (X-Client-Role: Universal)")
    if setup.accounts and account not in setup.accounts:
        log.warning("QQ account turned away", reason="not in platforms.onebot.accounts")
        raise web.HTTPForbidden(text="this account is not allowed here")
    return account


def _authorized(request: web.Request, token: str) -> None:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given.strip() if scheme.lower() in ("bearer", "token") else ""
    given = given or request.query.get("access_token", "")
    if not token:
        return
    if not given:
        raise web.HTTPUnauthorized(text="an access token is wanted")
    if not compare_digest(given.encode(errors="replace"), token.encode()):
        log.warning("QQ side turned away", reason="wrong platforms.onebot.access_token")
        raise web.HTTPForbidden(text="wrong access token")
