"""What a message means where it was said: pure, and the same on every platform."""

from dataclasses import field

from bot import lines
from bot.conversation import Open, chosen, read
from bot.forms import Form, Menu, Refuse, Step
from bot.messages import Incoming
from bot.values import dataclass

_LEAVING = ("cancel", "back")  # who is asked may say these words without naming the bot


@dataclass(frozen=True, slots=True)
class Begins:
    """A command, with what stands behind it."""

    form: Form
    arguments: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Replies:
    """An answer to the open question."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hands:
    """A file, for the open question that wants one, or takes one too."""


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of a question that is not open any more."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A command that there is not, or not for this person."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A text that means nothing to us but was said to us."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Not said to us."""


@dataclass(frozen=True, slots=True)
class Late:
    """An answer to a question of this form that has waited too long."""

    form: str


Meaning = Begins | Replies | Hands | Stale | Unknown | Idle | Late | Nothing


def understand(incoming: Incoming, line: str, menu: Menu, conversation: Open | None, *, admin: bool) -> Meaning:
    """What `line` means: the text of the message, or what the pressed button says."""
    if incoming.press.startswith("#") and line == incoming.press:  # a token that has run out
        return _unless_group(incoming, Stale())
    if (answer := lines.answer(line)) and incoming.press:
        open_now = conversation and (conversation.form, conversation.step) == (answer.form, answer.step)
        return Replies(answer.value) if open_now else _unless_group(incoming, Stale())
    command = lines.command(line)
    if command is not None:
        form = menu.named(command.name) or menu.worded(command.name)
        if form and (admin or not form.admins):
            return _begins(form, command.arguments)
        return Unknown() if incoming.addressed else Nothing()
    step = _step(menu, conversation)
    wanted = step is not None and bool(step.file or step.by_file)
    return Hands() if incoming.upload and wanted else _text(incoming, line, menu, conversation)


def _text(incoming: Incoming, line: str, menu: Menu, conversation: Open | None) -> Meaning:
    step = _step(menu, conversation)
    if step and (step.secret or chosen(step, line) is not None):
        return Replies(line)
    word = lines.worded(line)
    form = menu.worded(word.name)
    leaves = step is not None and form is not None and form.name in _LEAVING and not word.arguments
    if form and not form.admins and (incoming.addressed or leaves):
        return _begins(form, word.arguments)
    fits = step is not None and not isinstance(read(step, line), Refuse)
    if fits:
        return Replies(line)
    if incoming.addressed and (begins := recognised(menu, line)):
        return begins
    if conversation and (incoming.addressed or not incoming.address.group):
        return Replies(line)
    return Idle() if incoming.addressed else Nothing()


def _begins(form: Form, arguments: str) -> Begins:
    """Arguments may be written as in a line that needs no command: the name first, say, or with their labels."""
    known = form.recognises(lines.folded(arguments)) if form.recognises else None
    return Begins(form, known or arguments)


def _step(menu: Menu, conversation: Open | None) -> Step | None:
    form = menu.named(conversation.form) if conversation else None
    return form.step(conversation.step) if form and conversation else None


def recognised(menu: Menu, line: str) -> Begins | None:
    """The command that a line without one amounts to, such as a ticket and a name."""
    for form in menu:
        arguments = form.recognises(lines.folded(line)) if form.recognises else None
        if arguments is not None:
            return Begins(form, arguments)
    return None


def reveals(menu: Menu, line: str, meaning: Meaning) -> bool:
    """Whether a line in a group holds what nobody else there should read: said to us, or as if it were."""
    if recognised(menu, line):
        return True
    ours = not isinstance(meaning, Nothing) or menu.worded(lines.worded(line).name)
    text = lines.folded(line)
    return bool(ours) and any(form.guards(text) for form in menu if form.guards)


def _unless_group(incoming: Incoming, meaning: Meaning) -> Meaning:
    return Nothing() if incoming.address.group else meaning
