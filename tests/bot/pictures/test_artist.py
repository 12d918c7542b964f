"""The process that draws: there when it is wanted, gone when it is not, and nobody's trouble when it fails."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import structlog

from bot.pictures.artist import Artist
from tests.recipes import CARD, SPREAD

SILENT = (sys.executable, "-c", "import sys; sys.stdin.read()")
GONE = (sys.executable, "-c", "")
ODD = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(b'\\0\\0\\0\\0\\x63')")
BRIEF = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(9); sys.stdout.buffer.write(b'\\0\\0\\0\\1\\0x')")


@pytest.fixture
async def artist() -> AsyncIterator[Artist]:
    made = Artist()
    yield made
    await made.close()


async def test_nothing_runs_before_the_first_picture(artist: Artist) -> None:
    assert artist.worker is None
    assert await artist.draw(CARD)
    assert artist.worker is not None


async def test_draws_by_day_and_by_night(artist: Artist) -> None:
    day, night = await artist.draw(CARD), await artist.draw(CARD, dark=True)
    assert day
    assert night
    assert day.data.startswith(b"\x89PNG")
    assert (day.width, day.height) == (night.width, night.height)
    assert day.width == 360
    assert day.data != night.data


async def test_same_recipe_is_drawn_once(artist: Artist) -> None:
    """However many chats are sent it at once."""
    first, *others = await asyncio.gather(*(artist.draw(replace(SPREAD)) for _chat in range(50)))
    assert first
    assert all(each is first for each in others)


async def test_worker_that_ended_is_started_anew(artist: Artist) -> None:
    assert await artist.draw(CARD)
    assert artist.worker is not None
    os.kill(artist.worker, 9)
    assert await artist.draw(SPREAD)


async def test_missing_character_is_told_once_and_not_named(artist: Artist) -> None:
    with structlog.testing.capture_logs() as log:
        for _time in range(3):
            assert await artist.draw(replace(CARD, title="林😀")) is None
    assert [each["reason"] for each in log] == ["the font lacks a character"]
    assert await artist.draw(CARD)


async def test_recipe_that_fails_is_told_once_and_ends_no_other(artist: Artist) -> None:
    with structlog.testing.capture_logs() as log:
        for _time in range(3):
            assert await artist.draw(replace(SPREAD, full=0)) is None
    assert [each["reason"] for each in log] == ["ZeroDivisionError"]
    assert await artist.draw(SPREAD)


@pytest.mark.parametrize(
    ("worker", "reasons"),
    [
        (SILENT, {"TimeoutError"}),
        (GONE, {"NotDrawn", "BrokenPipeError", "ConnectionResetError"}),
        (("/nowhere",), {"FileNotFoundError"}),
        (ODD, {"NotDrawn"}),
        (BRIEF, {"NotDrawn"}),
    ],
)
async def test_worker_that_does_not_draw(worker: tuple[str, ...], reasons: set[str]) -> None:
    artist = Artist(worker, within_s=0.5 if worker is SILENT else 20)
    with structlog.testing.capture_logs() as log:
        assert await artist.draw(CARD) is None
        assert await artist.draw(SPREAD) is None  # at once
    assert len(log) == 1
    assert log[0]["reason"] in reasons
    assert artist.worker is None


async def test_cancelled_half_way_draws_the_next_one_right(artist: Artist) -> None:
    expected = await artist.draw(SPREAD)
    assert expected
    drawing = asyncio.create_task(artist.draw(CARD))
    await asyncio.sleep(0)
    drawing.cancel()
    await asyncio.gather(drawing, return_exceptions=True)
    other = await artist.draw(SPREAD, dark=True)
    assert other
    assert other.height == expected.height


async def test_closed_half_way_leaves_no_process() -> None:
    artist = Artist()
    drawing = asyncio.create_task(artist.draw(CARD))
    await asyncio.sleep(0)
    await artist.close()
    assert artist.worker is None
    assert await asyncio.gather(drawing, return_exceptions=True)


async def test_too_many_at_once_do_without(artist: Artist, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words must not wait for pictures; who was sent none is sent none when it is tried again."""
    monkeypatch.setattr("bot.pictures.artist._PATIENT", 2)
    cards = [replace(CARD, title=name) for name in "甲乙丙"]
    pictures = await asyncio.gather(*(artist.draw(card) for card in cards))
    assert [bool(each) for each in pictures] == [True, True, False]
    assert await artist.draw(cards[2]) is None


async def test_page_that_asks_waits(artist: Artist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pictures.artist._PATIENT", 1)
    pictures = await asyncio.gather(artist.draw(SPREAD), *(artist.redraw(CARD, dark=dark) for dark in (False, True)))
    assert all(pictures)


async def test_settings_do_not_reach_the_worker(artist: Artist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADEBELL__STORE__KEY", "secret")
    assert await artist.draw(CARD)
    with open(f"/proc/{artist.worker}/environ", "rb") as environment:  # noqa: ASYNC230, PTH123
        assert b"GRADEBELL" not in environment.read()
