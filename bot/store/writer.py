"""The one task that commits. All that waits is written in one transaction, one executemany a statement.

A caller hands over rows and is woken after the commit. Questions (claims) are asked last in the same transaction, so
that they see what arrived with them. A batch that fails is repeated in halves, and these in theirs, so that one bad row
hurts only its own caller.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import field
from typing import Any, TypeVar

import structlog
from sqlalchemy import Executable
from sqlalchemy.engine import Connection

from bot.errors import LeaseLost, StoreUnreachable
from bot.store.engines import Engines
from bot.store.order import Order
from bot.values import dataclass

T = TypeVar("T")
log = structlog.get_logger()

_GROW_S = 0.01  # at most so long a batch grows: where it grows there is so much to do that nobody would see it
_PATIENCE_S = 2.0  # a transaction that takes longer is waiting for somebody
_LATELY_S = 30.0  # every bot that speaks for an account of its own writes a lease more often
_STILL = 3  # turns of the loop in which nobody came: what one turn reads, the next but one may hand over


@dataclass(frozen=True, eq=False, slots=True)
class Statement:
    """One kind of write. Within a transaction lower `order` goes first.

    Where `held` is set, the statement takes the parameters of all its rows at once as the list `ids` and returns the
    ids that it found; a row that was not found is a lost lease.
    """

    order: Order
    sql: Executable
    held: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row for a statement."""

    statement: Statement
    values: dict[str, Any] = field(repr=False)


@dataclass(slots=True)
class _Wanted:
    rows: tuple[Row, ...]
    question: Callable[[Connection], object] | None
    done: asyncio.Future[object]


class Writer:
    """Run `run` in a task; end it with `stop`, which writes what still waits."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._waiting: list[_Wanted] = []
        self._wake = asyncio.Event()
        self._stopping = False
        self._away: tuple[float, str] | None = None  # when it was last, and by which error; None once a row was written
        self._begun_at: float | None = None  # when the transaction began that is under way
        self.batches = 0
        self.written = 0

    async def write(self, *rows: Row, then: Callable[[Connection], object] | None = None) -> None:
        """Return when the rows are committed, and what is done then, all or none.

        Raises `LeaseLost`, or what the database raised.
        """
        if rows:
            await self._want(rows, then)

    async def ask(self, question: Callable[[Connection], T]) -> T:
        """What `question` returns, asked within a transaction that is committed by then."""
        return await self._want((), question)  # type: ignore[return-value]  # the future is its question's

    def _want(self, rows: tuple[Row, ...], question: Callable[[Connection], object] | None) -> asyncio.Future[object]:
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Wanted(rows, question, done))
        self._wake.set()
        return done

    def trouble(self) -> str:
        """Why nothing can be written now; "" where it can, as far as anybody tried lately."""
        now = time.monotonic()
        if self._begun_at is not None and now - self._begun_at > _PATIENCE_S:
            return "the database keeps what is to be written waiting"
        if self._away is not None and now - self._away[0] < _LATELY_S:
            return f"the database takes nothing ({self._away[1]})"
        return ""

    async def run(self) -> None:
        while not (self._stopping and not self._waiting):
            await self._wake.wait()
            await self._grow()
            self._wake.clear()
            batch, self._waiting = self._waiting, []
            if batch:
                await self._commit(batch)

    async def _grow(self) -> None:
        """Let whoever was woken together with us join the batch, and in a busy loop whoever comes next, and next."""
        now, still = asyncio.get_running_loop().time, 0
        until = now() + _GROW_S
        while still < _STILL and now() < until:
            joined = len(self._waiting)
            await asyncio.sleep(0)
            still = still + 1 if len(self._waiting) == joined else 0

    def stop(self) -> None:
        """Let `run` end once nothing waits."""
        self._stopping = True
        self._wake.set()

    async def _commit(self, batch: list[_Wanted]) -> None:
        try:
            results = await self._transact(batch)
        except Exception as problem:  # noqa: BLE001 - handed to the caller whose row it was
            await self._failed(batch, problem)
            return
        for wanted, result in zip(batch, results, strict=True):
            if not wanted.done.done():  # else its caller was cancelled; what it wrote stands
                wanted.done.set_result(result)

    async def _failed(self, batch: list[_Wanted], problem: Exception) -> None:
        if self._engines.away(problem):  # nothing is learnt about a row: each caller is told, and may try again
            self._away = time.monotonic(), type(problem).__name__
            for wanted in batch:
                _fail(wanted, StoreUnreachable(f"the database does not answer ({type(problem).__name__})"))
        elif len(batch) == 1:
            _fail(batch[0], problem)
        else:
            log.warning("batch repeated in halves", size=len(batch), error=type(problem).__name__)
            half = len(batch) // 2
            await self._commit(batch[:half])
            await self._commit(batch[half:])

    async def _transact(self, batch: list[_Wanted]) -> list[object]:
        self._begun_at = time.monotonic()
        try:
            results = await self._engines.write(lambda connection: _apply(self._engines, connection, batch))
        finally:
            self._begun_at = None
        if any(wanted.rows for wanted in batch):  # a question may change nothing, which a full disk takes too
            self._away = None
        self.batches += 1
        self.written += len(batch)
        return results


def _fail(wanted: _Wanted, problem: Exception) -> None:
    if not wanted.done.done():
        wanted.done.set_exception(problem)


def _apply(engines: Engines, connection: Connection, batch: list[_Wanted]) -> list[object]:
    grouped: dict[Statement, list[dict[str, Any]]] = {}
    for wanted in batch:
        for row in wanted.rows:
            grouped.setdefault(row.statement, []).append(row.values)
    for statement, values in sorted(grouped.items(), key=lambda item: item[0].order):
        if statement.held:
            _take(engines, connection, statement, values)
        else:
            engines.execute_many(connection, statement.sql, values)
    return [wanted.question(connection) if wanted.question else None for wanted in batch]


def _take(engines: Engines, connection: Connection, statement: Statement, values: list[dict[str, Any]]) -> None:
    ids = [value["id"] for value in values]
    if len(engines.fetch_all(connection, statement.sql, {"ids": ids})) != len(ids):
        raise LeaseLost
