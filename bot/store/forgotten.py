"""Who used /forget, as keyed digests in a file of its own, so that an older copy of the database brings nobody back.

A line each: when, by the database's clock, and the digest of a handle. The file stays where it is when the database is
replaced. Everything of a copy is older than a /forget that came after it was made: so whose line is newer than the
newest row is forgotten again, and who came back afterwards is left alone.
"""

import fcntl
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import unquote

from sqlalchemy import Column, func, select
from sqlalchemy.engine import Connection

from bot.disk import replace_text
from bot.errors import NotDone
from bot.store import tables
from bot.store.database import Database
from bot.store.forgetting import forget, handles_of
from bot.store.linking import linking_of

KEPT_S: Final = 400 * 86400.0  # older copies are not to be kept, nor restored
_LANES: Final[tuple[Column[str] | Column[str | None], ...]] = (
    tables.inbox.c.lane,
    tables.outbox.c.lane,
    tables.dead.c.lane,
    tables.conversations.c.lane,
    tables.history.c.chat,
    tables.files.c.chat,
    tables.buttons.c.lane,
    tables.gone.c.lane,
)
_ALONE: Final = 5  # parts of a private chat's lane; that of somebody in a group has one more
_HANDLES: Final = (tables.addresses.c.handle, tables.rooms.c.admin)


class Forgotten:
    """The list."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._path, self._digests, self._clock = database.forgotten, database.vault.digests, database.engines.clock

    def now(self, connection: Connection) -> float:
        """By the clock that rows are dated with."""
        return float(connection.execute(select(self._clock)).scalar_one())

    def add(self, at: float, handles: Collection[str]) -> None:
        """Returns when it is on the disk."""
        text = "".join(f"{at:.6f} {self._digests.of('forgotten', handle).hex()}\n" for handle in handles)
        with self._held() as descriptor:
            size = os.fstat(descriptor).st_size
            broken = bool(size) and os.pread(descriptor, 1, size - 1) != b"\n"  # by a loss of power
            os.write(descriptor, b"\n" * broken + text.encode())
            os.fsync(descriptor)

    def again(self, connection: Connection) -> int:
        """Forget them again, in a database that may be a copy from before; how many it still knew.

        What is too old to matter leaves the list.
        """
        listed = self._pruned(self.now(connection) - KEPT_S) if self._path.exists() else {}
        for digest, at in self._elsewhere():
            listed[digest] = max(at, listed.get(digest, at))
        if not listed:
            return 0
        newest = newest_moment(connection)
        since = {digest for digest, at in listed.items() if at > newest}
        if not since:
            return 0
        theirs = {each for each in _known(connection) if self._digests.of("forgotten", each).hex() in since}
        for handle in theirs:
            if not theirs.issuperset(connection.execute(handles_of(self._person(connection, handle))).scalars()):
                # Of the person's addresses, this one was forgotten alone.
                linking_of(self._database).leave(connection, handle)
            forget(connection, self._person(connection, handle), handle, ())
        return len(theirs)

    def _elsewhere(self) -> Iterator[tuple[str, float]]:
        """Of the database that this one is a copy of: that of another kind has its list under another name."""
        for other in self._path.parent.glob("*.forgotten"):
            if other == self._path:
                continue
            try:
                yield from _entries(other.read_text(errors="replace"))
            except OSError as problem:
                raise NotDone(f"the list of who was forgotten can not be read: {other}") from problem

    def _person(self, connection: Connection, handle: str) -> str:
        addresses = tables.addresses
        found = connection.execute(select(addresses.c.person).where(addresses.c.handle == handle)).scalar_one_or_none()
        return found or self._digests.of("person", handle).hex()

    def _pruned(self, before: float) -> dict[str, float]:
        """When each was last forgotten."""
        with self._held() as descriptor:
            text = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode(errors="replace")
            found = dict(sorted(_entries(text), key=lambda entry: entry[1]))
            kept = {digest: at for digest, at in found.items() if at >= before}
            if len(kept) < len(text.splitlines()):
                replace_text(self._path, "".join(f"{at:.6f} {digest}\n" for digest, at in kept.items()))
        return kept

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The open file, which no other process writes or replaces meanwhile."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            while True:
                descriptor = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX)
                    if os.path.samestat(os.fstat(descriptor), self._path.stat()):
                        yield descriptor
                        return
                finally:
                    os.close(descriptor)
        except OSError as problem:
            raise NotDone(f"the list of who was forgotten can not be written: {self._path}") from problem


def newest_moment(connection: Connection) -> float:
    """When the newest row was made; 0 where there is none."""
    columns = [table.c.at for table in tables.metadata.sorted_tables if "at" in table.c]
    return max(connection.execute(select(func.max(each))).scalar_one() or 0.0 for each in columns)


def _entries(text: str) -> Iterator[tuple[str, float]]:
    for line in text.splitlines():
        at, _blank, digest = line.partition(" ")
        try:
            yield digest, float(at)
        except ValueError:  # cut off by a loss of power
            continue


def _known(connection: Connection) -> set[str]:
    """The handle of everybody of whom there is anything."""
    lanes = {lane for column in _LANES for lane in connection.execute(select(column).distinct()).scalars() if lane}
    handles = {each for column in _HANDLES for each in connection.execute(select(column).distinct()).scalars()}
    return handles | {handle for handle in map(_handle, lanes) if handle}


def _handle(lane: str) -> str:
    """Of whoever a lane is of; "" where it is a whole group's."""
    parts = lane.split("/")
    alone, in_group = len(parts) == _ALONE and parts[2] == "private", len(parts) > _ALONE and parts[2] == "group"
    sender = parts[3] if alone else parts[-1] if in_group else ""
    return f"{unquote(parts[0])}:{unquote(sender)}" if sender else ""
