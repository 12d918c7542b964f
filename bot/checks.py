"""`bot.py check`: one row for each thing that a bot needs, with "ok" or what to do."""

import asyncio
from urllib.parse import urlsplit

from bot.app import key_source
from bot.errors import StoreUnreachable
from bot.settings import Settings
from bot.store.database import looked_at

_CONNECT_S = 5.0
_OFF = "off"
_NOT_YET = "set up, but this version does not have it yet: switch it off"


async def check(settings: Settings) -> int:
    """Print the rows; 1 where one of them is not ok."""
    rows = [("settings", "ok"), *await _database(settings), *_platforms(settings), *await _providers(settings)]
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


def _platforms(settings: Settings) -> list[tuple[str, str]]:
    platforms = settings.platforms
    not_yet = {"telegram": platforms.telegram.enabled, "onebot": platforms.onebot.enabled}
    web = f"ok, listens on {settings.http.listen}" if platforms.web.enabled else _OFF
    return [("platform web", web), *((f"platform {name}", _NOT_YET if on else _OFF) for name, on in not_yet.items())]


async def _providers(settings: Settings) -> list[tuple[str, str]]:
    systems = settings.providers
    not_yet = {
        "kaoshiyun": systems.kaoshiyun,
        "maxuetang": systems.maxuetang,
        "kaoshixing": systems.kaoshixing,
        "wejh": systems.wejh,
    }
    cet = await _reached(systems.cet.base_url) if systems.cet.base_url else f"{_OFF}: set providers.cet.base_url"
    others = [(f"provider {name}", _NOT_YET if system.base_url else _OFF) for name, system in not_yet.items()]
    return [("provider cet", cet), *others]


async def _reached(address: str) -> str:
    """Only connect: the CET system has nothing harmless to be asked."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(_CONNECT_S):
            _reader, writer = await asyncio.open_connection(parts.hostname, port)
    except (OSError, TimeoutError) as problem:
        return f"no connection ({type(problem).__name__}): is base_url right, and does the system run?"
    writer.close()
    return "ok, connected; whether it knows an answer can't be asked harmlessly"
