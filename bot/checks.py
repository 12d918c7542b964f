"""`bot.py check`: one row for each thing that a bot needs, with "ok" or what to do."""

from bot.app import key_source
from bot.errors import StoreUnreachable
from bot.probes import probed
from bot.settings import Settings
from bot.store.database import looked_at
from bot.wiring import onebot_looked_at, telegram_looked_at

_OFF = "off"


async def check(settings: Settings) -> int:
    """Print the rows; 1 where one of them is not ok."""
    rows = [("settings", "ok"), *await _database(settings), *await _platforms(settings)]
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
        ("platform web", f"ok, listens on {settings.http.listen}" if platforms.web.enabled else _OFF),
        ("platform telegram", await telegram_looked_at(settings) if platforms.telegram.enabled else _OFF),
        ("platform onebot", await onebot_looked_at(settings) if platforms.onebot.enabled else _OFF),
    ]
