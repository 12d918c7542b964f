"""The keys of a database: where the sealing key comes from, and those that are sealed under it."""

import os
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from sqlalchemy import insert, inspect, select
from sqlalchemy.engine import Connection

from bot.errors import KeyMissing, SettingsMistaken
from bot.sealing import Digests, Sealer, keys_from, new_key, write_key_file
from bot.settings import Settings
from bot.store import tables
from bot.store.engines import Engines
from bot.values import dataclass

_MADE_ONCE = ("digests", "cookies")  # keys that are made with the database and never rotated


@dataclass(frozen=True, slots=True)
class Vault:
    """The keys of a database."""

    sealer: Sealer
    digests: Digests
    cookie_key: bytes


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the sealing key comes from: `key` itself (newest first, parted by commas), else the file."""

    file: Path
    key: str = field(default="", repr=False)
    forgotten: Path | None = None  # where it is listed who was forgotten; None: beside the database, else the key file

    def forgotten_of(self, engines: Engines) -> Path:
        """Where it is listed who was forgotten."""
        beside = engines.path or self.file.with_name("gradebell")
        return self.forgotten or beside.with_name(f"{beside.name}.forgotten")


def key_source(settings: Settings) -> KeySource:
    """As an operator chose it."""
    store = settings.store
    return KeySource(
        store.key_file, store.key.get_secret_value(), Path(store.forgotten_file) if store.forgotten_file else None
    )


def tried(connection: Connection, keys: KeySource) -> Vault | None:
    """The keys of a database; `None` where nothing is sealed yet. Changes nothing; raises `KeyMissing`."""
    if not inspect(connection).has_table(tables.secrets.name):
        return None
    sealed = _sealed(connection)
    return _opened_with(keys, sealed) if sealed else None


def unlocked(connection: Connection, keys: KeySource) -> Vault:
    """The keys of the database; those that are made once are made where there is nothing yet."""
    sealed = _sealed(connection)
    if not sealed:
        sealer = Sealer(*_sealing_keys(keys, b""))
        sealed = {name: sealer.seal(os.urandom(32), f"secrets:{name}") for name in _MADE_ONCE}
        rows = [{"name": name, "sealed": value} for name, value in sealed.items()]
        connection.execute(insert(tables.secrets), rows)
    return _opened_with(keys, sealed)


def _sealed(connection: Connection) -> dict[str, bytes]:
    table = tables.secrets
    return {row.name: row.sealed for row in connection.execute(select(table))}


def _opened_with(keys: KeySource, sealed: Mapping[str, bytes]) -> Vault:
    """All of them are tried: while keys rotate, that shows whether the new and the old one are here."""
    sealer = Sealer(*_sealing_keys(keys, next(iter(sealed.values()))))
    secrets = {name: sealer.open(value, f"secrets:{name}") for name, value in sealed.items()}
    digests, cookies = (secrets[name] for name in _MADE_ONCE)
    return Vault(sealer, Digests(digests), cookies)


def _sealing_keys(keys: KeySource, wanted: bytes) -> list[bytes]:
    """The keys at hand; one is made only where nothing is `wanted`, since nothing is sealed yet."""
    if given := given_by(keys):
        return given
    if wanted:
        raise KeyMissing(wanted[:8].hex())
    write_key_file(keys.file, new_key())
    return given_by(keys)


def given_by(keys: KeySource) -> list[bytes]:
    """The keys at hand, none where there is no file yet. Raises `SettingsMistaken` where they are no keys."""
    if keys.key:
        return keys_from(keys.key, "store.key")
    return keys_from(key_text(keys), "store.key_file") if keys.file.exists() else []


def key_text(keys: KeySource) -> str:
    """What stands in the key file."""
    try:
        return keys.file.read_text()
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsMistaken(["store.key_file: can not be read"]) from problem
