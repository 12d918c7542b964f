"""Which database `store.url` means."""

from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import SettingsMistaken
from bot.store.engines import Engines
from bot.store.sqlite import Sqlite


def open_engines(url: str) -> Engines:
    """Engines for `store.url`; connects to nothing yet. Raises `SettingsMistaken`."""
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
    except ArgumentError as problem:
        raise SettingsMistaken(["store.url: not the address of a database"]) from problem
    if name == "sqlite" and parsed.database:
        return Sqlite(Path(parsed.database))
    if name == "postgresql":
        from bot.store.postgresql import Postgresql  # noqa: PLC0415 - a bot on SQLite does without the other dialect

        return Postgresql(parsed.set(drivername="postgresql+asyncpg").render_as_string(hide_password=False))
    raise SettingsMistaken(["store.url: must begin with sqlite:/// or postgresql://"])
