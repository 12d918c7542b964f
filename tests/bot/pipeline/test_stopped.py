"""A process that was stopped for longer than a lease lasts, and goes on as if nothing had been."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.errors import LeaseLost
from bot.forms import Answers, Done, Form, Menu, Outcome
from bot.messages import Outgoing, Reply
from bot.people import Person
from bot.pipeline.delivery import Delivery
from bot.pipeline.rules import Patience, Rules
from bot.pipeline.turn import Turn
from bot.store.outbox import Parcel
from bot.store.settled import NOTIFICATION, Seen, Sending
from bot.store.store import Store
from bot.watches import Kind, Look, Looked
from bot.watching.looking import Habits, Looking
from tests.bot.pipeline.bench import Recorder
from tests.bot.store.conftest import Stores, postgresql
from tests.bot.store.conftest import stores as both
from tests.bot.store.messages import ALL, HERE, answered, said
from tests.bot.store.test_watches import EXAM, says, watch

__all__ = ["both", "postgresql"]

NEWS = Sending("news", HERE, Outgoing("news"), NOTIFICATION)


@dataclass
class Processes:
    """One that can be stopped, and another one, on one database."""

    stores: Stores
    one: Store
    other: Store
    passed: list[float]
    asked: list[str] = field(default_factory=list)  # what the one asked exam systems for
    platform: Recorder = field(default_factory=Recorder)

    async def stops(self, seconds: float = 61) -> None:
        """The one is stopped for so long; the other one goes on."""
        self.passed[0] += seconds
        for table in ("inbox", "outbox", "aims"):
            await self.stores.change(f"update {table} set until = until - {seconds}")

    async def told(self) -> Parcel:
        """What the one is about to send."""
        await self.one._writer.write(self.one.outbox.put(NEWS))
        (parcel,) = await self.one.parcels(ALL, 10)
        return parcel

    async def sends(self, parcel: Parcel) -> None:
        await Delivery(self.one, self.platform, _nothing, _now)(parcel)

    def turn(self, under_way: Callable[[], Awaitable[None]] | None = None) -> Turn:
        async def ask(_answers: Answers, _person: Person) -> Outcome:
            self.asked.append("a score")
            if under_way:
                await under_way()
            return Done((Reply("hello"),))

        rules = Rules("zh_CN", "", 1800, 1000, "", lambda _handle: False, _now, patience=Patience(0.001, 0.002))
        return Turn(self.one, Menu((Form("hello", "", ask),)), {"web": self.platform}, _nothing, rules)

    def looking(self) -> Looking:
        async def look(_look: Look) -> Looked:
            self.asked.append("an exam")
            return Looked()

        kind = Kind(EXAM.kind, look, timedelta(minutes=10))
        return Looking(self.one, {kind.name: kind}, _nothing, Habits("zh_CN", _now, Random(1)))


def _now() -> datetime:
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def _nothing() -> None: ...


@pytest.fixture
async def processes(both: Stores) -> Processes:
    if both.url.startswith("sqlite"):
        pytest.skip("an SQLite file has one bot only")
    passed = [0.0]
    return Processes(both, await both.store("one", clock=lambda: passed[0]), await both.store("other"), passed)


@pytest.mark.parametrize("renewed", [False, True])
async def test_does_not_send_what_another_one_has_sent(processes: Processes, *, renewed: bool) -> None:
    parcel = await processes.told()
    await processes.stops()
    await processes.other.renew()
    (theirs,) = await processes.other.parcels(ALL, 10)
    await processes.other.sent(theirs)
    if renewed:
        await processes.one.renew()
    with pytest.raises(LeaseLost):
        await processes.sends(parcel)
    assert processes.platform.sent.empty()


async def test_does_not_send_what_another_one_is_sending(processes: Processes) -> None:
    parcel = await processes.told()
    await processes.stops()
    await processes.other.renew()
    (theirs,) = await processes.other.parcels(ALL, 10)
    with pytest.raises(LeaseLost):
        await processes.sends(parcel)
    assert processes.platform.sent.empty()
    await processes.other.sent(theirs)


async def test_sends_what_nobody_took(processes: Processes) -> None:
    """Its leases are late, as after a while without the database, and its own still."""
    parcel = await processes.told()
    await processes.stops()
    await processes.sends(parcel)
    assert (await processes.platform.heard()).text == "news"
    await processes.other.renew()
    assert await processes.other.parcels(ALL, 10) == []


async def test_does_not_ask_while_its_leases_are_young(processes: Processes) -> None:
    """Not even where they were lost all the same, which a renewal or the end tells."""
    parcel = await processes.told()
    await processes.stops(35)
    await processes.one.renew()
    await processes.stops(35)
    await processes.stores.change("update outbox set owner = 'other'")
    with pytest.raises(LeaseLost):
        await processes.sends(parcel)
    assert (await processes.platform.heard()).text == "news"


async def test_asks_too_shortly_before_its_lease_ends(processes: Processes) -> None:
    """A send takes a while, in which somebody else could begin the same."""
    parcel = await processes.told()
    await processes.stops(59)
    await processes.stores.change("update outbox set owner = 'other'")
    with pytest.raises(LeaseLost):
        await processes.sends(parcel)
    assert processes.platform.sent.empty()


async def test_does_not_answer_what_another_one_has_answered(processes: Processes) -> None:
    await processes.one.receive([said("/hello")])
    (claimed,) = await processes.one.claim(10)
    await processes.stops()
    await processes.other.renew()
    (theirs,) = await processes.other.claim(10)
    await processes.other.settle(theirs.work, answered(theirs))
    with pytest.raises(LeaseLost):
        await processes.turn()(claimed)
    assert processes.asked == []


@pytest.mark.parametrize(("stopped_s", "announced"), [(61, 0), (0, 1)])
async def test_announces_nothing_once_it_was_stopped(processes: Processes, stopped_s: float, announced: int) -> None:
    """The other one may have answered meanwhile."""

    async def stopped() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()
        loop.call_later(0.003, over.set)  # timers go off in their order
        await processes.stops(stopped_s)
        await over.wait()

    await processes.one.receive([said("/hello")])
    (claimed,) = await processes.one.claim(10)
    await processes.turn(stopped)(claimed)
    assert len(processes.platform.announced) == announced


async def test_does_not_look_where_another_one_has_looked(processes: Processes) -> None:
    await says(processes.one, watch())
    (due,) = await processes.one.looks.due(10)
    await processes.stops()
    await processes.other.renew()
    (theirs,) = await processes.other.looks.due(10)
    await processes.other.looks.ended(theirs, Seen(60))
    with pytest.raises(LeaseLost):
        await processes.looking()(due)
    assert processes.asked == []


async def test_one_process_alone_asks_nobody(both: Stores) -> None:
    """A file has one: what it claimed stays its own, however long the disk was full."""
    passed = [0.0]
    store = await both.store("one", clock=lambda: passed[0])
    if both.url.startswith("postgresql"):
        pytest.skip("its server has many")
    passed[0] = 1e9
    assert store.outbox.claims.sure(1)
