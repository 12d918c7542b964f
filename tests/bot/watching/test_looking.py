"""What comes of looks: told once, covered, late, never."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.aims import WHOLE, Aim, Quiet
from bot.changes import SetLanguage, SetQuiet, SetSpoiler
from bot.messages import Option, Reply
from bot.recipes import worded
from bot.watches import COVER, COVERED, Cover, Kind, Look, Looked, Notice
from bot.words import Strong, Words, _, lines
from tests.bot.watching.bench import AIM, Bench, bench
from tests.recipes import SPREAD, SPREAD_IN_WORDS

TEN, DAY = timedelta(minutes=10), timedelta(days=1)
LONG = "/grades " + "很" * 30
OPTIONS = (Option(_("帮助"), "/grades"), Option("x", LONG))


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as made:
        yield made


def news(look: Look, *, covered: Words | None = "new: ?", key: str = "1") -> tuple[Notice, ...]:
    reply = Reply(lines("new: ", Strong("612")), OPTIONS)
    return tuple(Notice(watcher, key, reply, covered) for watcher in look.watchers)


async def new(look: Look) -> Looked:
    """612 points, once."""
    return Looked({"": "612"}, () if look.known.get("") == "612" else news(look))


async def failing(_look: Look) -> Looked:
    return Looked(failed=True)


async def raising(_look: Look) -> Looked:
    raise RuntimeError


async def test_told_once(here: Bench) -> None:
    """To everybody who watches, and never again."""
    here.kind(new)
    await here.watches()
    await here.watches("bob")
    await here.look()
    told = dict(await here.told())
    assert {chat: outgoing.text for chat, outgoing in told.items()} == {"alice": "new: \n612", "bob": "new: \n612"}
    assert told["alice"].strong == ((6, 9),)
    assert told["alice"].personal
    assert here.stirred == 1
    for _time in range(3):
        await here.passes(timedelta(minutes=12))
        await here.look()
    assert len(here.looks) == 4
    assert await here.told() == []


async def test_same_notice_found_twice_waits_once(here: Bench) -> None:
    async def again(look: Look) -> Looked:
        return Looked(notices=news(look))

    here.kind(again)
    await here.watches()
    for _time in range(2):
        await here.look()
        await here.passes(timedelta(minutes=12))
    assert len(await here.told()) == 1
    assert await here.told() == []


async def test_buttons_carry_their_line(here: Bench) -> None:
    here.kind(new)
    await here.watches()
    await here.look()
    [(_chat, told)] = await here.told()
    short, long = told.options
    assert (short.id, short.label) == ("/grades", "帮助")
    assert long.id.startswith("#")
    assert await here.store.pressed(long.id.removeprefix("#")) == LONG


async def test_nobody_looks_before_it_is_due(here: Bench) -> None:
    """Waits are a tenth shorter or longer than the kind's, so that not all looks come at once."""
    here.kind(new)
    await here.watches()
    await here.look()
    await here.passes(timedelta(minutes=8, seconds=59))
    await here.look()
    assert len(here.looks) == 1
    await here.passes(timedelta(minutes=2, seconds=2))
    await here.look()
    assert len(here.looks) == 2


async def test_failed_looks_wait_longer_and_longer(here: Bench) -> None:
    here.kind(failing, longest=timedelta(hours=1))
    await here.watches()
    for failures, least, most in ((0, 9, 11), (1, 18, 22), (2, 36, 44), (3, 54, 66), (4, 54, 66)):
        await here.look()
        assert here.looks[-1].failures == failures
        looked = len(here.looks)
        await here.passes(timedelta(minutes=least, seconds=-2))
        await here.look()
        assert len(here.looks) == looked
        await here.passes(timedelta(minutes=most - least, seconds=4))
    here.kind(new)
    await here.look()
    assert here.looks[-1].failures == 5
    assert here.looks[-1].since_s > 3 * 3600
    await here.passes(timedelta(minutes=11, seconds=1))
    await here.look()
    assert here.looks[-1].failures == 0


async def test_kind_that_raises_hurts_nobody_else(here: Bench) -> None:
    """It counts as a failed look; what was known stays."""
    here.kind(new)
    await here.watches()
    await here.look()
    here.kind(raising)
    await here.passes(timedelta(minutes=11))
    await here.look()
    here.kind(new)
    await here.passes(timedelta(minutes=11))
    await here.look()
    assert (here.looks[-1].failures, here.looks[-1].known) == (1, {"": "612"})
    assert len(await here.told()) == 1


async def nameless(look: Look) -> Looked:
    """Words whose place is named otherwise than their value, as by a mistake in a catalogue."""
    return Looked({"": "612"}, tuple(Notice(each, "1", Reply(_("{score} 分", points="612"))) for each in look.watchers))


async def unwritable(look: Look) -> Looked:
    """Half a character, as JSON can hold it."""
    return Looked({"": "\ud800"}, news(look))


@pytest.mark.parametrize("look", [nameless, unwritable])
async def test_what_was_found_is_no_use(here: Bench, look: Callable[[Look], Awaitable[Looked]]) -> None:
    """It can't be told, or not be kept: a failed look, after which the system is asked later and later."""
    here.kind(look)
    await here.watches()
    for failures, least, most in ((0, 9, 11), (1, 18, 22)):
        await here.look()
        assert here.looks[-1].failures == failures
        await here.passes(timedelta(minutes=least, seconds=-2))
        await here.look()
        assert len(here.looks) == failures + 1
        await here.passes(timedelta(minutes=most - least, seconds=4))
    here.kind(new)
    await here.look()
    assert (here.looks[-1].failures, here.looks[-1].known) == (2, {})
    assert len(await here.told()) == 1


async def test_slow_system_holds_up_no_other(here: Bench) -> None:
    """However many wait for it."""
    over, looked = asyncio.Event(), asyncio.Event()

    async def slow(_look: Look) -> Looked:
        await over.wait()
        return Looked()

    async def fast(_look: Look) -> Looked:
        looked.set()
        return Looked()

    here.kinds |= {name: Kind(name, look, TEN) for name, look in (("slow", slow), ("fast", fast))}
    for aim in (*(Aim("slow", str(number)) for number in range(25)), Aim("fast", "1")):
        await here.watches(aim=aim)
    lanes = here.looking().lanes()
    running = [asyncio.create_task(each.run()) for each in lanes]
    async with asyncio.timeout(5):
        await looked.wait()
    over.set()
    for each in lanes:
        await each.stop(5)
    await asyncio.gather(*running)


async def test_kind_that_is_switched_off(here: Bench) -> None:
    """Looked at again once it is back; until then it costs next to nothing, and is no failure."""
    await here.watches()
    await here.look()
    here.kind(new)
    await here.look()
    assert here.looks == []
    await here.passes(timedelta(minutes=67))
    await here.look()
    assert here.looks[0].failures == 0


async def test_kind_says_when_next(here: Bench) -> None:
    async def soon(_look: Look) -> Looked:
        return Looked(again=timedelta(seconds=3))

    here.kind(soon)
    await here.watches()
    for _time in range(3):
        await here.look()
        await here.passes(timedelta(seconds=4))
    assert len(here.looks) == 3


async def test_over(here: Bench) -> None:
    """The last word is told, and nothing is left."""

    async def last(look: Look) -> Looked:
        return Looked(over=True, notices=news(look))

    here.kind(last)
    alice = await here.watches()
    await here.look()
    assert len(await here.told()) == 1
    assert await here.store.keeping.watches.of(alice.id) == ()
    await here.passes(DAY)
    await here.look()
    assert len(here.looks) == 1


async def test_paused(here: Bench) -> None:
    """Who has to do something first is told so once; whoever does is looked for again."""

    async def refused(look: Look) -> Looked:
        return Looked(paused=news(look))

    here.kind(refused)
    alice = await here.watches()
    await here.look()
    assert len(await here.told()) == 1
    await here.passes(DAY)
    await here.look()
    assert len(here.looks) == 1
    [held] = await here.store.keeping.watches.of(alice.id)
    assert held.paused
    await here.watches()
    await here.passes(TEN)
    await here.look()
    assert len(here.looks) == 2


async def test_only_who_has_to_do_something_is_paused(here: Bench) -> None:
    async def refused(look: Look) -> Looked:
        return Looked(paused=news(look)[:1])

    here.kind(refused)
    await here.watches()
    await here.watches("bob")
    await here.look()
    assert [chat for chat, _told in await here.told()] == ["alice"]
    here.kind(new)
    await here.passes(timedelta(minutes=11))
    await here.look()
    assert [chat for chat, _told in await here.told()] == ["bob"]


async def test_covered(here: Bench) -> None:
    """The score is behind a button, for this person alone; others see it at once."""
    here.kind(new)
    alice = await here.watches()
    bob = await here.watches("bob")
    await here.says(SetSpoiler(on=True))
    await here.look()
    told = dict(await here.told())
    assert told["alice"].text == "new: ?"
    assert [button.label for button in told["alice"].options] == ["查看", "帮助", "x"]
    word = told["alice"].options[0].id.removeprefix("/reveal ")
    tokens = here.store.keeping.tokens
    cover = await tokens.look(COVER, word, person=alice.id)
    assert cover
    assert (COVERED.read(cover) or Cover("")).text == "new: \n612"
    assert await tokens.look(COVER, word, person=bob.id) is None
    assert await tokens.newest(COVER, alice.id) == cover
    assert told["bob"].text == "new: \n612"
    assert await tokens.newest(COVER, bob.id) is None


async def test_nothing_to_cover(here: Bench) -> None:
    async def plain(look: Look) -> Looked:
        return Looked(notices=news(look, covered=None))

    here.kind(plain)
    await here.watches()
    await here.says(SetSpoiler(on=True))
    await here.look()
    [(_chat, told)] = await here.told()
    assert (told.text, len(told.options)) == ("new: \n612", 2)


async def test_quiet_hours(here: Bench) -> None:
    """Over midnight; what came in them is told after them, and others are told at once."""
    here.kind(new)
    await here.watches()
    await here.watches("bob")
    await here.says(SetQuiet(Quiet.parse("23:00-07:00")))
    await here.passes(timedelta(hours=11, minutes=30))  # 23:30
    await here.look()
    assert [chat for chat, _told in await here.told()] == ["bob"]
    await here.passes(timedelta(hours=7))
    assert await here.told() == []
    await here.passes(timedelta(minutes=30, seconds=1))
    assert [chat for chat, _told in await here.told()] == ["alice"]


async def test_quiet_hours_that_end_at_once(here: Bench) -> None:
    here.kind(new)
    await here.watches()
    await here.says(SetQuiet(Quiet.parse("11:00-13:00")))
    await here.look()
    assert await here.told() == []
    await here.says(SetQuiet(None))
    assert len(await here.told()) == 1


async def test_in_the_language_of_whoever_watches(here: Bench) -> None:
    here.kind(new)
    await here.watches()
    await here.watches("bob")
    await here.watches(group=True)
    await here.says(SetLanguage("en"), sender="bob")
    await here.says(SetLanguage("en"), group=True)
    await here.look()
    told = dict(await here.told())
    assert [told[chat].options[0].label for chat in ("alice", "bob", "class")] == ["帮助", "Help", "Help"]
    assert not told["class"].personal


async def test_other_aims_are_looked_at_as_this_one_shows(here: Bench) -> None:
    """For whoever watches all of the kind."""
    part = Aim(AIM.kind, "e00001")

    async def listed(look: Look) -> Looked:
        if look.aim.part == WHOLE:
            return Looked(aims=(part,))
        account = here.store.keeping.accounts.id_of("kaoshiyun", "s000001")
        return Looked(notices=news(replace(look, watchers=await look.holders((), [account]))))

    here.kind(listed)
    await here.watches(aim=Aim(AIM.kind, WHOLE))
    await here.look()
    await here.look()
    assert [look.aim.part for look in here.looks] == [WHOLE, "e00001"]
    assert [chat for chat, _told in await here.told()] == ["alice"]


async def test_picture_beside_the_words(here: Bench) -> None:
    """In the reader's language; a covered notification shows none, and neither does what uncovers it."""

    async def pictured(look: Look) -> Looked:
        reply = Reply("612", picture=SPREAD_IN_WORDS)
        return Looked(notices=tuple(Notice(watcher, "1", reply, "?") for watcher in look.watchers))

    here.kind(pictured)
    await here.watches()
    await here.says(SetLanguage("en"))
    await here.watches("bob")
    await here.says(SetSpoiler(on=True), sender="bob")
    await here.look()
    told = dict(await here.told())
    assert told["alice"].text == "612"
    assert told["alice"].recipe == worded(SPREAD_IN_WORDS, "en")
    assert (told["bob"].text, told["bob"].recipe) == ("?", None)


async def test_words_that_do_not_fit_under_a_picture_come_after_it(here: Bench) -> None:
    async def pictured(look: Look) -> Looked:
        reply = Reply("x" * 300, OPTIONS[:1], picture=SPREAD)
        return Looked(notices=tuple(Notice(watcher, "1", reply) for watcher in look.watchers))

    here.kind(pictured)
    here.caption = 200
    await here.watches()
    await here.look()
    first, second = [told for _chat, told in [*await here.told(), *await here.told()]]
    assert (first.text, first.recipe, first.options) == ("", SPREAD, ())
    assert (second.text, second.recipe, len(second.options)) == ("x" * 300, None, 1)
