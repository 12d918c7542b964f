"""Of several processes on one database one speaks for the bot: it polls and sends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.abilities import Outcome
from bot.app import running
from bot.forms import Menu
from bot.messages import Outgoing
from bot.platforms.telegram.platform import Telegram
from bot.settings import load
from tests.bot.store.conftest import Stores
from tests.bot.telegram.forms import ECHO
from tests.bot.telegram.house import PATIENCE_S, House, Waits, at_work, calling, private
from tests.botapi import Fake, Person
from tests.journeys.telegram import settings as as_fast_as_it_likes

NAME = "telegram/1000001"


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():
            await asyncio.sleep(0)


async def test_without_the_lease_nothing_is_polled_and_nothing_sent(fake: Fake, alice: Person) -> None:
    house, waits = House(mine=False), Waits()
    await alice.private.say("one")
    with capture_logs() as lines:
        async with at_work(fake, house, waits) as telegram:
            await waits.count(15.0)
            assert telegram.budget.room() == 0
            assert await telegram.announce("k", private(alice), "wait") == ""
            assert {call.method for call in fake.calls} == {"getMe"}
            house.mine = True
            waits.over()
            await house.got("one")
            assert telegram.budget.room() > 0
    said = [line["event"] for line in lines]
    assert said.index("another process speaks for the bot; this one waits") < said.index("speaks for the bot")


class Hesitant(House):
    """Does not say at once whether the lease can be had again."""

    async def lease(self, name: str) -> bool:
        had = self.asked > 0
        mine = await super().lease(name)
        if had:
            await asyncio.Event().wait()
        return mine


async def test_begun_anew_it_waits_for_the_lease(fake: Fake) -> None:
    """After a fault: another process may have taken it meanwhile."""
    house = Hesitant()
    async with at_work(fake, house, Waits()) as telegram:
        await until(lambda: fake.world.updates.polls > 0)
        [run] = [each for each in asyncio.all_tasks() if each.get_name() == "telegram"]
        run.cancel()
        await asyncio.wait({run})
        before = len(fake.calls)
        anew = asyncio.create_task(telegram.run())
        await until(lambda: house.asked > 1)
        async with calling(fake) as api:  # time enough for what would be asked by now
            await api.call("getMe", {})
            await api.call("getMe", {})
        assert {call.method for call in fake.calls[before:]} == {"getMe"}
        anew.cancel()


async def test_lease_that_is_lost_ends_polling_and_sending(fake: Fake, alice: Person, house: House) -> None:
    waits = Waits()
    async with at_work(fake, house, waits) as telegram:
        await alice.private.say("one")
        await house.got("one")
        house.mine = False
        waits.over()
        await until(lambda: telegram.budget.room() == 0)
        await alice.private.say("two")  # what was asked for comes yet
        await house.got("one", "two")
        polls = fake.world.updates.polls
        await alice.private.say("three")
        house.mine = True
        waits.over()
        await house.got("one", "two", "three")
        assert fake.world.updates.polls == polls + 1 or fake.called("deleteWebhook")


async def test_database_that_fails_is_no_lease(fake: Fake, alice: Person) -> None:
    class Away(House):
        async def lease(self, name: str) -> bool:
            if not self.asked:
                self.asked = 1
                raise ConnectionError
            return await super().lease(name)

    house, waits = Away(), Waits()
    await alice.private.say("one")
    async with at_work(fake, house, waits):
        await waits.past(15.0)
        await house.got("one")


@asynccontextmanager
async def process(fake: Fake, stores: Stores, owner: str, house: House, waits: Waits) -> AsyncIterator[Telegram]:
    """A platform of a process of its own: what it is told goes to `house`, its lease to the database."""
    store = await stores.store(owner)
    house.lease = store.lease  # type: ignore[method-assign]  # the one thing that is not made up
    house.give_up = store.give_up  # type: ignore[method-assign]  # as above
    async with at_work(fake, house, waits) as telegram:
        await waits.count(15.0)
        yield telegram


async def test_one_speaks_and_another_takes_over_at_its_end(fake: Fake, alice: Person, stores: Stores) -> None:
    first, second, waits = House(), House(), Waits()
    async with AsyncExitStack() as ends:
        one = await ends.enter_async_context(process(fake, stores, "one", first, Waits()))
        async with process(fake, stores, "two", second, waits) as two:
            await alice.private.say("for the first")
            await first.got("for the first")
            assert (one.budget.room() > 0, two.budget.room()) == (True, 0)
            await ends.aclose()
            await alice.private.say("for the second")
            waits.over()
            await second.got("for the second")
            assert two.budget.room() > 0
            assert (await two.send("k", private(alice), Outgoing("x"))).outcome is Outcome.SENT
    assert not [call for call in fake.called("getUpdates") if call.status == 409]


async def test_process_that_dies_is_followed_when_its_lease_runs_out(fake: Fake, alice: Person, stores: Stores) -> None:
    house, waits = House(), Waits()
    assert await (await stores.store("dead")).lease(NAME)
    await alice.private.say("one")
    async with process(fake, stores, "alive", house, waits) as telegram:
        assert telegram.budget.room() == 0
        await stores.change("update leases set until = until - 61")
        waits.over()
        await house.got("one")


async def test_lease_is_kept_by_whoever_has_it(stores: Stores) -> None:
    one, two = await stores.store("one"), await stores.store("two")
    assert await one.lease(NAME)
    assert not await two.lease(NAME)
    assert await one.lease(NAME)
    await two.give_up(NAME)  # of what is not its own
    assert not await two.lease(NAME)
    assert await two.lease("telegram/2")
    await one.give_up(NAME)
    assert await two.lease(NAME)


@pytest.mark.parametrize("stores", ["postgresql"], indirect=True)
async def test_two_whole_bots_on_one_database_answer_once(fake: Fake, stores: Stores) -> None:
    people = [fake.user(f"person{number}").private for number in range(10)]
    async with _whole(fake, stores), _whole(fake, stores):
        for turn in ("one", "two", "three"):
            for person in people:
                await person.say(f"/echo {turn}")
        for person in people:
            assert [(await person.hears()).text for _turn in range(3)] == [
                "you said one", "you said two", "you said three",
            ]  # fmt: skip
    assert not any(person.unheard() for person in people)
    assert len(fake.called("sendMessage")) == 30
    assert not [call for call in fake.calls if call.status != 200]


@asynccontextmanager
async def _whole(fake: Fake, stores: Stores) -> AsyncIterator[None]:
    settings = {
        **as_fast_as_it_likes(fake, "polling", 0),
        "http": {"listen": "127.0.0.1:0"},
        "store": {"url": stores.url, "key_file": str(stores.keys.file)},
    }
    async with running(
        load(Path("none"), settings, required=False), lambda _settings, _clients, _keeping: Menu((ECHO,))
    ):
        yield
