"""A conversation as a value: a form asks steps, collects answers and ends in an outcome.

Forms are built by `handlers/` from what they need, and known to nobody until they are put into a `Menu`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from bot.alarms import Signs, nothing
from bot.batches import Procedure
from bot.changes import Change
from bot.inline import Inline
from bot.inline import nothing as nothing_offered
from bot.measures import Systems, none
from bot.messages import Reply
from bot.people import Counted, Person
from bot.values import dataclass
from bot.watches import Kind
from bot.words import Words

Answers = Mapping[str, str]
"""What was answered, by step name, each in the form that its step's `read` returned."""


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to somebody else, alone: a notification, sent when no answers wait."""

    handle: str  # "telegram:1000"
    reply: Reply
    language: str | None = None  # None: the bot's own
    at_once: bool = False  # a warning that does not wait for the end of quiet hours


@dataclass(frozen=True, slots=True)
class Done:
    """The form is finished. `counted` is False where what was asked for got no answer, so that it is free."""

    replies: tuple[Reply, ...]
    changes: tuple[Change, ...] = ()
    counted: bool = True
    tells: tuple[Tell, ...] = ()


@dataclass(frozen=True, slots=True)
class Growing:
    """An answer that comes piece by piece.

    Each stage says all that is known by then, and is shown while the next one takes its time; the last is the answer.
    """

    stages: AsyncIterator[Done]


@dataclass(frozen=True, slots=True)
class Ask:
    """The form goes on at a step that is asked (again), because of `why`."""

    step: str
    why: Words
    among: tuple["Choice", ...] = ()  # offered instead of all that the step has


@dataclass(frozen=True, slots=True)
class Refuse:
    """No: an answer that a step can't take, or a form that can't be done. Changes nothing, counts nothing."""

    why: Words


@dataclass(frozen=True, slots=True)
class Leave:
    """The conversation that was open before this command is given up."""


@dataclass(frozen=True, slots=True)
class StepBack:
    """The conversation that was open before this command goes one question back."""


Outcome = Done | Ask | Refuse | Leave | StepBack

Read = Callable[[str], str | Refuse]
"""An answer as typed → as kept. Reading what was kept gives the same again: answers outlive upgrades."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is offered as a button; typing `value`, the label or its place among them does the same."""

    value: str
    label: Words


Choices = Callable[[Answers, Person], Awaitable[tuple[Choice, ...]]]


def _as_typed(text: str) -> str | Refuse:
    return text


def _always(_answers: Answers, _person: Person) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One question."""

    name: str
    question: Words
    read: Read = _as_typed
    choices: tuple[Choice, ...] | Choices = ()
    offered: Words = ""  # said beside the question where there are any choices
    when: Callable[[Answers, Person], bool] = _always  # whether it is asked at all
    optional: bool = False  # taken when it stands in the line, never asked for
    in_line: bool = True  # False: only ever asked for, never taken from the command's line
    grouped: bool = False  # digits, which a line may hold in groups with blanks between them
    secret: bool = False  # typed hidden, kept as typed, its message taken back
    sensitive: bool = False  # nobody else's business: a message in a group that holds it is taken back
    file: bool = False  # answered by a file of at most `LARGEST_FILE`, whose bytes `read` gets in Base64
    by_file: str = ""  # a file instead of an answer is one to the step of this name


Run = Callable[[Answers, Person], Awaitable[Outcome | Growing]]
Place = Literal["any", "private", "admins"]
"""Where a form works: anywhere; in private only; in groups for the group's administrators only."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a person can do: a command, its steps and the handler that `run` is."""

    name: str
    summary: Words  # one line in /help
    run: Run
    words: tuple[str, ...] = ()  # do the same without a slash
    usage: Words = ""  # the arguments, as /help shows them
    steps: tuple[Step, ...] = ()
    place: Place = "any"
    personal: bool = False  # the answer is nobody else's business: from a group it goes to the private chat
    admins: bool = False  # for `bot.admins` alone, hidden from everybody else
    admins_too: bool = False  # with place "admins": `bot.admins` may as well, in every group
    once: bool | Callable[[Answers], bool] = False  # changes something outside: never repeated after a crash
    check: Words | None = None  # how to find out whether it was done, where nobody knows
    page: bool = False  # without arguments it is filled in on a page of its own, where there can be one
    counts: Callable[[Answers, Person], tuple[Counted, ...]] | None = None  # a look-up, and what it counts against
    recognises: Callable[[str], str | None] | None = None  # a private line without a command → arguments
    guards: Callable[[str], bool] | None = None  # whether a line in a group holds what is nobody else's business
    slips: Callable[[str], bool] | None = None  # whether arguments hold a password, which no step asks for
    carries: Callable[[Person], Answers] | None = None  # what of a group goes along into the private chat
    hidden: bool = False  # reached by its button alone: stands in no menu and no help
    typed: bool = True  # the label of its button, typed by hand, does the same; False: it decides for others
    off: Words | None = None  # why it does not work here; then it stands in no menu
    lacks: Callable[[Person], Reply | None] | None = None  # what this person has to do first, told before any question

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def changes(self, answers: Answers) -> bool:
        """Whether running it with these answers changes something outside."""
        return self.once(answers) if callable(self.once) else self.once


@dataclass(frozen=True, slots=True)
class Menu:
    """Every form, in the order in which people are told of them, every kind of aim, and what is looked after."""

    forms: tuple[Form, ...]
    kinds: tuple[Kind, ...] = ()
    signs: Signs = field(default=nothing, repr=False)  # of the exam systems
    systems: Systems = field(default=none, repr=False)  # figures of them
    inline: Inline = field(default=nothing_offered, repr=False)
    batches: tuple[Procedure, ...] = field(default=(), repr=False)
    _by_name: dict[str, Form] = field(init=False, repr=False)
    _by_word: dict[str, Form] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {form.name: form for form in self.forms})
        object.__setattr__(self, "_by_word", {word: form for form in self.forms for word in form.words})

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms)

    def named(self, name: str) -> Form | None:
        return self._by_name.get(name)

    def worded(self, word: str) -> Form | None:
        return self._by_word.get(word)
