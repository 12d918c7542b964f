"""Reminders of exams: each once, for a person's account and for a group that watches an exam."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.aims import Aim, Quiet
from bot.changes import StopWatching, WatchFor
from bot.messages import Address
from bot.people import Account
from bot.watches import Look, Looked, Watcher
from bot.words import render
from handlers.lists import Lists
from handlers.watching.kaoshixing import kaoshixing_kind
from handlers.watching.reminders import (
    Dated,
    Exams,
    of_account,
    of_exam,
    of_group,
    of_kaoshiyun,
    reminders_kind,
)
from providers.errors import NotFound, Unavailable
from tests.examples import NOW, person
from tests.handlers.binding import Bindings
from tests.sandbox.asker import Asker

EVERY, DAY, HOUR = timedelta(minutes=10), timedelta(days=1), timedelta(hours=1)
GROUP = Address("web", "", "group", "class")
ALONE = Address("web", "", "private", "1")
ACCOUNT = Account("id1", "kaoshiyun", "linxiaowen")


def group(remind: str = "1d 1h", quiet: Quiet | None = None) -> Watcher:
    return Watcher(GROUP.key, GROUP, None, remind=remind, quiet=quiet)


@dataclass
class Reminding:
    """Looks at exams, one after the other, as time goes by."""

    watcher: Watcher
    now: datetime = NOW
    ahead: list[Dated] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)

    async def exams(self, _part: str) -> list[Dated]:
        return self.ahead

    async def look(self, exams: Exams | None = None, part: str = "d7310f") -> list[str]:
        """What is told."""
        looked = await self.looked(exams, part)
        self.known |= looked.known
        return [render(each.reply.text, "zh_CN") for each in looked.notices]

    async def looked(self, exams: Exams | None = None, part: str = "d7310f") -> Looked:
        kind = reminders_kind("made up", exams or self.exams, EVERY)
        return await kind.look(Look(Aim(kind.name, part), (self.watcher,), self.known, 0, 0.0, self.now))

    async def at(self, moment: datetime) -> list[str]:
        self.now = moment
        return await self.look()


def exam(begins: datetime) -> Dated:
    return Dated("d7310f", "口语加试", begins)


@pytest.fixture(params=["group", "person"])
async def reminding(request: pytest.FixtureRequest) -> Reminding:
    """Of an exam in three days; the first look has been."""
    alone = Watcher("p1", ALONE, None, ACCOUNT)
    made = Reminding(group() if request.param == "group" else alone, ahead=[exam(NOW + 3 * DAY)])
    assert await made.look() == []
    return made


async def test_by_its_offsets(reminding: Reminding) -> None:
    assert await reminding.at(NOW + 2 * DAY - HOUR) == []
    assert [text.splitlines()[:2] for text in await reminding.at(NOW + 2 * DAY)] == [
        ["考试提醒：还有 1 天", "口语加试"]
    ]
    assert await reminding.at(NOW + 2 * DAY + HOUR) == []
    assert len(await reminding.at(NOW + 3 * DAY - HOUR)) == 1
    assert await reminding.at(NOW + 3 * DAY - HOUR / 2) == []


async def test_too_late_is_dropped(reminding: Reminding) -> None:
    """As after a night in which the bot was off."""
    assert await reminding.at(NOW + 3 * DAY - HOUR / 4) == []


async def test_moved_with_its_exam(reminding: Reminding) -> None:
    assert len(await reminding.at(NOW + 2 * DAY)) == 1
    reminding.ahead = [exam(NOW + 5 * DAY)]
    assert await reminding.at(NOW + 2 * DAY + HOUR) == []
    assert len(await reminding.at(NOW + 4 * DAY)) == 1


async def test_dropped_with_its_exam(reminding: Reminding) -> None:
    reminding.ahead = []
    assert await reminding.at(NOW + 2 * DAY) == []


async def test_never_twice_though_its_exam_was_gone_for_a_while(reminding: Reminding) -> None:
    assert len(await reminding.at(NOW + 2 * DAY)) == 1
    there, reminding.ahead = reminding.ahead, []
    assert await reminding.at(NOW + 2 * DAY + HOUR) == []
    reminding.ahead = there
    assert await reminding.at(NOW + 2 * DAY + 2 * HOUR) == []


async def test_before_quiet_hours() -> None:
    """What would be due at half past nine, in them."""
    reminding = Reminding(group(quiet=Quiet.parse("09:00-11:00")), ahead=[exam(NOW + 3 * DAY)])
    reminding.now = NOW - HOUR
    assert await reminding.look() == []
    assert await reminding.at(NOW + 2 * DAY - HOUR) == []
    assert len(await reminding.at(NOW + 2 * DAY - HOUR / 2 - timedelta(minutes=1))) == 1
    assert await reminding.at(NOW + 2 * DAY + 2 * HOUR) == []


@pytest.mark.parametrize(
    ("ends", "told"),
    [("08:00", ["考试提醒：还有 1 小时 30 分"]), ("09:10", ["考试提醒：还有 20 分钟"]), ("09:30", []), ("10:00", [])],
)
async def test_in_quiet_hours_is_told_at_their_end(ends: str, told: list[str]) -> None:
    """Found too late for them, since the bot was off or its system silent; and not at all where it has begun then."""
    quiet = Quiet.parse(f"23:00-{ends}")
    assert quiet
    reminding = Reminding(group("2h", quiet), ahead=[exam(NOW + DAY)])
    await reminding.look()
    assert await reminding.at(NOW + 14 * HOUR) == []
    looked = await reminding.looked()
    assert looked.again
    assert looked.again <= timedelta(seconds=quiet.left_s(reminding.now))
    over = reminding.now + timedelta(seconds=quiet.left_s(reminding.now))
    assert await reminding.at(over - timedelta(seconds=1)) == []
    assert [text.splitlines()[0] for text in await reminding.at(over)] == told
    assert await reminding.at(over + timedelta(minutes=1)) == []


NIGHT, EXAM_AT = NOW + 14 * HOUR, NOW + 22 * HOUR  # at half past eleven, and half past seven


async def at_night(remind: str = "1h") -> Reminding:
    """Begun in quiet hours that last until seven."""
    reminding = Reminding(group(remind, Quiet.parse("23:00-07:00")), now=NIGHT, ahead=[exam(EXAM_AT)])
    assert await reminding.look() == []
    return reminding


async def test_watched_from_quiet_hours_on() -> None:
    """What falls into the very hours is told at their end, once."""
    reminding = await at_night("1d 2h 1h")
    assert await reminding.at(EXAM_AT - HOUR) == []
    assert [text.splitlines()[0] for text in await reminding.at(EXAM_AT - HOUR / 2)] == ["考试提醒：还有 30 分钟"]
    assert await reminding.at(EXAM_AT - HOUR / 4) == []


async def test_quiet_hours_that_are_ended_meanwhile() -> None:
    """It is told when it was to be, with what is left then."""
    reminding = await at_night()
    reminding.watcher = group("1h")
    assert await reminding.at(NIGHT + HOUR) == []
    assert [text.splitlines()[0] for text in await reminding.at(EXAM_AT - HOUR)] == ["考试提醒：还有 1 小时"]
    reminding.watcher = group("1h", Quiet.parse("23:00-07:00"))
    assert await reminding.at(EXAM_AT - HOUR / 2) == []


async def test_told_before_quiet_hours_and_not_at_their_end() -> None:
    reminding = Reminding(group("1h", Quiet.parse("23:00-07:00")), ahead=[exam(EXAM_AT)])
    assert await reminding.look() == []
    assert len(await reminding.at(NIGHT - HOUR / 2 - timedelta(seconds=30))) == 1
    for later in (NIGHT, EXAM_AT - HOUR, EXAM_AT - HOUR / 2, EXAM_AT - HOUR / 4):
        assert await reminding.at(later) == []


async def test_late_before_quiet_hours_and_told_at_their_end() -> None:
    """It was due at eight in the evening, and its system was silent until half past eleven."""
    reminding = Reminding(group("1d", Quiet.parse("23:00-07:00")), ahead=[exam(NOW + 2 * DAY - 13 * HOUR - HOUR / 2)])
    assert await reminding.look() == []
    assert await reminding.at(NIGHT) == []
    assert [text.splitlines()[0] for text in await reminding.at(NIGHT + 7.5 * HOUR)] == ["考试提醒：还有 13 小时"]


@pytest.mark.parametrize(("remind", "told"), [("9h", 0), ("9h 7h", 1)])
async def test_closer_ahead_than_the_offset_when_it_was_asked_for(remind: str, told: int) -> None:
    """It is not told of nine hours by who asks for that with eight and a half left."""
    quiet = Quiet.parse("22:00-07:00")
    reminding = Reminding(group(remind, quiet), now=EXAM_AT - 8.5 * HOUR, ahead=[exam(EXAM_AT)])
    assert await reminding.look() == []
    assert len(await reminding.at(EXAM_AT - HOUR / 2)) == told


async def test_next_look_comes_at_the_moment_of_a_reminder(reminding: Reminding) -> None:
    """Some minutes later may be in quiet hours."""
    reminding.now = NOW + 2 * DAY - HOUR / 2
    looked = await reminding.looked()
    assert (looked.again, looked.sharp) == (HOUR / 2, True)
    reminding.now = NOW + 2 * DAY + HOUR
    assert not (await reminding.looked()).sharp


async def test_failed_look_is_soon_repeated(reminding: Reminding) -> None:
    async def silent(_part: str) -> list[Dated]:
        raise Unavailable("silent")

    looked = await reminding.looked(silent)
    assert looked.failed
    assert looked.again is not None
    assert looked.again < HOUR / 10


async def test_off() -> None:
    reminding = Reminding(group("off"), ahead=[exam(NOW + 3 * DAY)])
    await reminding.look()
    assert await reminding.at(NOW + 2 * DAY) == []


async def test_buttons_of_a_group() -> None:
    """Nobody's own exams."""
    reminding = Reminding(group(), ahead=[exam(NOW + 3 * DAY)])
    await reminding.look()
    reminding.now = NOW + 2 * DAY
    [notice] = (await reminding.looked()).notices
    assert [each.line for each in notice.reply.options] == ["/remind off"]


async def test_account_that_was_removed() -> None:
    """Whichever system says so: everything of it rests, and the person is told."""

    async def gone(_part: str) -> list[Dated]:
        raise NotFound

    looked = await Reminding(Watcher("p1", ALONE, None, ACCOUNT)).looked(gone)
    [notice] = looked.paused
    assert "已经没有 考试云 …owen" in render(notice.reply.text, "zh_CN")
    assert [each.line for each in notice.reply.options] == ["/bind kaoshiyun", "/unbind id1"]
    assert not looked.over


async def test_exam_that_was_deleted() -> None:
    async def gone(_part: str) -> list[Dated]:
        raise NotFound

    assert (await Reminding(group()).looked(gone)).over


async def test_removed_from_the_sandboxed_systems(bindings: Bindings) -> None:
    clients = bindings.clients
    assert clients.kaoshiyun
    assert clients.kaoshixing
    watcher = Watcher("p1", ALONE, None, Account("id1", "kaoshixing", "nobody"))
    looked = await Reminding(watcher).looked(of_kaoshiyun(clients.kaoshiyun), "nobody")
    assert len(looked.paused) == 1
    kind = kaoshixing_kind(clients.kaoshixing, EVERY)
    assert len((await kind.look(Look(Aim(kind.name, "nobody"), (watcher,), {}, 0, 0.0, NOW))).paused) == 1


async def test_exam_of_kaoshiyun(bindings: Bindings, sandbox: Asker) -> None:
    """The list is read once for all exams that are looked at within a minute."""
    client = bindings.clients.kaoshiyun
    assert client
    begins = {"id": "eee001", "name": "口语加试", "begin": "+3 09:00", "end": "+3 10:00"}
    await sandbox.steer("publish", system="kaoshiyun", exam=begins)
    exams = of_exam(Lists(client, bindings.keeping, days=365, fresh=EVERY), client)
    [dated] = await exams("eee001")
    assert (dated.id, dated.title) == ("eee001", "口语加试")
    assert [each.id for each in await exams("d7310f")] == ["d7310f"]
    asked = await bindings.asked("kaoshiyun")
    assert len(asked) == 1
    with pytest.raises(NotFound):
        await exams("fffff9")


async def test_group_that_watches_an_exam_is_reminded(bindings: Bindings) -> None:
    """Until it no longer watches; nobody is who watches it alone."""
    chat = bindings.chat()
    account = Account("kaoshiyun/linxiaowen", "kaoshiyun", "linxiaowen")
    for place, aims in (
        (GROUP, [Aim("kaoshiyun", "d7310f"), of_group("d7310f")]),
        (ALONE, [Aim("kaoshiyun", "d7310f")]),
    ):
        where = {"group": place.group, "group_admin": place.group, "address": place.key}
        chat.person = person(accounts=(account,), **where)
        await chat.say("/watch d7310f")
        assert chat.last
        assert [each.aim for each in chat.last.changes if isinstance(each, WatchFor)] == aims
        assert not [each for each in chat.last.changes if isinstance(each, StopWatching)]


def test_kinds_that_nobody_sees() -> None:
    assert of_group("d7310f").kind.startswith(".")
    assert of_account("kaoshiyun").startswith(".")
