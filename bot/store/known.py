"""What is known of watched aims, sealed.

By account, by `account/person` what one holder was told, and by its address what a group was.
"""

from collections.abc import Collection

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.engine import Connection

from bot.keeping import Glimpse
from bot.store import tables
from bot.store.database import Database
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement


class Knowledge:
    """Rows of `known`; an aim is meant by its key."""

    def __init__(self, database: Database) -> None:
        self._values = Sealed(str, "known", database.vault.sealer)
        known, watches, insert = tables.known, tables.watches, database.engines.insert
        columns = ["aim", "account"]
        put = insert(known)
        self._keep = Statement(
            Order.KEEP_KNOWN, put.on_conflict_do_update(index_elements=columns, set_={"sealed": put.excluded.sealed})
        )
        same = watches.c.account == bindparam("watched"), watches.c.aim == bindparam("watching")
        watched = select(watches.c.id).where(*same, watches.c.account != "")
        names = ("aim", "account", "sealed")
        row = select(*(bindparam(name, type_=known.c[name].type) for name in names)).where(~watched.exists())
        begin = insert(known).from_select(names, row, include_defaults=False)
        self._begin = Statement(
            Order.BEGIN_KNOWN,
            begin.on_conflict_do_update(index_elements=columns, set_={"sealed": begin.excluded.sealed}),
        )
        held = select(tables.accounts.c.id).where(tables.accounts.c.id == known.c.account).exists()
        of_both, unheld = known.c.account == bindparam("of"), (known.c.account == bindparam("which")) & ~held
        self._forsake = Statement(Order.FORSAKE, delete(known).where(or_(of_both, unheld)))

    def begun(self, aim: str, watched: tuple[str, str], subject: str, value: str) -> Row:
        """What there is at the beginning; who watches the same account and aim already must not miss what is new."""
        account, watching = watched
        row = self._row(aim, account or subject, value)
        return Row(self._begin, {**row, "watched": account, "watching": watching})

    def kept(self, aim: str, account: str, value: str) -> Row:
        """What is known from now on."""
        return Row(self._keep, self._row(aim, account, value))

    def forsaken(self, account: str, person: str) -> Row:
        """What is known of an account goes with the last who held it, what was told of it with each."""
        return Row(self._forsake, {"which": account, "of": f"{account}/{person}"})

    def load(self, connection: Connection, aim: str) -> dict[str, str]:
        """All of an aim; what can't be read any more is left out."""
        found = {}
        for row in connection.execute(select(tables.known).where(tables.known.c.aim == aim)):
            value = self._values.read(row.sealed, f"{aim}:{row.account}")
            if value is not None:
                found[row.account] = value
        return found

    def of(self, connection: Connection, accounts: Collection[str], person: str) -> tuple[Glimpse, ...]:
        """What is known of these accounts, and of what was told of them to this person; the newest aims first."""
        known, aims = tables.known, tables.aims
        mine = [*accounts, *(f"{each}/{person}" for each in accounts)]
        theirs = select(known, aims.c.kind).join(aims, aims.c.lane == known.c.aim).where(known.c.account.in_(mine))
        found = []
        for row in connection.execute(theirs.order_by(aims.c.id.desc())):
            value = self._values.read(row.sealed, f"{row.aim}:{row.account}")
            if value is not None:
                found.append(Glimpse(row.kind, row.account.partition("/")[0], value))
        return tuple(found)

    def move(self, connection: Connection, here: str, there: str) -> None:
        """What is known for groups whose addresses begin with `here` is known where `there` takes its place."""
        mine = tables.known.c.account.startswith(here, autoescape=True)
        for aim in connection.execute(select(tables.known.c.aim).where(mine).distinct()).scalars().all():
            for account, value in self.load(connection, aim).items():
                if account.startswith(here):
                    row = self._row(aim, there + account.removeprefix(here), value)
                    connection.execute(self._keep.sql, row)
        connection.execute(delete(tables.known).where(mine))

    def rename(
        self,
        connection: Connection,
        old: str,
        new: str,
        *,
        accounts: Collection[str] | None = None,
        keep: bool = False,
    ) -> None:
        """What was told to one person of each account, or of these, was told to another one; with `keep` to both."""
        known = tables.known
        theirs = known.c.account.endswith(f"/{old}", autoescape=True)
        for row in connection.execute(select(known).where(theirs)).all():
            account = row.account.removesuffix(f"/{old}")
            if accounts is not None and account not in accounts:
                continue
            value = self._values.read(row.sealed, f"{row.aim}:{row.account}")
            if value is None:
                continue
            connection.execute(self._keep.sql, self._row(row.aim, f"{account}/{new}", value))
            if not keep:
                connection.execute(delete(known).where(known.c.aim == row.aim, known.c.account == row.account))

    def _row(self, aim: str, account: str, value: str) -> dict[str, object]:
        return {"aim": aim, "account": account, "sealed": self._values.seal(value, f"{aim}:{account}")}
