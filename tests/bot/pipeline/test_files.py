"""A question that a file may answer instead of a text."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_hex

import pytest

from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.messages import LARGEST_FILE, Address, Incoming, Reply, Upload
from bot.people import Person
from tests.bot.pipeline.bench import Bench, bench


async def _run(answers: Answers, _person: Person) -> Outcome:
    return Done((Reply(", ".join(f"{name}={value}" for name, value in answers.items())),))


def _read(text: str) -> str | Refuse:
    return Refuse("bad file") if base64.b64decode(text) == b"bad" else text


def _has_no_file(answers: Answers, _person: Person) -> bool:
    return "file" not in answers


MANY = Form(
    "many",
    "many",
    _run,
    steps=(
        Step("what", "what?"),
        Step("user", "who?", when=_has_no_file, by_file="file"),
        Step("exam", "which?", when=_has_no_file),
        Step("file", "file?", _read, optional=True, in_line=False, file=True),
    ),
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path, MANY) as at:
        yield at


async def handed(at: Bench, data: bytes, caption: str = "") -> str:
    """What is answered to a file."""
    address = Address("test", "", "private", "alice")
    await at.intake([Incoming(token_hex(4), address, "alice", 1e10, caption, upload=Upload("a.csv", data))])
    return (await at.platform.heard()).text


async def test_file_instead_of_an_answer(here: Bench) -> None:
    """What comes after the question is not asked then; a file that can't be taken leaves it open for either."""
    assert await here.ask("/many add") == "who?"
    assert await handed(here, b"bad") == "bad file\nwho?"
    assert await handed(here, bytes(LARGEST_FILE + 1)) == "文件太大了，最多 1 MB。\nwho?"
    assert await handed(here, b"good") == "what=add, file=Z29vZA=="
    assert await here.ask("/many add") == "who?"
    assert await here.ask("me") == "which?"
    assert await here.ask("this") == "what=add, user=me, exam=this"


async def test_command_as_caption(here: Bench) -> None:
    assert await handed(here, b"good", "/many add") == "what=add, file=Z29vZA=="
    assert await handed(here, b"bad", "/many add") == "bad file\nwho?"
    assert await handed(here, b"good") == "what=add, file=Z29vZA=="


async def test_command_that_wants_none(here: Bench) -> None:
    """Where another question comes first, the file is not looked at."""
    assert await handed(here, b"good", "/many") == "what?"
