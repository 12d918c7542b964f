"""Batches and their lines: begun, claimed, each line marked before its call and ended after it, and gone at the end."""

from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Boolean, bindparam, case, delete, false, insert, or_, select, true, update
from sqlalchemy.engine import Connection

from bot.batches import End, Line, Standing
from bot.changes import BeginBatch, SteerBatch
from bot.errors import KeyMissing, LeaseLost
from bot.messages import Address
from bot.store import tables
from bot.store.batch_lines import BatchLines
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.ending import claimed, end
from bot.store.order import Order
from bot.store.outbox import Outbox
from bot.store.sealed import Sealed
from bot.store.settled import Sending
from bot.store.writer import Row, Statement, Writer
from bot.values import dataclass

STOPPED: Final = timedelta(days=7)  # so long a batch waits to be resumed; then it ends as it stands


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that this process has claimed."""

    id: int
    word: str
    kind: str
    address: Address
    language: str
    failures: int  # pauses in a row
    stopped: bool  # and nobody resumed it in time, or it is to end as it stands
    shown: str  # the message, or the share, that showed how far it is


@dataclass(frozen=True, slots=True)
class Pause:
    """How the work on a batch ends for now."""

    wait_s: float = 0.0
    failures: int = 0
    shown: str = ""
    stop: bool = False
    told: tuple[Sending, ...] = ()


class Batches:
    """Rows of `batches`, with their lines."""

    def __init__(self, database: Database, writer: Writer, mine: Mine, outbox: Outbox) -> None:
        self._database, self._writer, self._outbox = database, writer, outbox
        self.claims = Claims(database.engines, tables.batches, mine, stay=True)
        self._lines = BatchLines(database.vault.sealer, mine.owner)
        self._whose = Sealed(str, "batches", database.vault.sealer)
        batches, now = tables.batches, database.engines.clock
        self._begin = Statement(Order.BEGIN_BATCH, insert(batches).values(priority=0, due=now, at=now))
        here = update(batches).where(batches.c.word == bindparam("which"), batches.c.address == bindparam("here"))
        later = now + STOPPED.total_seconds()
        self._steer = {
            "stop": Statement(Order.STEER_BATCH, here.values(stopped=true(), due=later)),
            "resume": Statement(Order.STEER_BATCH, here.values(stopped=false(), due=now, failures=0)),
            "end": Statement(Order.STEER_BATCH, here.values(stopped=true(), due=now)),
        }
        held = batches.c.id == bindparam("row"), batches.c.owner == mine.owner
        self._held = select(batches.c.stopped).where(*held).with_for_update()
        stop = bindparam("stop", type_=Boolean)
        due = case((batches.c.stopped, batches.c.due), (stop, later), else_=now + bindparam("wait_s"))
        self._again = Statement(
            Order.AGAIN,
            update(batches)
            .where(*held)
            .values(
                due=due,
                stopped=or_(batches.c.stopped, stop),
                failures=bindparam("failed"),
                shown=bindparam("showing"),
                begun=0,
            ),
        )

    def changed(self, change: BeginBatch | SteerBatch, address: str, language: str) -> tuple[Row, ...]:
        """The rows of a change that was said at an address."""
        if isinstance(change, SteerBatch):
            return (Row(self._steer[change.to], {"which": change.word, "here": address}),)
        sealed, lane = self._whose.seal(language, change.word), f"{address}{change.word}"
        begun = {"word": change.word, "lane": lane, "address": address, "kind": change.kind, "sealed": sealed}
        return Row(self._begin, begun), *self._lines.put(change)

    async def due(self, most: int) -> list[Batch]:
        """The next batches to be worked on."""
        return await claimed(
            self._writer, self.claims, lambda connection: self._claim(connection, most), attrgetter("id")
        )

    def _claim(self, connection: Connection, most: int) -> list[Batch]:
        found = []
        for row in self.claims.claim(connection, most):
            try:
                language, address = self._whose.open(row["sealed"], row["word"]), Address.parse(row["address"])
            except (KeyMissing, ValidationError, ValueError):  # nothing of it can be read any more
                connection.execute(delete(tables.batches).where(tables.batches.c.id == row["id"]))
            else:
                found.append(
                    Batch(
                        id=row["id"],
                        word=row["word"],
                        kind=row["kind"],
                        address=address,
                        language=language,
                        failures=row["failures"],
                        stopped=row["stopped"],
                        shown=row["shown"],
                    )
                )
        return found

    async def free(self, batch: Batch) -> None:
        """Give a batch back."""
        await end(self._writer, self.claims, batch.id, Row(self.claims.freed, {"id": batch.id}))

    async def cut_off(self, batch: Batch, to: End) -> None:
        """Lines that were begun before this claim, by a process that is no more. Raises `LeaseLost`."""

        def ending(connection: Connection) -> None:
            self._hold(connection, batch)
            self._lines.cut_off(connection, batch.word, to)

        await self._writer.ask(ending)

    async def next(self, batch: Batch, most: int) -> tuple[Line, ...] | None:
        """Mark the next lines as begun, also those that are lost; `None` where the batch is to stop.

        Raises `LeaseLost`.
        """
        return await self._writer.ask(lambda connection: self._next(connection, batch, most))

    def _next(self, connection: Connection, batch: Batch, most: int) -> tuple[Line, ...] | None:
        return None if self._hold(connection, batch) else self._lines.next(connection, batch.word, most)

    def _hold(self, connection: Connection, batch: Batch) -> bool:
        """Whether it is stopped; nobody else claims it before this transaction has ended."""
        row = connection.execute(self._held, {"row": batch.id}).one_or_none()
        if row is None:
            raise LeaseLost
        return bool(row.stopped)

    async def ended(self, batch: Batch, lines: Sequence[Line], told: Sequence[Sending] = ()) -> None:
        """Write what came of lines that were begun, and what is told by them.

        Where anything is told, raises `LeaseLost`: another process does the lines anew, and tells of them.
        """
        rows = [self._lines.ended(batch.word, line) for line in lines]
        rows += [self._outbox.put(each) for each in told]
        await self._writer.write(*rows, then=(lambda connection: self._hold(connection, batch)) if told else None)

    async def paused(self, batch: Batch, pause: Pause) -> None:
        """No more for now. Raises `LeaseLost`."""
        values = {
            "row": batch.id,
            "wait_s": pause.wait_s,
            "failed": pause.failures,
            "showing": pause.shown,
            "stop": pause.stop,
        }
        told = (self._outbox.put(each) for each in pause.told)
        freed = Row(self.claims.freed, {"id": batch.id})
        await end(self._writer, self.claims, batch.id, *told, Row(self._again, values), freed)

    async def finished(self, batch: Batch, *told: Sending) -> None:
        """The result is on its way, and nothing of the batch stays. Raises `LeaseLost`."""
        rows = (*(self._outbox.put(each) for each in told), Row(self.claims.removed, {"id": batch.id}))
        await end(self._writer, self.claims, batch.id, *rows)

    async def lines(self, batch: Batch) -> tuple[Line, ...]:
        """All lines as they stand."""
        return await self._database.read(lambda connection: self._lines.all(connection, batch.word))

    async def standing(self, word: str, address: str) -> Standing | None:
        """How far a batch of this address is; `None` where there is none."""
        return await self._database.read(lambda connection: self._standing(connection, word, address))

    def _standing(self, connection: Connection, word: str, address: str) -> Standing | None:
        batches = tables.batches
        which = batches.c.word == word, batches.c.address == address
        found = connection.execute(select(batches.c.kind, batches.c.stopped).where(*which)).one_or_none()
        if found is None:
            return None
        return Standing(found.kind, self._lines.counts(connection, word), found.stopped)
