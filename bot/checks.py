"""`bot.py check`: one row for each thing that a bot needs, with "ok" or what to do."""

from aiohttp import ClientError, ClientSession, ClientTimeout, web
from yarl import URL

from bot.errors import PortTaken, StoreUnreachable
from bot.probes import probed
from bot.server import listening
from bot.settings import Settings
from bot.settings.model import Http
from bot.store.database import looked_at
from bot.store.vault import key_source
from bot.wiring import onebot_looked_at, telegram_looked_at

_OFF = "off"
_WITHIN_S = 2.0


async def check(settings: Settings) -> int:
    """Print the rows; 1 where one of them is not ok."""
    rows = [("settings", "ok"), *await _database(settings), *await _platforms(settings)]
    rows.append(("http", await _http(settings.http)))
    rows += [(f"provider {name}", said) for name, said in await probed(settings)]
    width = max(len(name) for name, _said in rows)
    for name, said in rows:
        print(f"{name:<{width}}  {said}")
    return 0 if all(said.startswith(("ok", "off")) for _name, said in rows) else 1


async def _database(settings: Settings) -> list[tuple[str, str]]:
    try:
        database, key = await looked_at(settings.store.url.get_secret_value(), key_source(settings))
    except StoreUnreachable as problem:
        return [("database", str(problem))]
    return [("database", database), ("key", key)]


async def _platforms(settings: Settings) -> list[tuple[str, str]]:
    platforms = settings.platforms
    return [
        ("platform web", "ok" if platforms.web.enabled else _OFF),
        ("platform telegram", await telegram_looked_at(settings) if platforms.telegram.enabled else _OFF),
        ("platform onebot", await onebot_looked_at(settings) if platforms.onebot.enabled else _OFF),
    ]


async def _http(http: Http) -> str:
    """Whether the server can listen. Beside a running bot it can't, and that is as it should be."""
    try:
        async with listening(web.Application(), http.host, http.port):
            return f"ok, will listen on {http.listen}"
    except PortTaken as problem:
        if await _is_a_bot(http):
            return f"ok, a bot listens on {http.listen} already"
        return f"{problem}: is http.listen right, and does no other program listen there?"


async def _is_a_bot(http: Http) -> bool:
    """Whether what listens there says that it is well as our server does."""
    url = URL.build(scheme="http", host=http.host, port=http.port, path="/healthz")
    try:
        async with ClientSession(timeout=ClientTimeout(total=_WITHIN_S)) as session, session.get(url) as response:
            return await response.content.read(16) == b"ok\n"
    except (ClientError, OSError, TimeoutError):
        return False
