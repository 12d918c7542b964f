"""Files that people send: fetched where a question wants one, and otherwise left with Telegram."""

import base64
from pathlib import Path

import pytest

from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.messages import LARGEST_FILE, Reply
from bot.people import Person as Asker
from tests.bot.telegram.forms import ECHO
from tests.bot.telegram.house import whole
from tests.botapi import Fake, Person


def _decoded(text: str) -> str | Refuse:
    return text if text.startswith("cGljdHVyZ") else Refuse("no picture")


async def _size(answers: Answers, _person: Asker) -> Outcome:
    return Done((Reply(f"{len(base64.b64decode(answers['what']))} bytes"),))


WANTS = Form("wants", "wants", _size, steps=(Step("what", "send a file", _decoded, file=True),))


def fetched(fake: Fake) -> int:
    return len(fake.called("getFile"))


@pytest.mark.parametrize("photo", [False, True])
async def test_file_that_is_wanted(fake: Fake, alice: Person, tmp_path: Path, *, photo: bool) -> None:
    async with whole(tmp_path, fake, WANTS):
        await alice.private.say("/wants")
        await alice.private.hears("send a file")
        await alice.private.upload("它.png", b"picture", photo=photo)
        await alice.private.hears("7 bytes")
    assert fetched(fake) == 1


async def test_file_that_nobody_wants(fake: Fake, alice: Person, tmp_path: Path) -> None:
    """Neither without a question nor at one that wants a text."""
    async with whole(tmp_path, fake, WANTS, ECHO):
        await alice.private.upload("a.png", b"picture")
        await alice.private.hears("用不上文件")
        await alice.private.say("/echo")
        await alice.private.hears("what?")
        await alice.private.upload("a.png", b"picture", caption="hello")
        await alice.private.hears("you said hello")
    assert fetched(fake) == 0


async def test_file_that_is_too_large(fake: Fake, alice: Person, tmp_path: Path) -> None:
    """Not even asked for; then the question is asked again."""
    async with whole(tmp_path, fake, WANTS):
        await alice.private.say("/wants")
        await alice.private.hears("send a file")
        await alice.private.upload("a.png", bytes(LARGEST_FILE + 1))
        await alice.private.hears("太大", "send a file")
    assert fetched(fake) == 0


async def test_file_that_does_not_fit(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, WANTS):
        await alice.private.say("/wants")
        await alice.private.hears("send a file")
        await alice.private.upload("a.txt", b"hello")
        await alice.private.hears("no picture", "send a file")
        await alice.private.say("hello")
        await alice.private.hears("no picture", "send a file")


async def test_file_that_can_t_be_fetched(fake: Fake, alice: Person, tmp_path: Path) -> None:
    async with whole(tmp_path, fake, WANTS):
        await alice.private.say("/wants")
        await alice.private.hears("send a file")
        fake.fault("status", "getFile", status=502, count=1)
        await alice.private.upload("a.png", b"picture")
        await alice.private.hears("没能取到", "send a file")
        await alice.private.upload("a.png", b"picture")
        await alice.private.hears("7 bytes")
