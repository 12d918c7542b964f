"""`bot.py check`: one row for each thing that a bot needs, with "ok" or what to do."""

import asyncio
from urllib.parse import urlsplit

from bot.app import key_source
from bot.errors import GradebellError
from bot.settings import Settings
from bot.store.database import opened

_CONNECT_S = 5.0


async def check(settings: Settings) -> int:
    """Print the rows; 1 where one of them is not ok."""
    rows = [("settings", "ok"), *await _database(settings), *_platforms(settings), *await _providers(settings)]
    width = max(len(name) for name, _said in rows)
    for name, said in rows:
        print(f"{name:<{width}}  {said}")
    return 0 if all(said.startswith(("ok", "off")) for _name, said in rows) else 1


async def _database(settings: Settings) -> list[tuple[str, str]]:
    try:
        async with opened(settings.store.url.get_secret_value(), key_source(settings), alone=False) as database:
            return [("database", "ok"), ("key", f"ok, {database.vault.sealer.key_id}")]
    except GradebellError as problem:
        return [("database", str(problem))]
    except OSError as problem:
        return [("database", f"can not be opened: {problem.strerror or type(problem).__name__}")]
    except Exception as problem:  # noqa: BLE001 - whatever the driver says, an operator is told its kind and no address
        return [("database", f"can not be opened: {type(problem).__name__}")]


def _platforms(settings: Settings) -> list[tuple[str, str]]:
    web = settings.platforms.web
    return [("platform web", f"ok, listens on {settings.http.listen}" if web.enabled else "off")]


async def _providers(settings: Settings) -> list[tuple[str, str]]:
    cet = settings.providers.cet
    if not cet.base_url:
        return [("provider cet", "off: providers.cet.base_url is empty")]
    return [("provider cet", await _reached(cet.base_url))]


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
