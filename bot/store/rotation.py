"""`keys rotate`: everything is sealed anew under a new key, a little at a time.

The new key is written before the first row is sealed under it and the old one is dropped after the last row was, so
that at every moment the keys at hand open everything. A row of `secrets` under the new key, made first, and the other
secrets, sealed anew last, see to it that neither can be taken away meanwhile without the next start saying so.
"""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, delete, func, select, tuple_, update
from sqlalchemy.engine import Connection

from bot.disk import replace_text
from bot.errors import KeyMissing, NotDone, SettingsMistaken
from bot.sealing import Sealer, keys_from, new_key
from bot.store import tables
from bot.store.database import Database, opened
from bot.store.engines import Engines
from bot.store.presence import Presence
from bot.store.seals import ID_BYTES, ROTATING, SEALS, SECRETS, Seal, try_all
from bot.store.vault import KeySource, key_text

_AT_ONCE: Final = 500  # rows of one transaction
_SCRUBS: Final = 50


async def rotated(url: str, keys: KeySource, at_once: int = _AT_ONCE) -> AsyncIterator[str]:
    """Rotate, or finish a rotation that was interrupted: says each step when it is done.

    Whoever stops listening, or dies, between any two steps or within one can begin again. Raises as `opened` does, and
    `NotDone`.
    """
    async with opened(url, keys) as database, alone(database.engines):
        await database.read(lambda connection: try_all(connection, database.vault.sealer))
        if len(database.vault.sealer.key_ids) == 1:
            _begin(keys)
            yield "a new key stands in front of the old one"
    async with opened(url, keys) as database, alone(database.engines) as still:
        sealer = database.vault.sealer
        await database.engines.write(lambda connection: _mark(connection, database))
        yield f"everything is being sealed under {sealer.key_id}"
        for seal in SEALS:
            count = 0
            async for some in _sealed_anew(database, seal, at_once):
                await still()
                count += some
                yield f"{seal.table.name}: {count}"
        await database.engines.write(lambda connection: _finish(connection, sealer))
        yield "nothing is sealed under the old key any more"
        for _try in range(_SCRUBS):
            if await database.engines.scrub():
                break
    if not keys.key:
        _end(keys)
        yield "the old key is gone from the file"


def _begin(keys: KeySource) -> None:
    if keys.key:
        how = "as in GRADEBELL__STORE__KEY=new,old, and say it again; `bot.py keys new --print` makes one"
        raise SettingsMistaken([f"store.key: put a new key before the old one, {how}"])
    old = key_text(keys)
    _write(keys, f"{new_key()}\n{old.strip()}\n")


def _end(keys: KeySource) -> None:
    first, *older = key_text(keys).replace(",", " ").split()
    if older:
        _write(keys, f"{first}\n")


def _write(keys: KeySource, text: str) -> None:
    keys_from(text, "store.key_file")
    try:
        replace_text(keys.file, text)
    except OSError as problem:
        raise NotDone(f"store.key_file: can not be written ({problem.strerror})") from problem


@asynccontextmanager
async def alone(engines: Engines) -> AsyncIterator[Any]:
    """No bot works on the database meanwhile; what it yields is to be awaited now and then.

    On SQLite the caller has its lock, and there is nothing to do.
    """
    presence = Presence(engines, f"command-{os.getpid()}-{os.urandom(4).hex()}")

    async def still() -> None:
        if engines.path is None:
            await engines.write(presence.be_alone)

    await still()
    try:
        yield still
    finally:
        if engines.path is None:
            await engines.write(presence.go)


def _mark(connection: Connection, database: Database) -> None:
    sealed = database.vault.sealer.seal(b"", f"secrets:{ROTATING}")
    put = database.engines.insert(tables.secrets).values(name=ROTATING, sealed=sealed)
    connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"sealed": put.excluded.sealed}))


async def _sealed_anew(database: Database, seal: Seal, at_once: int) -> AsyncIterator[int]:
    """How many rows of a column each transaction sealed anew; in the order of the primary key, each row once."""
    after: Sequence[Any] | None = None
    while True:
        page = _page(seal, database.vault.sealer, after).limit(at_once)

        def some(connection: Connection, page: Any = page) -> Sequence[Row[Any]]:
            rows = connection.execute(page.with_for_update()).all()
            return _anew(connection, seal, database.vault.sealer, rows)

        rows = await database.engines.write(some)
        if not rows:
            return
        yield len(rows)
        after = [getattr(rows[-1], each.name) for each in seal.names]


def _page(seal: Seal, sealer: Sealer, after: Sequence[Any] | None) -> Any:
    stale = func.substr(seal.column, 1, ID_BYTES) != bytes.fromhex(sealer.key_id)
    query = select(seal.table).where(stale, func.length(seal.column) > 0).order_by(*seal.names)
    return query if after is None else query.where(tuple_(*seal.names) > tuple_(*after))


def _anew(connection: Connection, seal: Seal, sealer: Sealer, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    same = and_(*(each == bindparam(f"its_{each.name}") for each in seal.names))
    put = update(seal.table).where(same).values({seal.column: bindparam("anew")})
    values = []
    for row in rows:
        sealed, place = getattr(row, seal.column.name), seal.place(row)
        try:
            anew = sealer.seal(sealer.open(sealed, place), place)
        except KeyMissing as problem:
            if seal.table is tables.dead:  # set aside just because it does not open
                continue
            raise NotDone(
                f"a row of {seal.table.name} does not open under its own key {problem.key_id}: the database is"
                " damaged. Nothing is lost by this, and both keys stay; restore a copy, then rotate again"
            ) from problem
        values.append({"anew": anew} | {f"its_{each.name}": getattr(row, each.name) for each in seal.names})
    if values:
        connection.execute(put, values)
    return rows


def _finish(connection: Connection, sealer: Sealer) -> None:
    """The secrets, once nothing else needs the old key."""
    for seal in SEALS:
        if seal.table is not tables.dead and connection.execute(_page(seal, sealer, None).limit(1)).first():
            raise NotDone(f"{seal.table.name} was written meanwhile: say it again")
    connection.execute(delete(tables.secrets).where(tables.secrets.c.name == ROTATING))
    rows = connection.execute(_page(SECRETS, sealer, None)).all()
    _anew(connection, SECRETS, sealer, rows)
