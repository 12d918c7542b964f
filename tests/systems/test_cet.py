"""The client of the CET system against the sandbox: all three routes, made-up people, and the ways to fail."""

from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.cet.client import CetClient
from providers.cet.level import Level
from providers.cet.models import ResultWarning
from providers.errors import Ambiguous
from sandbox.people import person
from tests.systems.sandboxed import Hand, Sandboxed, sandboxed

LEVELS = {1: Level.CET4, 2: Level.CET6}


@pytest.mark.parametrize("number", [0, 1, 41, 42, 99, 199])
async def test_made_up(systems: Sandboxed, number: int) -> None:
    """By ticket and by name the same result, whose level and parts are the person's."""
    client, who = systems.cet(), person(number)
    result = await client.by_ticket(who.ticket, who.name)
    assert (result.name, result.school, result.total) == (who.name, who.school, who.total)
    assert (result.listening, result.reading, result.writing) == (who.listening, who.reading, who.writing)
    assert (result.level, result.ticket, result.warnings) == (LEVELS[who.level], who.ticket, ())
    by_name = await client.by_school(who.province, who.school, LEVELS[who.level], who.name)
    assert (by_name.ticket, by_name.total) == (who.ticket, who.total)


async def test_local(systems: Sandboxed) -> None:
    assert (await systems.cet().local(Level.CET4, "罗增榕")).school == "韶关学院"


async def test_other_name(systems: Sandboxed) -> None:
    """Only two characters are compared there, so the difference is shown here."""
    for ticket, name, returned in (("440530151110612", "罗增榕", "罗撒旦"), ("440530242110306", "林晓雯", "林晓东")):
        result = await systems.cet().by_ticket(ticket, name)
        assert (result.name, result.warnings) == (returned, (ResultWarning.OTHER_NAME,))


async def test_readme_shape(session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """The ticket under `result`, as the document has it."""
    async with sandboxed(session, hand, tmp_path, {'ticket_key = "ticket"': 'ticket_key = "result"'}) as systems:
        result = await systems.cet().by_ticket("440530242110305", "林晓雯")
        assert (result.ticket, result.returned_ticket) == ("440530242110305", "440530242110305")


@pytest.mark.parametrize(
    ("ticket", "name"),
    [
        ("440530242110305", "王晓雯"),  # somebody else's
        ("440530242110399", "林晓雯"),  # nobody's
        ("610030242205516", "李喆"),  # GB2312 has no such character
        ("440010262101102", "周雨欣"),  # not out yet
        ("440530242110305", "阿卜·林"),
    ],
)
async def test_status_0(systems: Sandboxed, ticket: str, name: str) -> None:
    with pytest.raises(Ambiguous, match="Status 0"):
        await systems.cet().by_ticket(ticket, name)


async def test_published(systems: Sandboxed) -> None:
    """A failure is not remembered, a result is."""
    client: CetClient = systems.cet()
    with pytest.raises(Ambiguous):
        await client.by_ticket("440010262101102", "周雨欣")
    await systems.steer("publish", system="cet", ticket="440010262101102", listening=150, reading=160, writing=140)
    assert (await client.by_ticket("440010262101102", "周雨欣")).total == 450
    assert (await client.by_ticket("440010262101102", "周雨欣")).total == 450
    assert len(await systems.asked("cet")) == 2
