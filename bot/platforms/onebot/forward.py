"""Forward WebSocket: we connect to the QQ side, again and again."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.platforms.onebot.connection import Socket
from bot.platforms.onebot.parts import Setup
from bot.platforms.onebot.reverse import LARGEST_FRAME, PING_S

log = structlog.get_logger()

_CONNECT_S = 10.0
_WAITS_S = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
_WELL_S = 60.0  # a connection that held so long was no failure

Sleep = Callable[[float], Awaitable[object]]


async def connecting(setup: Setup, serve: Callable[[Socket], Awaitable[None]], sleep: Sleep = asyncio.sleep) -> None:
    """Keep a connection until cancelled."""
    failures = 0
    token = {"Authorization": f"Bearer {setup.access_token}"} if setup.access_token else {}
    async with ClientSession(headers=token, timeout=ClientTimeout(total=None, sock_connect=_CONNECT_S)) as session:
        while True:
            began = asyncio.get_running_loop().time()
            try:
                async with session.ws_connect(setup.url, heartbeat=PING_S, max_msg_size=LARGEST_FRAME) as socket:
                    await serve(socket)
                reason = "closed"
            except (ClientError, OSError, TimeoutError) as problem:  # their texts hold the address
                reason = type(problem).__name__
            failures = 0 if asyncio.get_running_loop().time() - began > _WELL_S else failures
            log.warning("QQ side not connected", reason=reason)
            await sleep(_WAITS_S[min(failures, len(_WAITS_S) - 1)] * random.uniform(0.8, 1.2))  # noqa: S311 - no secret
            failures += 1
