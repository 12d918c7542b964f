"""What is watched: aims that fall due, who watches each, and what is known of it, sealed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from sqlalchemy import Boolean, String, bindparam, delete, func, literal, or_, select, update
from sqlalchemy.engine import Connection

from bot.aims import WHOLE, Aim
from bot.changes import StopWatching, WatchFor
from bot.store import tables
from bot.store.accounts import Accounts
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.known import Knowledge
from bot.store.order import Order
from bot.store.sealed import Sealed
from bot.store.settled import Seen
from bot.store.watchers import Watchers
from bot.store.writer import Row, Statement
from bot.values import dataclass
from bot.watches import Watch, Watcher

_ALL = ("",)  # every process looks at every aim
_SOON_S = 30.0  # so that who changes a setting again and again asks no system for each time
_MOST_FAILURES = 2**15 - 1  # that PostgreSQL has room for
_PAUSED_S = 600.0  # before it is seen whether one that everybody paused is watched again


@dataclass(frozen=True, slots=True)
class Due:
    """An aim that this process has claimed, with all that looking at it needs."""

    id: int
    lane: str
    aim: Aim
    failures: int
    age_s: float  # since the first look was wanted
    late_s: float  # since this one was due
    turn_s: float | None  # until its turn in a line that was announced
    watchers: tuple[Watcher, ...]  # of this very aim; who watches all of its kind, `holders` knows
    watched: tuple[int, ...]  # the watches of this very aim when it was claimed, also of who is not told
    known: Mapping[str, str] = field(repr=False)
    restored: float | None = None  # as of when, where that is from a copy that was restored since


class Watches:
    """Rows of `aims` and `watches`, with what is `known`."""

    def __init__(self, database: Database, mine: Mine, accounts: Accounts) -> None:
        self._database, self._accounts, self._digests = database, accounts, database.vault.digests
        named = database.engines.among(tables.aims.c.kind, "kinds") == bindparam("named", type_=Boolean)
        self.claims = Claims(database.engines, tables.aims, mine, stay=True, only=named)
        self._parts = Sealed(str, "aims", database.vault.sealer)
        self.known = Knowledge(database)
        self.watchers = Watchers(database, accounts)
        aims, watches, now = tables.aims, tables.watches, database.engines.clock
        self._now = now
        insert = database.engines.insert
        aim = insert(aims).values(due=now + bindparam("wait_s"), at=now)
        self._aim = Statement(Order.AIM, aim.on_conflict_do_nothing())
        # Waits for another process that is just removing it for want of watchers.
        self._wanted = Statement(
            Order.WANT, aim.on_conflict_do_update(index_elements=["lane"], set_={"kind": aim.excluded.kind})
        )
        watch = insert(watches).values(at=now, paused=False)
        renewed = {"paused": watch.excluded.paused, "address": watch.excluded.address}
        self._watch = Statement(
            Order.WATCH, watch.on_conflict_do_update(index_elements=["aim", "subject", "account"], set_=renewed)
        )
        self._stop = Statement(
            Order.STOP_WATCHING,
            delete(watches).where(
                watches.c.subject == bindparam("whose"),
                or_(
                    watches.c.id == bindparam("which"),
                    watches.c.account == bindparam("account"),
                    watches.c.aim == bindparam("lane"),
                ),
            ),
        )
        reminds = aims.c.kind.like(".%"), aims.c.due > now + _SOON_S
        told = aims.c.lane.in_(select(watches.c.aim).where(watches.c.subject == bindparam("whose")))
        self._soon = Statement(Order.REMIND_SOON, update(aims).where(*reminds, told).values(due=now + _SOON_S))
        persons = tables.persons
        mine_alone = persons.c.id == bindparam("whose")
        self._notify = Statement(Order.SET_PERSON, update(persons).where(mine_alone).values(notify=bindparam("there")))
        self._again = Statement(
            Order.AGAIN,
            update(aims)
            .where(aims.c.id == bindparam("row"), aims.c.owner == mine.owner)
            .values(due=now + bindparam("wait_s"), failures=bindparam("failed"), begun=0, restored=bindparam("as_of")),
        )
        self._put_off = update(aims).values(due=now + _PAUSED_S, owner=None, until=None, begun=0)

    def lane(self, aim: Aim) -> str:
        """The key of an aim."""
        return self._digests.of("aim", aim.kind, aim.part).hex()

    def aimed(self, aim: Aim, restored: float | None = None) -> Row:
        """An aim that is to be looked at; nothing where it is there already."""
        return Row(self._aim, self._values(aim, 0.0, "") | {"restored": restored})

    def _values(self, aim: Aim, wait_s: float, topic: str) -> dict[str, object]:
        lane = self.lane(aim)
        part = {"sealed": self._parts.seal(aim.part, lane), "restored": None}
        return {"lane": lane, "kind": aim.kind, "topic": topic, "priority": 0, "wait_s": wait_s, **part}

    def changed(self, change: WatchFor | StopWatching, subject: str) -> tuple[Row, ...]:
        """The rows of a change to what a person or a group watches."""
        match change:
            case WatchFor(aim, address, account, known, wait_s, topic):
                lane = self.lane(aim)
                values = {"aim": lane, "subject": subject, "account": account, "address": address}
                begun = (self.known.begun(self.lane(part), (account, lane), subject, value) for part, value in known)
                return Row(self._wanted, self._values(aim, wait_s, topic)), Row(self._watch, values), *begun
            case StopWatching(watch, account, stopped):
                lane = self.lane(stopped) if stopped else "-"
                return (Row(self._stop, {"whose": subject, "which": watch, "account": account or "-", "lane": lane}),)

    def addressed(self, person: str, address: str | None) -> Row:
        """Where a person is told of everything; `None`: of each where it was asked for, which is kept meanwhile."""
        return Row(self._notify, {"whose": person, "there": address})

    def reminders_soon(self, subject: str) -> Row:
        """What a person or a group is reminded of is looked at soon, since they want to be told at other times."""
        return Row(self._soon, {"whose": subject})

    def again(self, due: Due, seen: Seen) -> tuple[Row, ...]:
        """The next look at an aim. Raises `LeaseLost` where another process has looked meanwhile."""
        failures = min(due.failures + 1, _MOST_FAILURES) if seen.failed else 0
        values = {"row": due.id, "wait_s": seen.wait_s, "failed": failures, "as_of": seen.restored}
        return Row(self._again, values), Row(self.claims.freed, {"id": due.id})

    def over(self, lane: str, connection: Connection, watched: Collection[int] | None = None) -> None:
        """Nothing more is to come of an aim; who began to watch it after it was claimed is still to be told."""
        watches, theirs = tables.watches, tables.watches.c.aim == lane
        mine = theirs if watched is None else theirs & watches.c.id.in_(watched)
        connection.execute(delete(watches).where(mine))
        if connection.execute(select(watches.c.id).where(theirs).limit(1)).first():
            connection.execute(update(tables.aims).where(tables.aims.c.lane == lane).values(due=self._now))
            return
        connection.execute(delete(tables.known).where(tables.known.c.aim == lane))
        connection.execute(delete(tables.aims).where(tables.aims.c.lane == lane))

    def claim(self, connection: Connection, most: int, kinds: Sequence[str], *, others: bool) -> list[Due]:
        """The next aims that are due, of these kinds or of all others.

        One that nobody watches, or that can't be read any more, goes.

        One that is watched only by who has to do something first stays, and is not looked at.
        """
        due = []
        of_all: dict[str, tuple[bool, bool]] = {}
        for row in self.claims.claim(connection, most, _ALL, kinds=list(kinds), named=not others):
            part = self._parts.read(row["sealed"], row["lane"])
            if part is None:
                self.over(row["lane"], connection)
                continue
            aim = Aim(row["kind"], part)
            if aim.kind not in of_all:
                of_all[aim.kind] = self.watchers.anybody(connection, self.lane(Aim(aim.kind, WHOLE)))
            watched, ids = ((), ()) if aim.part == WHOLE else self.watchers.of(connection, row["lane"])
            watchers = tuple(watcher for watcher, paused in watched if not paused)
            kept, wanted = of_all[aim.kind]
            if watchers or wanted:
                due.append(
                    Due(
                        id=row["id"],
                        lane=row["lane"],
                        aim=aim,
                        failures=row["failures"],
                        age_s=row["age_s"],
                        late_s=row["late_s"],
                        turn_s=None if row["turn"] is None else row["turn"] - row["due"] - row["late_s"],
                        watchers=watchers,
                        watched=ids,
                        known=self.known.load(connection, row["lane"]),
                        restored=row["restored"],
                    )
                )
            elif watched or kept:
                connection.execute(self._put_off.where(tables.aims.c.id == row["id"]))
            else:
                self.over(row["lane"], connection)
        return due

    def move(self, connection: Connection, here: str, there: str) -> None:
        """What groups whose addresses begin with `here` watch, they watch where `there` takes its place."""
        watches = tables.watches
        mine = watches.c.subject.startswith(here, autoescape=True)
        doubled = list(connection.execute(select(watches.c.aim).where(mine)).scalars())
        others = watches.c.subject.startswith(there, autoescape=True)
        connection.execute(delete(watches).where(others, watches.c.aim.in_(doubled)))
        columns = watches.c.subject, watches.c.address
        renamed = {each: literal(there, String).concat(func.substr(each, len(here) + 1)) for each in columns}
        connection.execute(update(watches).where(mine).values(renamed))
        self.known.move(connection, here, there)

    async def holders(self, kind: str, numbers: Collection[str], accounts: Collection[str]) -> tuple[Watcher, ...]:
        """Who watches all of a kind with one of these accounts, meant by their numbers or by their ids.

        A kind of which all can be watched is called as the system whose accounts it is about.
        """
        whole = self.lane(Aim(kind, WHOLE))
        ids = {*accounts, *(self._accounts.id_of(kind, number) for number in numbers)}
        watched = await self._database.read(lambda connection: self.watchers.holding(connection, whole, ids))
        return tuple(watcher for watcher, paused in watched if not paused)

    async def of(self, subject: str) -> tuple[Watch, ...]:
        """What a person or a group has asked to watch, the oldest first."""
        return await self._database.read(lambda connection: self._of(connection, subject))

    def _of(self, connection: Connection, subject: str) -> tuple[Watch, ...]:
        watches, aims = tables.watches, tables.aims
        query = (
            select(watches, aims.c.kind, aims.c.sealed)
            .join(aims, aims.c.lane == watches.c.aim)
            .where(watches.c.subject == subject, aims.c.kind.not_like(".%"))
            .order_by(watches.c.id)
        )
        found = []
        for row in connection.execute(query):
            part = self._parts.read(row.sealed, row.aim)
            if part is not None:
                found.append(Watch(row.id, Aim(row.kind, part), row.account, row.paused, row.at))
        return tuple(found)
