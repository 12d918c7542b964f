"""What is watched: aims that fall due, who watches each, and what is known of it, sealed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from sqlalchemy import Double, bindparam, delete, func, or_, select, update
from sqlalchemy import Row as SqlRow
from sqlalchemy.engine import Connection

from bot.aims import REMIND, WHOLE, Aim, Quiet
from bot.errors import KeyMissing
from bot.messages import Address
from bot.people import Account, Announce, StopWatching, WatchFor
from bot.store import tables
from bot.store.accounts import Accounts
from bot.store.claims import Claims, Mine
from bot.store.database import Database
from bot.store.sealed import Sealed
from bot.store.writer import Row, Statement
from bot.watches import Watch, Watcher

_ALL = ("",)  # every process looks at every aim


@dataclass(frozen=True, slots=True)
class Due:
    """An aim that this process has claimed, with all that looking at it needs."""

    id: int
    lane: str
    aim: Aim
    failures: int
    age_s: float  # since the first look was wanted
    watchers: tuple[Watcher, ...]
    known: Mapping[str, str] = field(repr=False)


class Watches:
    """Rows of `aims`, `watches` and `known`."""

    def __init__(self, database: Database, mine: Mine, accounts: Accounts) -> None:
        self._database, self._accounts, self._digests = database, accounts, database.vault.digests
        self.claims = Claims(database.engines, tables.aims, mine)
        self._parts = Sealed(str, "aims", database.vault.sealer)
        self._known = Sealed(str, "known", database.vault.sealer)
        aims, watches, known, now = tables.aims, tables.watches, tables.known, database.engines.clock
        insert = database.engines.insert
        self._aim = Statement(52, insert(aims).values(due=now + bindparam("wait_s"), at=now).on_conflict_do_nothing())
        watch = insert(watches).values(at=now, paused=False)
        renewed = {"paused": watch.excluded.paused, "address": watch.excluded.address}
        self._watch = Statement(
            53, watch.on_conflict_do_update(index_elements=["aim", "subject", "account"], set_=renewed)
        )
        put = insert(known)
        self._keep = Statement(
            54, put.on_conflict_do_update(index_elements=["aim", "account"], set_={"sealed": put.excluded.sealed})
        )
        same = watches.c.account == bindparam("watched"), watches.c.aim == bindparam("watching")
        watched = select(watches.c.id).where(*same, watches.c.account != "")
        names = ("aim", "account", "sealed")
        row = select(*(bindparam(name, type_=known.c[name].type) for name in names)).where(~watched.exists())
        begin = insert(known).from_select(names, row, include_defaults=False)
        self._begin = Statement(
            51, begin.on_conflict_do_update(index_elements=["aim", "account"], set_={"sealed": begin.excluded.sealed})
        )
        self._stop = Statement(
            55,
            delete(watches).where(
                watches.c.subject == bindparam("whose"),
                or_(watches.c.id == bindparam("which"), watches.c.account == bindparam("account")),
            ),
        )
        held = select(tables.accounts.c.id).where(tables.accounts.c.id == known.c.account).exists()
        self._forsake = Statement(
            57,
            delete(known).where(
                or_(known.c.account == bindparam("of"), (known.c.account == bindparam("which")) & ~held)
            ),
        )
        before = aims.alias("before")
        rank = select(func.count()).where(
            before.c.kind == aims.c.kind, before.c.topic == aims.c.topic, before.c.id < aims.c.id
        )
        self._announce = Statement(
            58,
            update(aims)
            .where(aims.c.kind == bindparam("of"), aims.c.topic == bindparam("which"))
            .values(due=now + rank.scalar_subquery() * bindparam("apart_s", type_=Double)),
        )
        self._pause = Statement(
            56,
            update(watches)
            .where(watches.c.subject == bindparam("whose"), watches.c.account == bindparam("of"))
            .values(paused=True),
        )
        self._again = Statement(
            85,
            update(aims)
            .where(aims.c.id == bindparam("row"), aims.c.owner == mine.owner)
            .values(due=now + bindparam("wait_s"), failures=bindparam("failed"), owner=None, until=None, begun=0),
        )

    def lane(self, aim: Aim) -> str:
        """The key of an aim."""
        return self._digests.of("aim", aim.kind, aim.part).hex()

    def aimed(self, aim: Aim, wait_s: float = 0.0, topic: str = "") -> Row:
        """An aim that is to be looked at; nothing where it is there already."""
        lane = self.lane(aim)
        values = {"lane": lane, "kind": aim.kind, "topic": topic, "priority": 0, "wait_s": wait_s}
        return Row(self._aim, {**values, "sealed": self._parts.seal(aim.part, lane)})

    def changed(self, change: WatchFor | StopWatching, subject: str) -> tuple[Row, ...]:
        """The rows of a change to what a person or a group watches."""
        match change:
            case WatchFor(aim, address, account, known, wait_s, topic):
                lane = self.lane(aim)
                values = {"aim": lane, "subject": subject, "account": account, "address": address}
                kept = (self._begun(lane, part, (account, account or subject), value) for part, value in known)
                return self.aimed(aim, wait_s, topic), Row(self._watch, values), *kept
            case StopWatching(watch, account):
                return (Row(self._stop, {"whose": subject, "which": watch, "account": account or "-"}),)

    def _begun(self, watching: str, aim: Aim, of: tuple[str, str], value: str) -> Row:
        """What there is at the beginning; who watches the account already must not miss what is new in it."""
        lane, (account, whose) = self.lane(aim), of
        values = {"aim": lane, "account": whose, "sealed": self._known.seal(value, f"{lane}:{whose}")}
        return Row(self._begin, {**values, "watched": account, "watching": watching})

    def kept(self, aim: Aim, account: str, value: str) -> Row:
        """What is known of an aim, or of one account in it, from now on."""
        lane = self.lane(aim)
        return Row(
            self._keep, {"aim": lane, "account": account, "sealed": self._known.seal(value, f"{lane}:{account}")}
        )

    def announced(self, change: Announce) -> Row:
        """Let aims of a topic be looked at, one after the other in the order in which they were made."""
        return Row(self._announce, {"of": change.kind, "which": change.topic, "apart_s": change.apart_s})

    def forsaken(self, account: str, person: str) -> Row:
        """What is known of an account goes with the last who held it, what was told of it with each."""
        return Row(self._forsake, {"which": account, "of": f"{account}/{person}"})

    def paused(self, watcher: Watcher) -> Row:
        """The watcher has to do something first."""
        return Row(self._pause, {"whose": watcher.subject, "of": watcher.account.id if watcher.account else ""})

    def again(self, due: Due, wait_s: float, *, failed: bool) -> Row:
        """The next look at an aim."""
        return Row(self._again, {"row": due.id, "wait_s": wait_s, "failed": due.failures + 1 if failed else 0})

    def over(self, connection: Connection, lane: str) -> None:
        """Nothing more is to come of an aim."""
        connection.execute(delete(tables.watches).where(tables.watches.c.aim == lane))
        connection.execute(delete(tables.known).where(tables.known.c.aim == lane))
        connection.execute(delete(tables.aims).where(tables.aims.c.lane == lane))

    def claim(self, connection: Connection, most: int) -> list[Due]:
        """The next aims that are due. One that nobody watches, or that can't be read any more, goes."""
        due = []
        for row in self.claims.claim(connection, most, _ALL):
            try:
                aim = Aim(row.kind, self._parts.open(row.sealed, row.lane))
            except (KeyMissing, ValidationError):
                self.over(connection, row.lane)
                continue
            watchers = self._watchers(connection, aim)
            if watchers:
                known = self._load(connection, row.lane)
                due.append(Due(row.id, row.lane, aim, row.failures, row.age_s, watchers, known))
            else:
                self.over(connection, row.lane)
        return due

    def _watchers(self, connection: Connection, aim: Aim) -> tuple[Watcher, ...]:
        """Who watches this part, or all of its kind; those who have to do something first are left out."""
        watches, persons, chats = tables.watches, tables.persons, tables.chats
        lanes = {self.lane(aim), self.lane(Aim(aim.kind, WHOLE))}
        query = (
            select(
                watches,
                persons.c.language,
                persons.c.quiet,
                persons.c.spoiler,
                persons.c.remind,
                chats.c.language.label("chat_language"),
                chats.c.quiet.label("chat_quiet"),
                chats.c.remind.label("chat_remind"),
            )
            .outerjoin(persons, persons.c.id == watches.c.subject)
            .outerjoin(chats, chats.c.chat == watches.c.subject)
            .where(watches.c.aim.in_(lanes), ~watches.c.paused)
            .order_by(watches.c.id)
        )
        rows = connection.execute(query).all()
        held = self._accounts.load(connection, {row.subject for row in rows if row.account})
        watchers = (self._watcher(row, held.get(row.subject, ())) for row in rows)
        return tuple(watcher for watcher in watchers if watcher)

    def _watcher(self, row: SqlRow[tuple[object, ...]], accounts: Iterable[Account]) -> Watcher | None:
        """`None` for an account that is not the person's any more."""
        account = next((each for each in accounts if each.id == row.account and not each.suspended), None)
        if row.account and account is None:
            return None
        return Watcher(
            row.subject,
            Address.parse(row.address),
            row.language or row.chat_language,
            account,
            Quiet.parse(row.quiet or row.chat_quiet or ""),
            covers=bool(row.spoiler),
            remind=row.remind or row.chat_remind or REMIND,
        )

    def _load(self, connection: Connection, lane: str) -> dict[str, str]:
        found = {}
        for row in connection.execute(select(tables.known).where(tables.known.c.aim == lane)):
            try:
                found[row.account] = self._known.open(row.sealed, f"{lane}:{row.account}")
            except (KeyMissing, ValidationError):
                continue
        return found

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
            try:
                aim = Aim(row.kind, self._parts.open(row.sealed, row.aim))
            except (KeyMissing, ValidationError):
                continue
            found.append(Watch(row.id, aim, row.account, row.paused, row.at))
        return tuple(found)
