"""Tries at proving accounts: counted before anybody looks whether they are right; who and at what only as digests."""

from datetime import timedelta

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from bot.keeping import NoMoreTries, Try
from bot.store import tables
from bot.store.database import Database
from bot.store.engines import Alone
from bot.store.order import Order
from bot.store.writer import Row, Statement, Writer

_DAY_S = timedelta(days=1).total_seconds()
_HERE, _EVERYWHERE, _ANYBODY = 5, 10, 20  # wrong ones: a person's at one account, at all; anybody's at one account
_NOBODY = b""


class Proofs:
    """Rows of `tries`: each is a try that was wrong, or of which it is not known yet."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._engines, self._writer, self._digests = database.engines, writer, database.vault.digests
        table, now = tables.tries, database.engines.clock
        mine, here = table.c.person == bindparam("whose"), table.c.account == bindparam("which")
        both, whose, which = (func.count(case((of, 1))) for of in (mine & here, mine, here))
        self._counts = select(both, whose, which).where(or_(mine, here), table.c.at >= now - _DAY_S)
        self._insert = insert(table).values(at=now).returning(table.c.id)
        one = table.c.id == bindparam("number")
        self._undo = Statement(Order.FORGET_TRY, delete(table).where(one))
        # Of one that has run out since, the number may be somebody else's by now.
        self._forget = Statement(Order.FORGET_TRY, delete(table).where(one, mine))
        self._forgive = Statement(Order.FORGIVE_TRIES, update(table).where(mine).values(person=_NOBODY))

    async def begin(self, person: str, account: str) -> Try | NoMoreTries:
        """Count one more; returns when it is written."""
        whose, which = self._digests.of("tries", person), self._digests.of("tried", account).hex()
        return await self._writer.ask(lambda connection: self._begin(connection, whose, which))

    def _begin(self, connection: Connection, whose: bytes, which: str) -> Try | NoMoreTries:
        self._engines.alone(connection, Alone.COUNTING_TRIES)
        here, everywhere, anybody = connection.execute(self._counts, {"whose": whose, "which": which}).one()
        if here >= _HERE:
            return NoMoreTries.HERE
        if everywhere >= _EVERYWHERE:
            return NoMoreTries.EVERYWHERE
        number = connection.execute(self._insert, {"person": whose, "account": which}).scalar_one()
        left = min(_HERE - here, _EVERYWHERE - everywhere) - 1
        return Try(number, left, code_only=anybody >= _ANYBODY)

    async def right(self, number: int, person: str) -> None:
        """It was right: the person begins anew."""
        whose = self._digests.of("tries", person)
        one = {"number": number, "whose": whose}
        await self._writer.write(Row(self._forget, one), Row(self._forgive, {"whose": whose}))

    async def undo(self, number: int) -> None:
        """Nobody could tell whether it was right."""
        await self._writer.write(Row(self._undo, {"number": number}))
