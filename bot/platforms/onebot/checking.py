"""Whether the QQ side answers, for `bot.py check`; changes nothing."""

import asyncio

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSServerHandshakeError

from bot.platforms.onebot.connection import Connection, NoAnswer, NotSent, Refused

_WITHIN_S = 10.0


async def looked_at(url: str, access_token: str) -> str:
    """Connect as the bot would; say "ok …", or what to do."""
    token = {"Authorization": f"Bearer {access_token}"} if access_token else {}
    try:
        async with (
            asyncio.timeout(_WITHIN_S),
            ClientSession(headers=token) as session,
            session.ws_connect(url) as socket,
        ):
            return await _asked(socket)
    except WSServerHandshakeError as problem:
        if problem.status in (401, 403):
            return "refused: is platforms.onebot.access_token the same as over there?"
        return "answers, but not with a WebSocket: is platforms.onebot.url right?"
    except (ClientError, OSError, TimeoutError) as problem:
        return f"no connection ({type(problem).__name__}): is platforms.onebot.url right, and does the QQ side run?"


async def _asked(socket: ClientWebSocketResponse) -> str:
    async def passed_over(_frames: object) -> None:
        pass

    connection = Connection(socket, passed_over)
    reading = asyncio.create_task(connection.run())
    try:
        await connection.call("get_login_info", {})
        about = await connection.call("get_version_info", {})
    except (NotSent, NoAnswer):
        return "connected, and closed at once: is platforms.onebot.access_token right?"
    except Refused as problem:
        return f"answers with a failure ({problem}): is a QQ account logged in there?"
    finally:
        reading.cancel()
    name = about.get("app_name") if isinstance(about, dict) else None
    return f"ok, {name} answers" if isinstance(name, str) and name.isprintable() else "ok, answers"
