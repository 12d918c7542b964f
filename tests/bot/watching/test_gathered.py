"""What is told together, and what is too long for one message."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.aims import Quiet
from bot.changes import SetQuiet, SetSpoiler
from bot.messages import Option, Reply
from bot.watches import COVER, COVERED, Look, Looked, Notice
from bot.words import Strong, _, lines
from tests.bot.watching.bench import Bench, bench

OPTIONS = (Option(_("帮助"), "/grades"), Option("x", "/exams"))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as made:
        yield made


async def several(look: Look) -> Looked:
    """Two exams of one account, by one look each or by the same."""
    return Looked(
        notices=tuple(
            Notice(each, title, Reply(lines(Strong("账号"), f"{title}: 612"), OPTIONS[:1]), f"{title}: ?", "account")
            for each in look.watchers
            for title in ("A", "B")
        )
    )


async def test_several_at_once_are_one_message(here: Bench) -> None:
    here.kind(several)
    await here.watches()
    await here.look()
    [(_chat, told)] = await here.told()
    assert told.text == "账号\nA: 612\n\nB: 612"
    assert [button.label for button in told.options] == ["帮助"]
    assert await here.told() == []


async def test_several_covered_ones_have_one_button(here: Bench) -> None:
    here.kind(several)
    alice = await here.watches()
    await here.says(SetSpoiler(on=True))
    await here.look()
    [(_chat, told)] = await here.told()
    assert told.text == "A: ?\n\nB: ?"
    assert [button.label for button in told.options] == ["查看", "帮助"]
    words = told.options[0].id.removeprefix("/reveal ").split(" ")
    tokens = here.store.keeping.tokens
    covers = [await tokens.look(COVER, word, person=alice.id) or "" for word in words]
    assert [each.text for each in map(COVERED.read, covers) if each] == ["账号\nA: 612", "账号\nB: 612"]
    assert await tokens.last(COVER, alice.id) == tuple(covers)


async def test_one_word_uncovers_what_several_looks_covered(here: Bench) -> None:
    """All of the last message, and nothing of the one before."""
    titles = ["A", "B", "C"]

    async def one(look: Look) -> Looked:
        notices = [each for each in (await every(look)).notices if each.key == titles[0]]
        del titles[0]
        return Looked(notices=tuple(notices), again=timedelta(seconds=10))

    async def every(look: Look) -> Looked:
        notices = (await several(look)).notices
        return Looked(notices=(*notices, *(replace(each, key="C") for each in notices[:1])))

    here.kind(one)
    alice = await here.watches()
    await here.says(SetSpoiler(on=True))
    await here.look()
    assert len(await here.told()) == 1
    for _look in range(2):
        await here.passes(timedelta(seconds=12))
        await here.look()
    assert len(await here.told()) == 1
    covers = await here.store.keeping.tokens.last(COVER, alice.id)
    assert [each.text for each in map(COVERED.read, covers) if each] == ["账号\nB: 612", "账号\nA: 612"]


async def test_waits_a_little_for_others_that_come_with_it(here: Bench) -> None:
    """Found by several looks within some seconds, it is one message all the same."""
    titles = ["A", "B"]

    async def one(look: Look) -> Looked:
        notices = [each for each in (await several(look)).notices if each.key == titles[0]]
        del titles[0]
        return Looked(notices=tuple(notices), again=timedelta(seconds=10))

    here.gather_s = 30
    here.kind(one)
    await here.watches()
    await here.look()
    assert await here.told() == []
    await here.passes(timedelta(seconds=12))
    await here.look()
    assert await here.told() == []
    await here.passes(timedelta(seconds=19))
    assert [told.text for _chat, told in await here.told()] == ["账号\nA: 612\n\nB: 612"]


async def test_nothing_is_waited_for_shortly_before_quiet_hours(here: Bench) -> None:
    """Else it would come in them."""
    here.gather_s = 30
    here.kind(several)
    await here.watches()
    await here.says(SetQuiet(Quiet.parse("12:01-13:00")))
    await here.passes(timedelta(seconds=45))
    await here.look()
    assert len(await here.told()) == 1


async def test_what_quiet_hours_held_back_is_one_message(here: Bench) -> None:
    here.kind(several)
    await here.watches()
    await here.says(SetQuiet(Quiet.parse("11:00-13:00")))
    await here.look()
    assert await here.told() == []
    await here.passes(timedelta(hours=1, seconds=1))
    assert len(await here.told()) == 1
    assert await here.told() == []


async def test_long_one_in_pieces(here: Bench) -> None:
    """As many as the platform needs, in order; the last one has the buttons."""

    async def long(look: Look) -> Looked:
        return Looked(
            notices=tuple(Notice(each, "1", Reply("十个字的一行是这样。" * 5, OPTIONS)) for each in look.watchers)
        )

    here.longest = 20
    here.kind(long)
    await here.watches()
    await here.look()
    found = []
    while told := await here.told():
        found += [outgoing for _chat, outgoing in told]
    assert [outgoing.text for outgoing in found] == [
        "十个字的一行是这样。" * 2,
        "十个字的一行是这样。" * 2,
        "十个字的一行是这样。",
    ]
    assert [len(outgoing.options) for outgoing in found] == [0, 0, 2]
    assert all(outgoing.personal for outgoing in found)
