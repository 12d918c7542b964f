"""Forms that tests make up: the runtime knows no handler, and these tests none either."""

import asyncio
from collections.abc import Callable

from bot.changes import SetSchool
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Step
from bot.messages import Document, Option, Reply
from bot.people import Person, School
from bot.words import Strong, Words, lines


def says(name: str, *texts: Words, personal: bool = False, admins: bool = False) -> Form:
    """A command that answers with these texts."""

    async def run(_answers: Answers, _person: Person) -> Outcome:
        return Done(tuple(Reply(text) for text in texts))

    return Form(name, name, run, personal=personal, place="admins" if admins else "any")


async def _echo(answers: Answers, _person: Person) -> Outcome:
    return Done((Reply(f"you said {answers['what']}"),))


HELLO = says("hello", "hello")
RESULT = says("result", lines(Strong("Total 515 <&>"), "listening 172"), personal=True)
OURS = says("ours", "changed", admins=True)
ASKS = Form("asks", "asks", _echo, steps=(Step("what", "what?"),))
SECRET = Form("secret", "secret", _echo, steps=(Step("what", "password?", secret=True),))
ALONE = Form("alone", "alone", _echo, steps=(Step("what", "what?"),), personal=True)


async def _school(answers: Answers, person: Person) -> Outcome:
    if answers["name"] == "?":
        return Done((Reply(person.school.name if person.school else "none"),))
    return Done((Reply("kept"),), (SetSchool(School("x", answers["name"])),))


SCHOOL = Form("school", "school", _school, steps=(Step("name", "which?"),))
GROUP_SCHOOL = Form("theirs", "theirs", _school, steps=(Step("name", "which?"),), place="admins")


async def _buttons(_answers: Answers, _person: Person) -> Outcome:
    long = "x" * 60
    return Done((Reply("choose", (Option("short", "/hello"), Option("long", f"/echo {long}"))),))


BUTTONS = Form("buttons", "buttons", _buttons)
ECHO = Form("echo", "echo", _echo, steps=(Step("what", "what?"),))
CHOICE = Form(
    "choice",
    "choice",
    _echo,
    steps=(Step("what", "which?", choices=(Choice("a", "first"), Choice("b", "second"))),),
)


def file(text: str = "yours") -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        return Done((Reply(text, document=Document("成绩.csv", "语文,90\n".encode())),))

    return Form("file", "file", run)


def slow(over: asyncio.Event, end: Callable[[], Outcome] | None = None) -> Form:
    """A command that asks a system which takes its time; the person has been told to wait by then."""

    async def run(_answers: Answers, _person: Person) -> Outcome:
        await over.wait()
        return end() if end else Done((Reply("515"),))

    return Form("slow", "slow", run, steps=(Step("what", "what?", optional=True),), personal=end is None)


def asks_again() -> Outcome:
    return Ask("what", "it does not know that")
