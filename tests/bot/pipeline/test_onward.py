"""Commands that go on elsewhere: on a page, or in the private chat by a link from a group."""

import re
from dataclasses import replace
from pathlib import Path
from secrets import token_hex

from bot.abilities import Abilities
from bot.forms import Answers, Ask, Done, Form, Outcome, Step
from bot.messages import Address, Incoming, Reply
from bot.onward import ONWARD, PAGE
from bot.people import Person
from tests.bot.pipeline.bench import Bench, Recorder, bench

GROUP = Address("test", "", "group", "class")


async def shown(answers: Answers, _person: Person) -> Outcome:
    return Done((Reply(" ".join(f"{name}={answers[name]}" for name in sorted(answers))),))


PASSWORD = Form("login", "login", shown, steps=(Step("name", "name?"), Step("word", "word?", secret=True)), page=True)
SCORE = Form(
    "score",
    "score",
    shown,
    steps=(Step("name", "name?"), Step("school", "school?", in_line=False)),
    personal=True,
    carries=lambda _person: {"school": "ours"},
)
START = Form("start", "start", shown, steps=(Step("payload", "", optional=True),))


async def in_group(here: Bench, text: str, sender: str = "alice") -> str:
    await here.intake([Incoming(token_hex(4), GROUP, sender, 1e10, text)])
    return (await here.platform.heard()).text


async def follow(here: Bench, link: str, sender: str = "alice") -> str:
    """Come to the private chat by a link."""
    word = link.partition("?start=")[2]
    alone = Address("test", "", "private", sender)
    await here.intake([Incoming(token_hex(4), alone, sender, 1e10, f"/start {word}", onward=word)])
    return (await here.platform.heard()).text


def link_in(text: str) -> str:
    found = re.search(r"https://[^\s]+", text)
    assert found
    return found[0]


async def test_page_instead_of_questions(tmp_path: Path) -> None:
    async with bench(tmp_path, PASSWORD, pages="https://bot.example") as here:
        link = link_in(await here.ask("/login"))
        word = link.removeprefix("https://bot.example/form/")
        onward = ONWARD.read(await here.store.tokens.look(PAGE, word))
        assert onward
        assert onward.line == "/login"
        alone, filled = Address("test", "", "private", "alice"), {"name": "alice", "word": "pass"}
        await here.intake([Incoming(f"page/{word}", alone, "alice", 1e10, "/login", answers=filled)])
        assert (await here.platform.heard()).text == "name=alice word=pass"


async def test_what_was_wrong_on_a_page_is_filled_in_anew(tmp_path: Path) -> None:
    """On another page, and not asked for in the chat."""

    async def wrong(_answers: Answers, _person: Person) -> Outcome:
        return Ask("word", "wrong word")

    login = replace(PASSWORD, run=wrong)
    async with bench(tmp_path, login, pages="https://bot.example") as here:
        alone, filled = Address("test", "", "private", "alice"), {"name": "alice", "word": "pass"}
        await here.intake([Incoming("page/one", alone, "alice", 1e10, "/login", answers=filled)])
        assert (await here.platform.heard()).text == "wrong word"
        again = await here.platform.heard()
        assert "https://bot.example/form/" in again.text
        assert not again.secret


async def test_line_is_taken_as_it_is(tmp_path: Path) -> None:
    async with bench(tmp_path, PASSWORD, pages="https://bot.example") as here:
        assert await here.ask("/login alice pass") == "name=alice word=pass"


async def test_questions_where_no_page_can_be(tmp_path: Path) -> None:
    """Nothing is reachable from outside, or the platform shows no links."""
    async with bench(tmp_path, PASSWORD) as here:
        assert await here.ask("/login") == "name?"
    no_links = Recorder(Abilities(links=False))
    async with bench(tmp_path, PASSWORD, platform=no_links, pages="https://bot.example") as here:
        assert await here.ask("/login") == "name?"


async def test_goes_on_alone_by_a_link(tmp_path: Path) -> None:
    """With the arguments and what the group has set; once, and for that person alone."""
    async with bench(tmp_path, SCORE, START, platform=Recorder(reachable=False)) as here:
        link = link_in(await in_group(here, "/score alice"))
        assert link.startswith("https://example.edu/bot?start=")
        assert await follow(here, link, "bob") == f"payload={link.partition('=')[2]}"
        assert await follow(here, link) == "name=alice school=ours"
        assert await follow(here, link) == f"payload={link.partition('=')[2]}"


async def test_private_commands_go_on_without_their_arguments(tmp_path: Path) -> None:
    """What was typed in front of everybody is not taken along."""
    login = Form("login", "login", shown, steps=PASSWORD.steps, place="private")
    async with bench(tmp_path, login, START, platform=Recorder(reachable=False)) as here:
        link = link_in(await in_group(here, "/login alice pass"))
        assert await follow(here, link) == "name?"
