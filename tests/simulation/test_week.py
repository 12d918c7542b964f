"""Days of watching pass within seconds, with everything going wrong; afterwards everybody knows what he should."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from structlog.testing import capture_logs

from bot.watches import Kind, Look, Looked
from tests.simulation.cast import Size
from tests.simulation.checks import wrong
from tests.simulation.clockwork import HOUR_S
from tests.simulation.week import Breaks, Week, week

pytestmark = pytest.mark.long

T = TypeVar("T")
SMALL = Size(people=200, exams=12, days=2.5, every_s=HOUR_S, gather_s=2 * HOUR_S, turns=6_000)


@pytest.fixture(autouse=True)
def quietly() -> Iterator[None]:
    """A thousand faults make a long log; what they come to is checked."""
    with capture_logs():
        yield


def test_everybody_is_told(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    passed = week(SMALL, 3, tmp_path)  # in which all of the below happens
    record_property("figures", f"{len(passed.rings)} rang, {passed.happened['lives']} lives")
    assert wrong(passed) == []
    assert len(passed.rings) > 100
    assert passed.happened["lives"] > 2
    assert {"database is locked", "not committed", "reset", "503"} <= passed.happened.keys()


def test_same_seed_is_the_same_week(tmp_path: Path) -> None:
    size = replace(SMALL, people=40, exams=4, days=1.5)
    first, second = (_in(tmp_path / name, size) for name in ("first", "second"))
    assert [(ring.at, ring.text) for ring in first.rings] == [(ring.at, ring.text) for ring in second.rings]
    assert first.happened == second.happened


def _in(folder: Path, size: Size, breaks: Breaks = dict) -> Week:
    folder.mkdir()
    return week(size, 1, folder, breaks)


def _forgetful(looked: Looked) -> Looked:
    """What was told is not known afterwards, so that the next look finds it again."""
    return replace(looked, known={}) if looked.notices else looked


def _sleepless(looked: Looked) -> Looked:
    """Quiet hours are nobody's."""
    notices = tuple(replace(each, watcher=replace(each.watcher, quiet=None)) for each in looked.notices)
    return replace(looked, notices=notices)


def _hasty(at: Look) -> Look:
    """What was there the last time counts as missed already once."""
    return replace(at, known={whose: each.replace('"absent":0', '"absent":1') for whose, each in at.known.items()})


def _worse(before: Callable[[Look], Look], after: Callable[[Looked], Looked]) -> Breaks:
    """Kinds that make a mistake."""

    def worse(kind: Kind) -> Kind:
        async def look(at: Look) -> Looked:
            return after(await kind.look(before(at)))

        return replace(kind, look=look)

    return lambda kinds: {name: worse(kind) for name, kind in kinds.items()}


def _as_it_is(value: T) -> T:
    return value


# Each with people and days enough that it meets several of them.
MISTAKES = {
    "told again": (50, 1.5, _worse(_as_it_is, _forgetful)),
    "told at night": (100, 3, _worse(_as_it_is, _sleepless)),
    "withdrawn after one answer": (100, 2, _worse(_hasty, _as_it_is)),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_it_notices(mistake: str, tmp_path: Path) -> None:
    """Else a week in which nothing is found wrong would mean nothing."""
    people, days, breaks = MISTAKES[mistake]
    assert wrong(_in(tmp_path / "here", replace(SMALL, people=people, days=days), breaks))
