"""The engine: one line or one question at a time, there and back, over upgrades."""

from dataclasses import replace

import pytest

from bot.conversation import Open, Question, Ready, advance, back, read, start
from bot.forms import Answers, Choice, Done, Form, Outcome, Refuse, Step
from bot.people import Person
from bot.words import _
from tests.examples import person


async def run(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


def digits(text: str) -> str | Refuse:
    return text if text.isdecimal() else Refuse("digits!")


def named(text: str) -> str | Refuse:
    return " ".join(text.split()) or Refuse("name!")


def level(text: str) -> str | Refuse:
    return {"cet4": "1", "1": "1", "cet6": "2", "2": "2"}.get(text.casefold()) or Refuse("level!")


TICKET = Step("ticket", "Which ticket?", digits)
LEVEL = Step("level", "Which level?", level, choices=(Choice("1", _("四级")), Choice("2", _("六级"))))
NAME = Step("name", "Whose?", named)
SECRET = Step("password", "Password?", secret=True)
FORM = Form("cet", "scores", run, steps=(TICKET, LEVEL, NAME))
SOMEBODY = person()


def asked(at: Question | Ready | None) -> tuple[str, dict[str, str], object]:
    """What is asked next, what is known, and why it is asked."""
    assert isinstance(at, Question)
    return at.step.name, at.answers, at.why


# One line


def test_nothing_given() -> None:
    assert asked(start(FORM, "", SOMEBODY)) == ("ticket", {}, None)


def test_everything_given() -> None:
    at = start(FORM, "12 cet6 罗增榕", SOMEBODY)
    assert at == Ready({"ticket": "12", "level": "2", "name": "罗增榕"})


def test_too_few() -> None:
    assert asked(start(FORM, "12 1", SOMEBODY)) == ("name", {"ticket": "12", "level": "1"}, None)


def test_last_may_hold_blanks() -> None:
    at = start(FORM, "12 1 阿依  古丽 买买提", SOMEBODY)
    assert at == Ready({"ticket": "12", "level": "1", "name": "阿依 古丽 买买提"})


def test_blanks_and_digits_of_any_width() -> None:
    at = start(FORM, "\u3000１２\u3000１\n罗增榕 ", SOMEBODY)
    assert at == Ready({"ticket": "12", "level": "1", "name": "罗增榕"})


def test_wrong_one_is_explained_and_the_others_kept() -> None:
    at = start(FORM, "twelve 1 罗增榕", SOMEBODY)
    assert asked(at) == ("ticket", {"level": "1", "name": "罗增榕"}, "digits!")


def test_first_of_several_wrong_ones() -> None:
    """The others are asked in their turn, without a word on what was typed first."""
    at = start(FORM, "twelve five 罗增榕", SOMEBODY)
    assert asked(at) == ("ticket", {"name": "罗增榕"}, "digits!")
    at = advance(FORM, Open("cet", "ticket", {"name": "罗增榕"}), "12", SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12", "name": "罗增榕"}, None)


def test_more_than_asked_for() -> None:
    """A form without steps passes over what stands behind it."""
    assert start(Form("id", "who", run), "x y", SOMEBODY) == Ready({})
    assert asked(start(Form("x", "x", run, steps=(TICKET,)), "1 2", SOMEBODY)) == ("ticket", {}, "digits!")


def test_optional_step() -> None:
    """Taken from the line, and never asked for."""
    form = Form("help", "help", run, steps=(replace(NAME, optional=True),))
    assert start(form, "cet4 please", SOMEBODY) == Ready({"name": "cet4 please"})
    assert start(form, "", SOMEBODY) == Ready({})


def test_step_that_is_only_asked() -> None:
    """It takes nothing from the line, so that the line's one argument is the name."""
    form = Form("cet4", "x", run, steps=(replace(TICKET, in_line=False), NAME))
    at = start(form, "12 34", SOMEBODY)
    assert asked(at) == ("ticket", {"name": "12 34"}, None)
    assert advance(form, Open("cet4", "ticket", {"name": "12 34"}), "5", SOMEBODY) == Ready(
        {"name": "12 34", "ticket": "5"}
    )


def test_step_that_does_not_apply() -> None:
    """It is neither asked nor taken from the line."""
    in_groups = replace(TICKET, when=lambda _answers, person: person.group)
    form = Form("x", "x", run, steps=(in_groups, NAME))
    assert start(form, "12 罗增榕", SOMEBODY) == Ready({"name": "12 罗增榕"})
    assert start(form, "12 罗增榕", person(group=True)) == Ready({"ticket": "12", "name": "罗增榕"})


def test_step_that_hangs_on_an_answer() -> None:
    only_cet6 = replace(TICKET, when=lambda answers, _person: answers.get("level") == "2")
    form = Form("x", "x", run, steps=(LEVEL, only_cet6))
    assert start(form, "cet4", SOMEBODY) == Ready({"level": "1"})
    assert asked(start(form, "cet6", SOMEBODY)) == ("ticket", {"level": "2"}, None)


# One question at a time


def test_step_that_an_answer_in_the_line_brings() -> None:
    """Though nothing would follow without it, the first step takes its own word only."""
    email = Step("email", "Which email?", when=lambda answers, _person: answers.get("field") == "email")
    form = replace(FORM, steps=(Step("field", "Which?", named), email))
    assert start(form, "email a b", SOMEBODY) == Ready({"field": "email", "email": "a b"})
    assert start(form, "e mail", SOMEBODY) == Ready({"field": "e mail"})


def test_answered() -> None:
    at = advance(FORM, Open("cet", "name", {"ticket": "12", "level": "1"}), " 罗增榕 ", SOMEBODY)
    assert at == Ready({"ticket": "12", "level": "1", "name": "罗增榕"})


def test_wrong_answer_is_asked_again() -> None:
    at = advance(FORM, Open("cet", "level", {"ticket": "12"}), "cet5", SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12"}, "level!")


@pytest.mark.parametrize("text", ["2", "２", "六级", " 六级 ", "cet6", "CET-6", "ＣＥＴ－６"])  # noqa: RUF001 - meant
def test_choice(text: str) -> None:
    """By its value, by its label in either language, by what the step reads besides."""
    assert read(LEVEL, text) == "2"


def test_choice_by_its_place() -> None:
    """Where the number is no answer by itself."""
    provinces = Step("province", "Where?", lambda _: Refuse("no"), choices=(Choice("京", "京"), Choice("粤", "粤")))
    assert read(provinces, "2") == "粤"
    assert read(replace(provinces, read=digits), "2") == "2"
    for text in ("0", "3", "-1", "²", "1.0"):
        assert isinstance(read(provinces, text), Refuse)


def test_secret_is_kept_as_typed() -> None:
    """Blanks, full-width digits and marks that nobody sees are part of a password."""
    typed = " ｐ１\u200f　"  # noqa: RUF001 - meant
    form = Form("login", "x", run, steps=(NAME, SECRET))
    assert advance(form, Open("login", "password", {"name": "me"}), typed, SOMEBODY) == Ready(
        {"name": "me", "password": typed}
    )


# Back


def test_back_in_the_middle() -> None:
    """The last answer is forgotten and asked anew."""
    at = back(FORM, Open("cet", "name", {"ticket": "12", "level": "1"}), SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12"}, None)


def test_back_at_the_first() -> None:
    assert back(FORM, Open("cet", "ticket"), SOMEBODY) is None


def test_back_over_what_does_not_apply() -> None:
    form = Form("x", "x", run, steps=(LEVEL, replace(TICKET, when=lambda _a, person: person.group), NAME))
    at = back(form, Open("x", "name", {"level": "1", "ticket": "12"}), SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12"}, None)


# Upgrades


def test_open_question_was_removed() -> None:
    """What was just typed is nobody's answer; the first one missing is asked."""
    at = advance(FORM, Open("cet", "school", {"ticket": "12"}), "韶关学院", SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12"}, None)


def test_answered_step_was_renamed() -> None:
    at = advance(FORM, Open("cet", "name", {"number": "12", "level": "1"}), "罗增榕", SOMEBODY)
    assert asked(at) == ("ticket", {"level": "1", "name": "罗增榕"}, None)


def test_kept_answer_fits_no_more() -> None:
    at = advance(FORM, Open("cet", "name", {"ticket": "twelve", "level": "1"}), "罗增榕", SOMEBODY)
    assert asked(at) == ("ticket", {"level": "1", "name": "罗增榕"}, None)


def test_back_from_a_removed_question() -> None:
    at = back(FORM, Open("cet", "school", {"ticket": "12", "level": "1"}), SOMEBODY)
    assert asked(at) == ("level", {"ticket": "12"}, None)


def test_nothing_shows_in_a_repr() -> None:
    """What waits may be somebody's ticket or password."""
    waiting = Open("login", "password", {"name": "罗增榕"})
    for shown in (waiting, Ready({"name": "罗增榕"}), Question(NAME, {"name": "罗增榕"})):
        assert "罗增榕" not in repr(shown)


# Several answers at once


def test_an_answer_with_those_to_the_next_questions() -> None:
    """As in a command's line; what can't be taken is explained and asked."""
    waiting = Open("cet", "ticket", {})
    assert advance(FORM, waiting, "12 cet6 罗增榕", SOMEBODY) == Ready({"ticket": "12", "level": "2", "name": "罗增榕"})
    assert asked(advance(FORM, waiting, "12 cet9", SOMEBODY)) == ("level", {"ticket": "12"}, "level!")
    assert asked(advance(FORM, waiting, "x cet6", SOMEBODY)) == ("ticket", {}, "digits!")


def test_a_secret_is_asked_for_all_the_same() -> None:
    form = replace(FORM, steps=(TICKET, SECRET))
    assert asked(advance(form, Open("cet", "ticket", {}), "12 hunter2", SOMEBODY)) == ("ticket", {}, "digits!")
