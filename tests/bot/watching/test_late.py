"""What goes out later than it should have, since a send failed or the bot stood still, keeps quiet hours too."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.aims import Quiet
from bot.changes import SetQuiet
from bot.messages import Address, Outgoing, Reply
from bot.pipeline.delivery import Delivery
from bot.store.settled import WARNING, Sending
from bot.watches import Look, Looked, Notice
from tests.bot.pipeline.bench import Recorder
from tests.bot.watching.bench import Bench, bench

NAP = Quiet.parse("12:30-14:00")
HOUR = timedelta(hours=1)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as made:
        yield made


async def new(look: Look) -> Looked:
    return Looked(over=True, notices=tuple(Notice(each, "1", Reply("new: 612")) for each in look.watchers))


async def delivered(here: Bench) -> list[str]:
    """What a platform is handed now."""
    platform = Recorder(name="web")
    delivery = Delivery(here.store, platform, lambda: None, lambda: here.now)
    for parcel in await here.store.parcels("web//", 10):
        await delivery(parcel)
    return [platform.sent.get_nowait()[1].text for _sent in range(platform.sent.qsize())]


@pytest.mark.parametrize("group", [False, True])
async def test_comes_after_quiet_hours_that_it_came_into(here: Bench, *, group: bool) -> None:
    here.kind(new)
    await here.says(SetQuiet(NAP), group=group)
    await here.watches(group=group)
    await here.look()
    await here.passes(HOUR)
    assert await delivered(here) == []
    await here.passes(HOUR - timedelta(minutes=1))
    assert await delivered(here) == []
    await here.passes(timedelta(minutes=2))
    assert await delivered(here) == ["new: 612"]


async def test_warning_does_not_wait_behind_what_waits(here: Bench) -> None:
    here.now += HOUR
    here.kind(new)
    await here.says(SetQuiet(NAP))
    await here.watches()
    await here.look()
    row = here.store.outbox.put(Sending("w", Address("web", "", "private", "alice"), Outgoing("not you?"), WARNING))
    await here.database.engines.write(lambda connection: connection.execute(row.statement.sql, row.values))
    assert await delivered(here) == ["not you?"]
