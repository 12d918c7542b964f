"""The store as the pipeline sees it: what comes in, what is claimed, and how a message ends."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from operator import attrgetter

from sqlalchemy.engine import Connection

from bot.aims import Quiet
from bot.changes import Forget
from bot.errors import StoreUnreachable
from bot.keeping import Keeping
from bot.measures import Measures
from bot.messages import Address, Incoming
from bot.store.accounts import Accounts
from bot.store.alarms import Alarms
from bot.store.audits import Audits
from bot.store.bans import Bans
from bot.store.batches import Batches
from bot.store.buttons import Buttons
from bot.store.changes import Changes
from bot.store.claiming import Claimed, Claiming
from bot.store.claims import Mine
from bot.store.conversations import Conversations
from bot.store.counts import Counters
from bot.store.credits import Credits
from bot.store.database import Database
from bot.store.dead import Dead
from bot.store.ending import claimed, end, hold
from bot.store.figures import Figures
from bot.store.forgotten import Forgotten
from bot.store.glances import Glances
from bot.store.inbox import Inbox, Work
from bot.store.leases import Leases
from bot.store.line import Line
from bot.store.linking import Linking
from bot.store.looks import Looks
from bot.store.moving import Moving
from bot.store.outbox import Outbox, Parcel, Postponed
from bot.store.persons import Persons
from bot.store.presence import Presence
from bot.store.proofs import Proofs
from bot.store.reaching import Reaching
from bot.store.readings import Readings
from bot.store.records import Records
from bot.store.resting import Resting
from bot.store.settled import Audited, Counting, Settled
from bot.store.settling import LAST, Settling
from bot.store.telling import Telling
from bot.store.tokens import Tokens
from bot.store.watches import Watches
from bot.store.writer import Row, Writer

_SCRUBS = 6  # half a minute: the message that says so, and whatever was under way, go a little later


class Store:
    """One process's hands on the database; all writes go through the writer."""

    def __init__(self, database: Database, writer: Writer, mine: Mine) -> None:
        self._database, self._writer = database, writer
        self.inbox = Inbox(database, mine)
        self.outbox = Outbox(database, mine)
        self.persons = Persons(database)
        conversations, self._counters = Conversations(database), Counters(database)
        self._buttons = buttons = Buttons(database)
        self._leases = Leases(database, mine)
        self._presence, self._forgotten = Presence(database.engines, mine.owner), Forgotten(database)
        self._audits, dead = Audits(database), Dead(database)
        bans, accounts = Bans(database, self.persons), Accounts(database)
        self.watches = Watches(database, mine, accounts)
        self._claiming = Claiming(self.inbox, self.persons, conversations, self._counters, accounts, bans)
        self._moving = Moving(self.inbox, conversations, self.watches)
        self.measures = Measures()
        self.tokens, line, resting = Tokens(database, writer), Line(database), Resting(database)
        telling = Telling(database, self.outbox)
        self.batches = Batches(database, writer, mine, self.outbox)
        linking = Linking(database, self.persons, accounts, self.watches.known)
        changing = self.watches, line, self.tokens, self.outbox, resting, telling
        changes = Changes(self.persons, accounts, *changing, self.batches)
        saying = self.inbox, self.outbox, conversations, self._counters, buttons, self.tokens
        self._settling = Settling(*saying, changes, self._audits, linking, bans, dead, self._forgotten)
        self.keeping = Keeping(
            accounts=accounts,
            tokens=self.tokens,
            credits=Credits(database, writer, mine, self.measures),
            proofs=Proofs(database, writer),
            records=Records(database),
            readings=Readings(database, writer),
            watches=self.watches,
            addresses=linking,
            glances=Glances(database, writer, self.persons, accounts),
            line=line,
            figures=Figures(database),
            people=Reaching(database, bans),
            dead=dead,
            audits=self._audits,
            batches=self.batches,
        )
        self.looks = Looks(writer, self.watches, self.outbox, self.tokens, buttons, telling, resting)
        self.alarms = Alarms(database, writer, self.persons, self.outbox)
        self._here = False
        self._claimed = self.inbox, self.outbox, self.watches, self.batches
        self._unscrubbed = _SCRUBS  # the process before this one may not have come to it

    async def receive(self, messages: Sequence[Incoming]) -> None:
        """Return when every message is stored, or was before."""
        await self._writer.write(*(row for message in messages for row in self.inbox.put(message)))

    async def claim(self, most: int) -> list[Claimed]:
        """The next messages of at most `most` lanes."""
        return await claimed(
            self._writer,
            self.inbox.claims,
            lambda connection: self._claiming(connection, most),
            attrgetter("work.id"),
        )

    async def hold(self, work: Work) -> None:
        """Make sure that a message is ours still. Raises `LeaseLost`."""
        await hold(self._writer, self.inbox.claims, work.id)

    async def calling(self, work: Work, audited: Audited | None = None) -> None:
        """Mark that a call which must not be repeated begins."""
        rows = (self._audits.row(audited),) if audited else ()
        await self._writer.write(*rows, self.inbox.calling(work))

    async def counted(self, counting: Counting) -> bool:
        """Whether this very thing was counted already."""
        return await self._database.read(lambda connection: self._counters.has(connection, counting))

    async def quiet_of(self, handle: str) -> Quiet | None:
        """When whoever has this handle wants no notifications."""
        known = await self._database.read(lambda connection: self.persons.load(connection, [handle]))
        return known[handle][1].quiet

    async def pressed(self, token: str) -> str | None:
        """The line behind a button that was too long to carry it; `None` when it has run out."""
        return await self._database.read(lambda connection: self._buttons.line(connection, token))

    async def settle(self, work: Work, settled: Settled) -> None:
        """End a message: everything of it in one transaction. Raises `LeaseLost`."""
        last = [change for change in settled.changes if isinstance(change, LAST)]
        then = partial(self._settling.last, settled) if last else None
        await end(self._writer, self.inbox.claims, work.id, *self._settling.rows(settled, work), then=then)
        if Forget() in last:
            self._unscrubbed = _SCRUBS
            self._tidy(older_s=0.0)

    async def forget_again(self) -> int:
        """Forget whoever this database, as a copy from before, still knows; how many addresses that were."""
        return await self._writer.ask(self._forgotten.again)

    async def scrub(self) -> None:
        """See to it that no byte of whom was forgotten stays in the database's files."""
        if self._unscrubbed and await self._database.engines.scrub():
            self._unscrubbed -= 1

    async def free(self, claimed: Claimed) -> None:
        """Give a message back unanswered."""
        await end(
            self._writer, self.inbox.claims, claimed.work.id, Row(self.inbox.claims.freed, {"id": claimed.work.id})
        )

    async def free_parcel(self, parcel: Parcel) -> None:
        """Give a message back of which nobody knows whether it was sent."""
        await end(self._writer, self.outbox.claims, parcel.id, Row(self.outbox.claims.freed, {"id": parcel.id}))

    async def parcels(self, serves: str, most: int) -> list[Parcel]:
        """The next messages to be sent to addresses that begin so, one each."""
        return await claimed(
            self._writer,
            self.outbox.claims,
            lambda connection: self.outbox.claim(connection, most, serves),
            attrgetter("id"),
        )

    async def hold_parcel(self, parcel: Parcel) -> None:
        """Make sure that it is this process that sends it. Raises `LeaseLost`."""
        await hold(self._writer, self.outbox.claims, parcel.id)

    async def sent(self, parcel: Parcel) -> None:
        # What has arrived shows that something can be sent there again, whether that was told or not.
        back = (self.outbox.places.back(parcel.address),) if parcel.gone else ()
        await end(self._writer, self.outbox.claims, parcel.id, *back, self.outbox.removed(parcel))

    async def postpone(self, parcel: Parcel, wait_s: float, why: Postponed) -> None:
        """Try again later."""
        await end(self._writer, self.outbox.claims, parcel.id, self.outbox.postponed(parcel, wait_s, why))

    async def bury(self, parcel: Parcel, reason: str, *, gone: bool = False) -> None:
        """Give a message up and keep it aside; remember it where nothing can be sent there any more."""
        left = (self.outbox.places.left(parcel.address),) if gone else ()
        await end(self._writer, self.outbox.claims, parcel.id, *left, *self.outbox.buried(parcel, reason))

    async def standing(self, address: Address, *, reachable: bool) -> None:
        """Remember that nothing can be sent there, or that it can again."""
        places = self.outbox.places
        await self._writer.write(places.back(address) if reachable else places.left(address))

    async def moved(self, old: Address, new: Address) -> None:
        """A group has another id from now on; everything of it goes along."""
        await self._writer.ask(lambda connection: self._moving(connection, old, new))

    async def lease(self, name: str) -> bool:
        """Take or keep what only one process may do; it has to be kept at least every `LEASE_S`."""
        return await self._writer.ask(lambda connection: self._leases.take(connection, name))

    async def give_up(self, name: str) -> None:
        """Let another process have a lease."""
        await self._writer.ask(lambda connection: self._leases.give_up(connection, name))

    async def renew(self) -> None:
        """Hold on to everything that this process has claimed, and to nothing in memory that nobody claims."""
        self._tidy()
        boxes = [(each.claims, sorted(each.claims.held), each.claims.now()) for each in self._claimed]

        def renewing(connection: Connection) -> list[list[int]]:
            ours = [claims.renew(connection, ids) for claims, ids, _asked in boxes]
            if self._here:
                self._presence.come(connection)
            return ours

        for (claims, _ids, asked), ours in zip(boxes, await self._writer.ask(renewing), strict=True):
            claims.note(ours, asked)

    def _tidy(self, **older: float) -> None:
        for box in (self.inbox, self.outbox):
            box.tidy(**older)

    async def come(self) -> None:
        """Let no command that must be alone begin from now on. Raises `StoreBusy` where one works.

        Where the database is a file, its lock does that already.
        """
        self._here = self._database.engines.path is None
        if self._here:
            await self._writer.ask(self._presence.come)

    async def go(self) -> None:
        """Let such a command begin."""
        if self._here:
            with suppress(StoreUnreachable):  # then it runs out by itself
                await self._writer.ask(self._presence.go)

    async def free_all(self) -> None:
        """Take every lease away, for the one process that knows that it is alone."""

        def freeing(connection: Connection) -> None:
            for each in self._claimed:
                each.claims.free_all(connection)
            self._leases.free_all(connection)

        await self._writer.ask(freeing)
