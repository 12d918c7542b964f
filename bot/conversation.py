"""The engine of conversations: pure, from an open conversation and a text to the next question or to all answers."""

import re
from dataclasses import field

from bot.forms import Answers, Choice, Form, Refuse, Step
from bot.lines import folded, same
from bot.people import Person
from bot.values import dataclass
from bot.words import LANGUAGES, Words, render

_GROUPS = re.compile(r"\d+(?:[\s-]+\d+)*(?!\S)")  # of any width; the last one ends with its word


@dataclass(frozen=True, slots=True)
class Open:
    """A conversation that waits for an answer to `step`; it is what is stored."""

    form: str
    step: str
    answers: dict[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """The form asks `step` next; `why` explains an answer that could not be taken."""

    step: Step
    answers: dict[str, str] = field(repr=False)
    why: Words | None = None
    among: tuple[Choice, ...] = ()  # offered instead of all that the step has


@dataclass(frozen=True, slots=True)
class Ready:
    """Nothing is missing: the handler can run."""

    answers: dict[str, str] = field(repr=False)


def start(form: Form, line: str, person: Person, known: Answers | None = None) -> Question | Ready:
    """Begin a form with the arguments in one line, parted by blanks; the last step's may hold blanks.

    What can't be taken is asked anew, first come first; the rest of the line is kept. `known` is answered already.
    """
    answers: dict[str, str] = dict(known or {})
    wrong: tuple[Step, Words] | None = None
    rest = line.strip()
    steps = [step for step in form.steps if step.in_line]
    for at, step in enumerate(steps):
        if not rest or not step.when(answers, person):
            continue
        token, *others = rest.split(None, 1)
        got = read(step, token)
        if step.grouped and isinstance(got, Refuse) and (groups := _GROUPS.match(rest)):
            token, others = groups[0], rest[groups.end() :].split(None, 0)
            got = read(step, token)
        if others:
            then = answers if isinstance(got, Refuse) else {**answers, step.name: got}
            if not any(later.when(then, person) for later in steps[at + 1 :]):  # it is the last one
                got, others = read(step, rest), []
        rest = others[0] if others else ""
        if isinstance(got, Refuse):
            wrong = wrong or (step, got.why)
        else:
            answers[step.name] = got
    return Question(wrong[0], answers, wrong[1]) if wrong else following(form, answers, person)


def advance(form: Form, conversation: Open, text: str, person: Person) -> Question | Ready:
    """Take a text as the answer to the open question."""
    answers = checked(form, conversation.answers)
    step = form.step(conversation.step)
    if step is None:  # an upgrade took the question away
        return following(form, answers, person)
    got = read(step, text)
    if isinstance(got, Refuse):
        return _several(form, step, answers, text, person) or Question(step, answers, got.why)
    return following(form, {**answers, step.name: got}, person)


def _several(form: Form, step: Step, answers: dict[str, str], text: str, person: Person) -> Question | Ready | None:
    """A text that answers the next questions too, parted by blanks; `None` where it does not begin with an answer."""
    first, _blank, rest = folded(text).partition(" ")
    got = read(step, first)
    if not rest or step.secret or isinstance(got, Refuse):
        return None
    at = following(form, {**answers, step.name: got}, person)
    if isinstance(at, Ready) or at.step.secret or at.step.file:  # a secret would stand there for all to see
        return None
    if step.in_line and not at.step.in_line:  # such as whether somebody is sure
        return None
    return advance(form, Open(form.name, at.step.name, at.answers), rest.strip(), person)


def back(form: Form, conversation: Open, person: Person) -> Question | None:
    """The question before the open one; `None` where it is the first."""
    answers = checked(form, conversation.answers)
    names = [step.name for step in form.steps]
    at = names.index(conversation.step) if conversation.step in names else len(names)
    for step in reversed(form.steps[:at]):
        if step.name in answers and step.when(answers, person):
            return Question(step, {name: value for name, value in answers.items() if name != step.name})
    return None


def following(form: Form, answers: dict[str, str], person: Person) -> Question | Ready:
    """The first question that is still without an answer."""
    for step in form.steps:
        if step.name not in answers and not step.optional and step.when(answers, person):
            return Question(step, answers)
    return Ready(answers)


def checked(form: Form, answers: Answers) -> dict[str, str]:
    """What of stored answers still fits the form, which may be a newer one than they were given to."""
    kept: dict[str, str] = {}
    for step in form.steps:
        if step.name in answers:
            got = read(step, answers[step.name])
            if not isinstance(got, Refuse):
                kept[step.name] = got
    return kept


def read(step: Step, text: str) -> str | Refuse:
    """An answer as typed or pressed → as kept. What is secret is taken as typed."""
    if step.secret:
        return step.read(text)
    if (value := chosen(step, text)) is not None:
        return value
    text = folded(text)
    choices = step.choices if isinstance(step.choices, tuple) else ()
    got = step.read(text)
    # A number is a choice's place only where it is no answer by itself.
    if isinstance(got, Refuse) and re.fullmatch("[1-9][0-9]?", text) and int(text) <= len(choices):
        return choices[int(text) - 1].value
    return got


def chosen(step: Step, text: str) -> str | None:
    """The value of the choice that a text names; `None` where it names none."""
    if not step.choices or not isinstance(step.choices, tuple):
        return None
    text = folded(text)
    for choice in step.choices:
        if text == choice.value or any(same(text, render(choice.label, language)) for language in LANGUAGES):
            return choice.value
    return None
