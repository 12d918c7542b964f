"""A menu finds its forms by name and by word."""

from bot.forms import Answers, Done, Form, Menu, Outcome, Step
from bot.people import Person


async def run(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


CET = Form("cet", "scores", run, words=("查四六级", "查分"), steps=(Step("ticket", "which?"), Step("name", "whose?")))
HELP = Form("help", "help", run, words=("帮助",))


def test_in_order() -> None:
    assert list(Menu((CET, HELP))) == [CET, HELP]


def test_by_name_and_by_word() -> None:
    menu = Menu((CET, HELP))
    assert menu.named("cet") is CET
    assert menu.worded("查四六级") is menu.worded("查分") is CET
    assert menu.worded("帮助") is HELP


def test_neither_name_for_word_nor_word_for_name() -> None:
    menu = Menu((CET, HELP))
    assert menu.named("查四六级") is None
    assert menu.worded("cet") is None
    assert menu.named("") is None


def test_step_of_a_form() -> None:
    assert CET.step("name") is CET.steps[1]
    assert CET.step("school") is None
