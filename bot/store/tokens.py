"""Short-lived values behind words that nobody can guess; only a digest of each word is kept."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Executable, bindparam, delete, func, or_, select, update
from sqlalchemy.engine import Connection

from bot.chance import new_word
from bot.sealing import Digests
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.settled import NewToken
from bot.store.writer import Row, Statement, Writer


def told_as_one(connection: Connection, digests: Digests, kind: str, words: Collection[str]) -> None:
    """From now on these run out together: who asks for the last of them means all."""
    table = tables.tokens
    these = table.c.digest.in_([_digest(digests, kind, word) for word in words])
    until = select(func.max(table.c.until)).where(these).scalar_subquery()
    connection.execute(update(table).where(these).values(until=until))


def _digest(digests: Digests, kind: str, word: str) -> bytes:
    return digests.of("token", kind, word.strip().upper())


class Tokens:
    """Rows of `tokens`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer, self._digests = database, writer, database.vault.digests
        self._values = Sealed(str, "tokens", database.vault.sealer)
        self._now = database.engines.clock
        insert = database.engines.insert(tables.tokens).values(until=self._now + bindparam("per_s"))
        self._put = Statement(Order.KEEP_TOKEN, insert)
        lasting = {"until": insert.excluded.until, "sealed": insert.excluded.sealed}
        self._renew = Statement(
            Order.RENEW_TOKEN, insert.on_conflict_do_update(index_elements=["digest"], set_=lasting)
        )
        self._spend = Statement(
            Order.SPEND_TOKEN, delete(tables.tokens).where(tables.tokens.c.digest == bindparam("which"))
        )

    def row(self, token: NewToken, *, person: str = "") -> Row:
        """The row of a new token."""
        digest = self._digest(token.kind, token.word)
        sealed = self._values.seal(token.value, digest.hex())
        values = {"digest": digest, "kind": token.kind, "person": person or None, "sealed": sealed}
        return Row(self._put, {**values, "per_s": token.per.total_seconds()})

    def renewed(self, token: NewToken) -> Row:
        """The row of a token whose word is not new: it lasts anew."""
        row = self.row(token)
        return Row(self._renew, row.values)

    async def put(self, kind: str, value: str, per: timedelta, *, person: str = "") -> str:
        """Keep a value for a while; the word for it."""
        token = NewToken(kind, new_word(), value, per)
        await self._writer.write(self.row(token, person=person))
        return token.word

    def spent(self, kind: str, word: str) -> Row:
        """The row that ends a token, for whoever took it too."""
        return Row(self._spend, {"which": self._digest(kind, word)})

    async def look(self, kind: str, word: str, *, person: str = "") -> str | None:
        """What is behind a word; `None` where it ran out, was taken, never was, or is not of this person."""
        digest = self._digest(kind, word)
        query = select(tables.tokens.c.sealed).where(*self._there(digest, None))
        if person:
            query = query.where(tables.tokens.c.person == person)
        return await self._database.read(lambda connection: self._opened(connection, query, digest))

    async def newest(self, kind: str, person: str) -> str | None:
        """What is behind the word of this kind that a person got last."""
        table = tables.tokens
        query = (
            select(table.c.digest, table.c.sealed)
            .where(table.c.person == person, table.c.kind == kind, table.c.until >= self._now, table.c.taken.is_(None))
            .order_by(table.c.until.desc(), table.c.id.desc())
            .limit(1)
        )

        def opened(connection: Connection) -> str | None:
            row = connection.execute(query).one_or_none()
            return self._values.read(row.sealed, row.digest.hex()) if row else None

        return await self._database.read(opened)

    async def last(self, kind: str, person: str) -> tuple[str, ...]:
        """The same, with all that runs out together with it, in order."""
        table = tables.tokens
        mine = table.c.person == person, table.c.kind == kind, table.c.until >= self._now, table.c.taken.is_(None)
        newest = select(func.max(table.c.until)).where(*mine).scalar_subquery()
        query = select(table.c.digest, table.c.sealed).where(*mine, table.c.until == newest).order_by(table.c.id)

        def opened(connection: Connection) -> tuple[str, ...]:
            found = (self._values.read(row.sealed, row.digest.hex()) for row in connection.execute(query))
            return tuple(each for each in found if each is not None)

        return await self._database.read(opened)

    async def take(self, kind: str, word: str, by: str) -> str | None:
        """The same, for the first who takes it; who took it may again."""
        digest = self._digest(kind, word)
        taking = (
            update(tables.tokens).where(*self._there(digest, by)).values(taken=by).returning(tables.tokens.c.sealed)
        )
        return await self._writer.ask(lambda connection: self._opened(connection, taking, digest))

    def unwanted(self, connection: Connection, people: Collection[str]) -> None:
        """Delete what was just kept for persons who were forgotten in the meantime."""
        kept = select(tables.persons.c.id)
        mine = tables.tokens.c.person
        connection.execute(delete(tables.tokens).where(mine.in_(people), mine.not_in(kept)))

    def _digest(self, kind: str, word: str) -> bytes:
        return _digest(self._digests, kind, word)

    def _there(self, digest: bytes, by: str | None) -> tuple[ColumnElement[bool], ...]:
        table = tables.tokens
        free = or_(table.c.taken.is_(None), table.c.taken == by)
        return table.c.digest == digest, table.c.until >= self._now, free

    def _opened(self, connection: Connection, query: Executable, digest: bytes) -> str | None:
        return self._values.read(connection.execute(query).scalar_one_or_none(), digest.hex())
