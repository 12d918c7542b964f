"""Pictures beside words: drawn when a message leaves, and never in the way of what it says."""

from pathlib import Path

from bot.abilities import Abilities, Sent
from bot.abilities import Outcome as Ended
from bot.forms import Answers, Done, Form, Outcome
from bot.messages import Document, Reply
from bot.people import Person
from bot.recipes import Distribution, Recipe
from tests.bot.pipeline.bench import Recorder, bench
from tests.recipes import SPREAD, SPREAD_IN_WORDS, as_png


def showing(text: str, document: Document | None = None) -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return Done((Reply(text, document=document, picture=SPREAD_IN_WORDS),))

    return Form("hello", "", run)


async def cant_be_drawn(_recipe: Recipe[str], /, *, dark: bool = False) -> None:
    assert not dark


async def test_picture_goes_with_its_words(tmp_path: Path) -> None:
    async with bench(tmp_path, showing("hello"), draw=as_png, language="en") as here:
        await here.say("/hello")
        told = await here.platform.heard()
        assert (told.text, told.picture) == ("hello", await as_png(SPREAD))
        assert isinstance(told.recipe, Distribution)
        assert told.recipe.title == "Graded"  # in the reader's language
        assert told.recipe.alt == "Picture of how the grades of “A” are spread: B."


async def test_picture_that_cant_be_drawn_leaves_the_words(tmp_path: Path) -> None:
    async with bench(tmp_path, showing("hello"), draw=cant_be_drawn) as here:
        await here.say("/hello")
        told = await here.platform.heard()
        assert (told.text, told.picture, told.recipe) == ("hello", None, None)


async def test_handler_knows_where_pictures_can_be_shown(tmp_path: Path) -> None:
    async def run(_answers: Answers, person: Person) -> Outcome:
        return Done((Reply(f"pictures: {person.pictures}"),))

    async with bench(tmp_path, Form("hello", "", run)) as here:
        await here.say("/hello")
        assert (await here.platform.heard()).text == "pictures: True"
    without = Recorder(Abilities(pictures=False))
    async with bench(tmp_path / "2", Form("hello", "", run), platform=without) as here:
        await here.say("/hello")
        assert (await here.platform.heard()).text == "pictures: False"


async def test_platform_without_pictures_is_spared_the_drawing(tmp_path: Path) -> None:
    async with bench(tmp_path, showing("hello"), platform=Recorder(Abilities(pictures=False)), draw=as_png) as here:
        await here.say("/hello")
        told = await here.platform.heard()
        assert (told.text, told.picture, told.recipe) == ("hello", None, None)


async def test_words_that_do_not_fit_under_it_come_after_it(tmp_path: Path) -> None:
    async with bench(tmp_path, showing("x" * 50), platform=Recorder(Abilities(caption=40)), draw=as_png) as here:
        await here.say("/hello")
        shown, said = await here.platform.heard(), await here.platform.heard()
        assert (shown.text, bool(shown.picture)) == ("", True)
        assert (said.text, said.recipe) == ("x" * 50, None)


async def test_only_the_words_come_where_a_picture_by_itself_cant_be_drawn(tmp_path: Path) -> None:
    platform = Recorder(Abilities(caption=40))
    async with bench(tmp_path, showing("x" * 50), platform=platform, draw=cant_be_drawn) as here:
        assert await here.ask("/hello") == "x" * 50
        assert platform.sent.empty()


async def test_picture_and_file_are_two_messages(tmp_path: Path) -> None:
    async with bench(tmp_path, showing("hello", Document("a.csv", b"1")), draw=as_png) as here:
        await here.say("/hello")
        shown, said = await here.platform.heard(), await here.platform.heard()
        assert (shown.text, bool(shown.picture), shown.document) == ("", True, None)
        assert (said.text, said.recipe, bool(said.document)) == ("hello", None, True)


async def test_second_try_is_words_alone(tmp_path: Path) -> None:
    """A process that dies again and again while it draws must not hold back the words."""
    async with bench(tmp_path, showing("hello"), draw=as_png) as here:
        here.platform.answers.append(Sent(Ended.UNKNOWN, wait_s=0.001))
        await here.say("/hello")
        assert (await here.platform.heard()).picture
        while here.platform.sent.empty():
            here.stir()
            await here.store.renew()  # a transaction's time passes
        again = await here.platform.heard()
        assert (again.text, again.picture, again.recipe) == ("hello", None, None)
