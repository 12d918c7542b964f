"""Unfinished conversations, one a lane at most, their answers sealed."""

from collections.abc import Iterable

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from bot.conversation import Open
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.settled import Keep
from bot.store.writer import Row, Statement
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation and for how long it has waited."""

    open: Open
    age_s: float


class Conversations:
    """Rows of unfinished conversations."""

    def __init__(self, database: Database) -> None:
        self._answers = Sealed(dict[str, str], "conversations", database.vault.sealer)
        self._engines, self._now = database.engines, database.engines.clock
        table = tables.conversations
        insert = database.engines.insert(table).values(at=self._now)
        age = (self._now - table.c.at).label("age")
        self._of = select(table, age).where(database.engines.among(table.c.lane, "lanes"))
        columns = ("form", "step", "answers", "at")
        self._keep = Statement(
            Order.KEEP_CONVERSATION,
            insert.on_conflict_do_update(
                index_elements=["lane"], set_={column: insert.excluded[column] for column in columns}
            ),
        )
        self._drop = Statement(Order.DROP_CONVERSATION, delete(table).where(table.c.lane == bindparam("which")))

    def load(self, connection: Connection, lanes: Iterable[str]) -> dict[str, Waiting]:
        """The conversation of each lane that has one; one that can't be read any more counts as none."""
        found = {}
        for row in self._engines.fetch_all(connection, self._of, {"lanes": list(set(lanes))}):
            lane, sealed = row["lane"], row["answers"]
            answers = self._answers.read(sealed, lane) if sealed else {}  # see `Upkeep`
            if answers is not None:
                found[lane] = Waiting(Open(row["form"], row["step"], answers), row["age"])
        return found

    def move(self, connection: Connection, old: str, new: str) -> None:
        """Put every conversation whose lane begins with `old` where `new` takes its place."""
        lanes = select(tables.conversations.c.lane).where(tables.conversations.c.lane.startswith(old, autoescape=True))
        for lane, waiting in self.load(connection, connection.execute(lanes).scalars()).items():
            moved = new + lane.removeprefix(old)
            kept = self.kept(Keep(moved, waiting.open))
            connection.execute(kept.statement.sql, kept.values)
            connection.execute(self._drop.sql, {"which": lane})

    def kept(self, keep: Keep) -> Row:
        """The conversation of a lane from now on."""
        if keep.conversation is None:
            return Row(self._drop, {"which": keep.lane})
        answers = self._answers.seal(keep.conversation.answers, keep.lane)
        values = {"lane": keep.lane, "form": keep.conversation.form, "step": keep.conversation.step}
        return Row(self._keep, {**values, "answers": answers})
