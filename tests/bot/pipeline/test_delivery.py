"""What becomes of a send."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from bot.abilities import Abilities, Sent
from bot.abilities import Outcome as Ended
from bot.aims import Quiet
from bot.budget import Budget, Pace
from bot.errors import StoreUnreachable
from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Address, Outgoing, Reply
from bot.people import Person
from bot.store.outbox import Parcel, Postponed
from bot.store.settled import NOTIFICATION, Sending
from bot.store.store import Store
from tests.bot.pipeline.bench import Bench, Recorder, bench


async def _hello(_answers: Answers, _person: Person) -> Outcome:
    return Done((Reply("hello"),))


HELLO = Form("hello", "", _hello)


async def dead(here: Bench) -> bool:
    """Whether the message was given up: then the next one goes out, though it was not sent."""
    await here.say("/hello")
    await here.platform.heard()
    return here.platform.sent.empty()


async def test_refused_for_now_is_sent_later(tmp_path: Path) -> None:
    async with bench(tmp_path, HELLO, platform=Recorder()) as here:
        here.platform.answers.append(Sent(Ended.LATER, wait_s=0.001))
        assert await here.ask("/hello") == "hello"
        here.stir()
        await sent_again(here)


async def sent_again(here: Bench) -> None:
    while here.platform.sent.empty():
        here.stir()
        await here.store.renew()  # a transaction's time passes
    assert (await here.platform.heard()).text == "hello"


async def test_unknown_outcome_is_sent_once_more_and_no_more(tmp_path: Path) -> None:
    async with bench(tmp_path, HELLO) as here:
        here.platform.answers.extend([Sent(Ended.UNKNOWN, wait_s=0.001)] * 2)
        assert await here.ask("/hello") == "hello"
        await sent_again(here)
        assert await dead(here)


async def test_repeatable_platform_is_asked_until_it_knows(tmp_path: Path) -> None:
    async with bench(tmp_path, HELLO, platform=Recorder(Abilities(repeats=True))) as here:
        here.platform.answers.extend([Sent(Ended.UNKNOWN, wait_s=0.001)] * 3)
        assert await here.ask("/hello") == "hello"
        for _time in range(3):
            await sent_again(here)


async def test_never_lets_the_next_one_go(tmp_path: Path) -> None:
    async with bench(tmp_path, HELLO) as here:
        here.platform.answers.append(Sent(Ended.NEVER, reason="blocked"))
        assert await here.ask("/hello") == "hello"
        assert await dead(here)


async def test_platform_that_breaks_says_nothing_of_the_outcome(tmp_path: Path) -> None:
    class Broken(Recorder):
        async def send(self, *args: object) -> Sent:
            if not self.announced:
                self.announced.append("broken")
                raise RuntimeError
            return await super().send(*args)  # type: ignore[arg-type]  # passed on as they came

    async with bench(tmp_path, HELLO, platform=Broken()) as here:
        await here.say("/hello")
        sooner = text("update outbox set due = due - 60")
        while here.platform.sent.empty():
            here.stir()
            await here.store._database.engines.write(lambda connection: connection.execute(sooner))
        assert (await here.platform.heard()).text == "hello"


async def test_turn_that_comes_late_heeds_quiet_hours(tmp_path: Path) -> None:
    """It was told before they began, and thousands were to be sent first."""
    clock = [datetime(2026, 3, 1, 23, 0, 1, tzinfo=UTC)]
    async with bench(tmp_path, now=lambda: clock[0]) as here:
        for chat, quiet in (("alice", Quiet.parse("23:00-07:00")), ("bob", Quiet.parse("00:00-07:00"))):
            news = Sending(chat, Address("test", "", "private", chat), Outgoing(chat), NOTIFICATION, quiet=quiet)
            await here.store._writer.write(here.store.outbox.put(news))
        here.stir()
        assert (await here.platform.heard()).text == "bob"
        await here.store.renew()  # a transaction's time passes
        assert here.platform.sent.empty()
        clock[0] = datetime(2026, 3, 2, 7, tzinfo=UTC)
        sooner = text("update outbox set due = due - 8 * 3600")
        await here.store._database.engines.write(lambda connection: connection.execute(sooner))
        here.stir()
        assert (await here.platform.heard()).text == "alice"


async def test_one_put_off_while_the_database_is_away_is_not_one_that_was_begun(tmp_path: Path) -> None:
    """Else the first send of unknown outcome would be its last."""
    now, reasons = [1000.0], list[Postponed]()

    class Away(Store):
        """Not there when it is told for the first time that a message waits."""

        async def postpone(self, parcel: Parcel, wait_s: float, why: Postponed) -> None:
            reasons.append(why)
            now[0] += 1
            if len(reasons) == 1:
                raise StoreUnreachable("away")
            await super().postpone(parcel, wait_s, why)

    recorder = Recorder(budget=Budget(Pace(1000, 4, 18, burst=1), lambda: now[0]))
    async with bench(tmp_path, platform=recorder, store=Away) as here:
        recorder.answers.append(Sent(Ended.UNKNOWN, wait_s=0.001))
        recorder.budget.take("alice", group=False)  # somebody was just told something there
        recorder.budget.leaves_in()
        news = Sending("news", Address("test", "", "private", "alice"), Outgoing("hello"), NOTIFICATION)
        await here.store._writer.write(here.store.outbox.put(news))
        await sent_again(here)
        await sent_again(here)
    assert reasons[0] is Postponed.WAITED
