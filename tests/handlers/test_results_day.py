"""The day of CET results: who waits is asked for in turn, gently, for three days."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession

from bot.aims import WHOLE, Aim, Quiet
from bot.messages import Address
from bot.watches import Kind, Look, Looked, Watcher
from bot.words import render
from handlers.watching.cet import ANNOUNCED, ASLEEP, cet_kind
from handlers.watching.cet_line import CetLine
from handlers.watching.cet_soon import cet_soon_kind
from providers.cet.client import CetClient, CetConfig
from sandbox.server import serving
from tests.in_memory import Line, Tokens

NOW = datetime(2026, 8, 25, 9, 0, tzinfo=UTC)
EVERY, NIGHT = timedelta(minutes=20), Quiet(8 * 60, 10 * 60)
SOMEBODY = Watcher("a person", Address("web", "", "private", "somebody"), None)
PART = "440010262101102 周雨欣"  # nothing is published of this one
LOOK = Look(Aim("cet", PART), (SOMEBODY,), {}, 0, 0.0, NOW)
SOON = replace(LOOK, aim=Aim("cet-soon", f"/cet {PART}"))


@dataclass
class Day:
    """A system that is asked twice a second, so that those who wait get one turn a second."""

    client: CetClient
    tokens: Tokens = field(default_factory=lambda: Tokens({(ANNOUNCED, "2026-12"): "2026-12"}))
    waiting: Line = field(default_factory=Line)
    now_s: float = 0.0

    def __post_init__(self) -> None:
        self.line = CetLine(self.waiting, 2.0, lambda: self.now_s)
        self.kinds: dict[str, Kind] = {
            kind.name: kind
            for kind in (cet_kind(self.client, self.tokens, self.line), cet_soon_kind(self.client, self.line))
        }

    @property
    def asked(self) -> int:
        return self.client.counts.declined + self.client.counts.answered

    async def look(self, look: Look = LOOK, **changes: object) -> Looked:
        return await self.kinds[look.aim.kind].look(replace(look, **changes))  # type: ignore[arg-type]  # a test's own


@pytest.fixture
async def day() -> AsyncIterator[Day]:
    async with serving() as systems, ClientSession() as session:
        yield Day(CetClient(session, CetConfig(systems)))


def said(looked: Looked) -> list[str]:
    return [render(notice.reply.text, "zh_CN") for notice in looked.notices]


async def test_not_announced(day: Day) -> None:
    day.tokens.values.clear()
    assert await day.look() == Looked(again=ASLEEP)
    assert day.asked == 0


async def test_told_when_it_is_his_turn(day: Day) -> None:
    """And looked at again exactly then: whoever was told six minutes is asked for after six minutes."""
    looked = await day.look(turn_s=345.0)
    assert said(looked) == ["四六级成绩公布了，我在按顺序查，估计约 6 分钟后轮到你，有结果就告诉你。"]
    assert (looked.again, looked.sharp, day.asked) == (timedelta(seconds=345), True, 0)
    assert (await day.look(turn_s=-0.1)).notices == ()
    assert day.asked == 1


async def test_turn_that_comes_soon(day: Day) -> None:
    looked = await day.look(turn_s=59.0)
    assert (looked.notices, looked.again) == ((), timedelta(seconds=59))


async def test_minutes_are_not_told_after_a_night(day: Day) -> None:
    looked = await day.look(turn_s=345.0, watchers=(replace(SOMEBODY, quiet=NIGHT),))
    assert (looked.notices, looked.again) == ((), timedelta(seconds=345))


@pytest.mark.parametrize(("waiting", "minutes"), [(1, (20, 10)), (600, (20, 10)), (900, (20, 15)), (6000, (100, 100))])
async def test_rounds(day: Day, waiting: int, minutes: tuple[int, int]) -> None:
    """Not again before everybody had a turn, so that half of what the system takes is left to those who ask it."""
    day.waiting.length = waiting
    for look, again in zip((LOOK, SOON), minutes, strict=True):
        assert (await day.look(look)).again == timedelta(minutes=again)


async def test_many_that_are_late(day: Day) -> None:
    """After a restart they are asked for one after the other again, whatever they wait for, the first at once."""
    assert (await day.look(late_s=600.0)).known
    assert await day.look(late_s=599.0) == Looked(again=timedelta(seconds=1), sharp=True)
    assert await day.look(SOON, late_s=598.0) == Looked(again=timedelta(seconds=2), sharp=True)
    assert day.asked == 1
    day.now_s = 10.0
    assert (await day.look(late_s=6.0)).known


async def test_in_time_is_asked_for_at_once(day: Day) -> None:
    for _time in range(3):
        assert not (await day.look(late_s=1.0)).sharp


async def test_three_days_are_over(day: Day) -> None:
    """Who was asked for is told that nobody asks any more, once; a later announcement begins anew."""
    asked = await day.look()
    day.tokens.values.clear()
    over = await day.look(known=asked.known)
    assert "三天" in said(over)[0]
    assert over.again == ASLEEP
    assert not over.over
    assert await day.look(known=over.known) == Looked(again=ASLEEP)
    day.tokens.values[ANNOUNCED, "2026-12"] = "2026-12"
    anew = await day.look(known=over.known, now=NOW + timedelta(days=30))
    day.tokens.values.clear()
    again = await day.look(known=anew.known)
    assert again.notices[0].key != over.notices[0].key


async def test_result(day: Day) -> None:
    day.tokens.values[ANNOUNCED, "2024-12"] = "2024-12"
    look = replace(LOOK, aim=Aim("cet", "440530242110305 林晓雯"))
    looked = await day.look(look, known={WHOLE: "1"})
    assert looked.over
    assert "林晓雯" in said(looked)[0]
