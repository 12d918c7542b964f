"""Administrators are told of what rings: once, in private, in their language, and again only after it was well."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.aims import Quiet
from bot.alarms import Sign, State
from bot.changes import SetLanguage, SetQuiet
from bot.messages import Address
from bot.store.upkeep import Upkeep
from bot.watching.alarms import Alarming, Staff
from bot.words import _
from tests.bot.watching.bench import Bench, bench

CANCELLED = _("好的，已取消。")  # any words that are there in both languages
DOWN = Sign("kaoshiyun/away", State.RINGS, CANCELLED, over="well again")


@dataclass
class Ward:
    """A bench with one sign, and its administrators, ann and bob."""

    bench: Bench
    sign: Sign = DOWN
    alarming: Alarming = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A process that remembers nothing."""
        staff = Staff(("web:ann", "web:bob", "telegram:7"), _alone, "zh_CN", lambda: self.bench.now)
        self.alarming = Alarming(self.bench.store.alarms, [self._signs], staff, self._monotonic)

    async def sees(self, state: State) -> dict[str, str]:
        """What is told after a look at it in this state, by chat."""
        self.sign = replace(self.sign, state=state)
        await self.alarming()
        return {chat: outgoing.text for chat, outgoing in await self.bench.told()}

    def _monotonic(self) -> float:
        return self.bench.now.timestamp()

    def _signs(self, _now: datetime) -> list[Sign]:
        return [self.sign]


def _alone(handle: str) -> Address | None:
    platform, _colon, person = handle.partition(":")
    return Address("web", "", "private", person) if platform == "web" else None


@pytest.fixture
async def ward(tmp_path: Path) -> AsyncIterator[Ward]:
    async with bench(tmp_path) as made:
        yield Ward(made)


async def test_told_once(ward: Ward) -> None:
    """All whom this bot reaches, each in the own language; however often it is seen, and by whichever process."""
    await ward.bench.says(SetLanguage("en"), sender="bob")
    assert await ward.sees(State.RINGS) == {"ann": "好的，已取消。", "bob": "All right, cancelled."}
    for _time in range(3):
        assert await ward.sees(State.RINGS) == {}
        ward.restart()


async def test_told_again_after_it_was_well(ward: Ward) -> None:
    assert await ward.sees(State.RINGS)
    assert await ward.sees(State.DOUBTFUL) == {}
    assert await ward.sees(State.RINGS) == {}
    assert await ward.sees(State.UNKNOWN) == {}
    assert await ward.sees(State.RINGS) == {}
    assert await ward.sees(State.WELL) == {"ann": "well again", "bob": "well again"}
    assert await ward.sees(State.WELL) == {}
    assert await ward.sees(State.RINGS)


async def test_well_from_the_start_is_no_news(ward: Ward) -> None:
    assert await ward.sees(State.WELL) == {}


async def test_well_after_a_restart(ward: Ward) -> None:
    """Whoever was told that something is wrong is told that it is well, by whichever process saw it."""
    await ward.sees(State.RINGS)
    ward.restart()
    assert set(await ward.sees(State.WELL)) == {"ann", "bob"}


async def test_nothing_to_be_said_of_its_end(ward: Ward) -> None:
    ward.sign = replace(DOWN, over=None)
    assert await ward.sees(State.RINGS)
    assert await ward.sees(State.WELL) == {}
    assert await ward.sees(State.RINGS)


async def test_quiet_hours(ward: Ward) -> None:
    await ward.bench.says(SetQuiet(Quiet(11 * 60, 13 * 60)), sender="bob")
    assert set(await ward.sees(State.RINGS)) == {"ann"}
    await ward.bench.passes(timedelta(hours=1))
    assert [chat for chat, _outgoing in await ward.bench.told()] == ["bob"]


async def test_what_rings_on_stays_known(ward: Ward) -> None:
    """What nobody saw for a day is forgotten; what is seen all the time is not, and so not told every day."""
    upkeep = Upkeep(ward.bench.database, conversation_s=60, reading_s=60)
    await ward.sees(State.RINGS)
    for _half_day in range(3):
        await ward.bench.change("update alarms set at = at - 43200")
        ward.bench.now += timedelta(hours=12)
        assert await ward.sees(State.RINGS) == {}
        await ward.bench.database.engines.write(upkeep)
    await ward.bench.change("update alarms set at = at - 90000")
    await ward.bench.database.engines.write(upkeep)
    ward.restart()
    assert await ward.sees(State.RINGS)


async def test_log(ward: Ward) -> None:
    """It begins and ends there too, also what passes before anybody is told."""
    with capture_logs() as lines:
        for state in (State.DOUBTFUL, State.DOUBTFUL, State.WELL, State.DOUBTFUL, State.RINGS, State.RINGS, State.WELL):
            await ward.sees(state)
    said = [(line["log_level"], line["event"], line["alarm"]) for line in lines]
    begins, ends = ("warning", "trouble", DOWN.name), ("info", "trouble is over", DOWN.name)
    assert said == [begins, ends, begins, ("error", "trouble, administrators told", DOWN.name), ends]
