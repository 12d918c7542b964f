"""What a message means: in private, in a group, with a question open, behind a button."""

from dataclasses import replace

import pytest

from bot.conversation import Open
from bot.forms import Answers, Choice, Done, Form, Menu, Outcome, Refuse, Step
from bot.lines import answering
from bot.meaning import Begins, Idle, Meaning, Nothing, Replies, Stale, Unknown, understand
from bot.messages import Incoming
from bot.people import Person
from tests.examples import in_group, said


async def run(_answers: Answers, _person: Person) -> Outcome:
    return Done(())


def digits(text: str) -> str | Refuse:
    return text if text.isdecimal() else Refuse("digits!")


def recognised(line: str) -> str | None:
    return line if line[:15].isdecimal() and len(line) > 15 else None


TYPE = Step("type", "4 or 6?", digits, choices=(Choice("1", "四级"), Choice("2", "六级")))
CET = Form("cet", "x", run, words=("查四六级", "四级"), steps=(Step("ticket", "?", digits),), recognises=recognised)
FIND = Form("cetfind", "x", run, steps=(TYPE,))
LOGIN = Form("login", "x", run, steps=(Step("password", "?", secret=True),))
BAN = Form("ban", "x", run, words=("封禁",), admins=True)
CANCEL = Form("cancel", "x", run, words=("取消",))
MENU = Menu((CET, FIND, LOGIN, BAN, CANCEL))

TICKET_OPEN = Open("cet", "ticket")
TYPE_OPEN = Open("cetfind", "type")
PASSWORD_OPEN = Open("login", "password")


def meant(incoming: Incoming, conversation: Open | None = None, *, admin: bool = False) -> Meaning:
    return understand(incoming, incoming.press or incoming.text, MENU, conversation, admin=admin)


def pressed(form: str, step: str, value: str) -> Incoming:
    return said(press=answering(form, step, value))


# Commands


@pytest.mark.parametrize("text", ["/cet 1 2", "／cet 1 2", "、CET 1 2", "/cet@gradebell_bot 1 2", "\u200f/cet　1 2"])
def test_command(text: str) -> None:
    assert meant(said(text)) == Begins(CET, "1 2")


@pytest.mark.parametrize("text", ["查四六级", "查四六级　", "\u200b四级", "四级 "])
def test_word(text: str) -> None:
    assert meant(said(text)) == Begins(CET)


def test_word_before_a_blank() -> None:
    assert meant(said("四级 罗增榕")) == Begins(CET, "罗增榕")


@pytest.mark.parametrize("text", ["四级考试", "我要查四六级", "四级，罗增榕"])
def test_word_glued_to_others(text: str) -> None:
    """Is a sentence, not a command."""
    assert meant(said(text)) == Idle()


def test_unknown_command() -> None:
    assert meant(said("/fly")) == Unknown()


def test_hidden_command() -> None:
    """Answered like one that there is not, by name and by word; known to an administrator by its name."""
    assert meant(said("/ban web:1")) == meant(said("/fly")) == Unknown()
    assert meant(said("封禁 web:1")) == meant(said("随便 说说")) == Idle()
    assert meant(said("/ban web:1"), admin=True) == Begins(BAN, "web:1")


@pytest.mark.parametrize("text", ["/cet 1", "四级 1", "取消"])
def test_command_leaves_the_open_question(text: str) -> None:
    assert isinstance(meant(said(text), TYPE_OPEN), Begins)


# In private


def test_answer() -> None:
    assert meant(said("12"), TICKET_OPEN) == Replies("12")


def test_wrong_answer_is_an_answer() -> None:
    """It will be explained."""
    assert meant(said("twelve"), TICKET_OPEN) == Replies("twelve")


def test_idle_text() -> None:
    assert meant(said("你好")) == Idle()
    assert meant(said("")) == Idle()


def test_ticket_and_name() -> None:
    """A look-up without a command; an open question that it does not answer gives way."""
    line = "440530151110612 罗增榕"
    assert meant(said(line)) == Begins(CET, line)
    assert meant(said("４４０５３０１５１１１０６１２　罗增榕")) == Begins(CET, line)
    assert meant(said(line), TYPE_OPEN) == Begins(CET, line)


def test_ticket_that_answers_the_question() -> None:
    assert meant(said("440530151110612"), TICKET_OPEN) == Replies("440530151110612")


@pytest.mark.parametrize("text", ["取消", "四级", "440530151110612 罗增榕", " 12 "])
def test_password_may_be_anything(text: str) -> None:
    """But a command with a slash."""
    assert meant(said(text), PASSWORD_OPEN) == Replies(text)
    assert meant(said("/cancel"), PASSWORD_OPEN) == Begins(CANCEL)


# Buttons


def test_press_for_the_open_question() -> None:
    assert meant(pressed("cetfind", "type", "1"), TYPE_OPEN) == Replies("1")


@pytest.mark.parametrize("conversation", [None, TICKET_OPEN, Open("cetfind", "name")])
def test_press_for_another_question(conversation: Open | None) -> None:
    assert meant(pressed("cetfind", "type", "1"), conversation) == Stale()


def test_press_of_a_command() -> None:
    assert meant(said(press="/cet 1 2"), TYPE_OPEN) == Begins(CET, "1 2")


def test_button_line_that_was_typed() -> None:
    """Is a text like any other: who types it pressed nothing."""
    assert meant(said(answering("cetfind", "type", "1"))) == Idle()


# In a group


def test_group_passes_over_what_is_not_for_it() -> None:
    for text in ("你好", "四级 罗增榕", "12", "440530151110612 罗增榕"):
        assert meant(in_group(text)) == Nothing()


def test_group_command() -> None:
    assert meant(in_group("/cet 1 2", addressed=True)) == Begins(CET, "1 2")


def test_group_word_when_addressed() -> None:
    assert meant(in_group("四级 罗增榕", addressed=True)) == Begins(CET, "罗增榕")


def test_group_takes_a_ticket_that_is_meant_for_the_bot() -> None:
    line = "440530151110612 罗增榕"
    assert meant(in_group(line, addressed=True)) == meant(said(line))
    assert meant(in_group(line)) == Nothing()


def test_group_answer_that_fits() -> None:
    """Of the person that was asked; the lane sees to that."""
    assert meant(in_group("2"), TYPE_OPEN) == Replies("2")
    assert meant(in_group("六级"), TYPE_OPEN) == Replies("六级")


def test_group_answer_that_does_not_fit() -> None:
    """Passed over, unless it was said to us."""
    assert meant(in_group("明天上课吗"), TYPE_OPEN) == Nothing()
    assert meant(in_group("明天上课吗", addressed=True), TYPE_OPEN) == Replies("明天上课吗")


def test_group_leaves_whoever_is_asked() -> None:
    """Without naming the bot, as the answer would be; for anybody else it is a word among people."""
    assert meant(in_group("取消"), TYPE_OPEN) == Begins(CANCEL)
    assert meant(in_group("取消 明天的课"), TYPE_OPEN) == Nothing()
    assert meant(in_group("取消")) == Nothing()


def test_group_stale_press() -> None:
    press = replace(in_group(addressed=True), press=answering("cetfind", "type", "1"))
    assert meant(press) == Nothing()
    assert meant(press, TYPE_OPEN) == Replies("1")


# Upgrades


@pytest.mark.parametrize("conversation", [Open("gone", "step"), Open("cet", "gone")])
def test_open_question_that_is_gone(conversation: Open) -> None:
    """The text still goes to the conversation, which then asks what is missing or ends."""
    assert meant(said("12"), conversation) == Replies("12")
    assert meant(in_group("12"), conversation) == Nothing()
