"""What a line says: a command with its arguments, an answer behind a button, or a text."""

import re
import unicodedata
from dataclasses import field

from bot.values import dataclass

_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FULL_WIDTH = str.maketrans({chr(0xFF10 + digit): str(digit) for digit in range(10)} | {"\u3000": " ", "：": ":"})
_SLASHES = ("/", "／", "、")
_COMMAND = re.compile(r"([^\s@]{1,32})(?:@(\S+))?(?:\s+(.*))?", re.DOTALL)
_ANSWER = ":"


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its name, `to` whom it was said ("" for whoever hears it), and what stands behind it."""

    name: str
    arguments: str = field(default="", repr=False)
    to: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A choice that was pressed: of which form and step, and its value."""

    form: str
    step: str
    value: str = field(repr=False)


def folded(text: str) -> str:
    """The text with full-width digits, blanks and colons as plain ones and without marks that nobody sees."""
    return (text if text.isascii() else _UNSEEN.sub("", text).translate(_FULL_WIDTH)).strip()


def command(text: str) -> Command | None:
    """The command that a line begins with a slash to say; the arguments stay as they were typed."""
    text = _UNSEEN.sub("", text).strip()
    if not text.startswith(_SLASHES):
        return None
    match = _COMMAND.fullmatch(text[1:].lstrip())
    if match is None:
        return Command("")
    name, to, arguments = match.groups()
    return Command(unicodedata.normalize("NFKC", name).lower(), (arguments or "").strip(), to or "")


def worded(text: str) -> Command:
    """The line as a word and what stands behind its first blank."""
    word, *arguments = _UNSEEN.sub("", text).strip().split(None, 1) or [""]
    return Command(word, "".join(arguments))


def answering(form: str, step: str, value: str) -> str:
    """The line behind the button of a choice."""
    return _ANSWER.join(("", form, step, value))


def answer(line: str) -> Answer | None:
    """What `answering` made."""
    parts = line.split(_ANSWER, 3)
    if len(parts) != 4 or parts[0]:  # noqa: PLR2004 - nothing, form, step, value
        return None
    return Answer(*parts[1:])


def same(one: str, other: str) -> bool:
    """Whether two short texts mean the same to a reader."""
    return _plain(one) == _plain(other)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", folded(text)).casefold()
