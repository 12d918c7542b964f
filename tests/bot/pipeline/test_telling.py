"""What a form tells somebody else: at once, or when their quiet hours are over, in as many messages as it takes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.abilities import Abilities
from bot.aims import Quiet
from bot.changes import SetQuiet
from bot.forms import Answers, Done, Form, Outcome, Tell
from bot.messages import Option, Reply
from bot.people import Person
from tests.bot.pipeline.bench import Recorder, bench

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
NIGHT = Quiet.parse("22:00-07:00")


def ring(*, at_once: bool = False, text: str = "ding") -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        tell = Tell("test:bob", Reply(text, (Option("ok", "/ring"),)), at_once=at_once)
        return Done((Reply("rung"),), tells=(tell,))

    return Form("ring", "ring for bob", run)


async def _quiet(_answers: Answers, person: Person) -> Outcome:
    return Done((Reply("ok"),), (SetQuiet(None if person.quiet else NIGHT),))


QUIET = Form("quiet", "no notifications", _quiet)


@pytest.mark.parametrize("at_once", [True, False])
async def test_quiet_hours_are_those_of_whoever_is_told(tmp_path: Path, *, at_once: bool) -> None:
    """A warning comes in them all the same; anything else when they end."""
    async with bench(tmp_path, ring(at_once=at_once), QUIET, now=lambda: MIDNIGHT) as here:
        assert await here.ask("/quiet", sender="bob") == "ok"
        assert await here.ask("/ring") == "rung"
        if at_once:
            assert (await here.platform.heard()).text == "ding"
        assert await here.ask("/quiet", sender="bob") == "ok"
        if not at_once:
            assert (await here.platform.heard()).text == "ding"


async def test_warning_overtakes_what_waits_for_the_end_of_quiet_hours(tmp_path: Path) -> None:
    warn = replace(ring(at_once=True, text="not you?"), name="warn")
    async with bench(tmp_path, ring(), warn, QUIET, now=lambda: MIDNIGHT) as here:
        assert await here.ask("/quiet", sender="bob") == "ok"
        assert await here.ask("/ring") == "rung"
        assert await here.ask("/warn") == "rung"
        assert (await here.platform.heard()).text == "not you?"


async def test_quiet_hours_of_whoever_rings_matter_to_nobody(tmp_path: Path) -> None:
    async with bench(tmp_path, ring(), QUIET, now=lambda: MIDNIGHT) as here:
        assert await here.ask("/quiet") == "ok"
        assert await here.ask("/ring") == "rung"
        assert (await here.platform.heard()).text == "ding"


async def test_long_one_in_pieces(tmp_path: Path) -> None:
    """The last one has the buttons."""
    platform = Recorder(Abilities(longest=20))
    async with bench(tmp_path, ring(text="ding dong. " * 3), platform=platform) as here:
        assert await here.ask("/ring") == "rung"
        first, last = [await platform.heard() for _piece in range(2)]
    assert first.text + last.text == "ding dong. " * 3
    assert (first.options, len(last.options)) == ((), 1)
