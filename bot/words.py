"""What the bot says, in the language of whom it says it to.

Words are written in Chinese where they belong and marked with `_`, which translates nothing yet: a `Text` carries
its message id and its values until `render` knows the reader's language. So a form can be a plain value, made once.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache, lru_cache
from pathlib import Path

from bot.values import dataclass

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("zh_CN", "en")
SOURCE = "zh_CN"  # the language that the message ids are written in


@dataclass(frozen=True, slots=True)
class Text:
    """A message id with `{named}` places and what goes into them."""

    msgid: str
    values: Mapping[str, "Words"] = field(default_factory=dict, hash=False)  # a dict has no hash


@dataclass(frozen=True, slots=True)
class Lines:
    """Several words as one, `between` them."""

    parts: tuple["Words", ...]
    between: str = "\n"


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out where a platform can show it."""

    words: "Words"


Words = str | Text | Lines | Strong
"""A plain `str` is somebody's own words (a name, a number) and is never translated."""


def _(msgid: str, **values: "Words") -> Text:
    return Text(msgid, values)


def lines(*parts: Words | None) -> Lines:
    """One part a line; `None` leaves its line out."""
    return Lines(tuple(part for part in parts if part is not None))


def joined(parts: Iterable[Words], between: str) -> Lines:
    return Lines(tuple(parts), between)


Spans = tuple[tuple[int, int], ...]
"""Where words stand out: from, and up to but without; in characters of the text."""

_START, _END = "\x02", "\x03"  # what stands out while words are put together; nobody's own words hold them
_MARKS = re.compile("[\x02\x03]")


def render(words: Words, language: str) -> str:
    """The words as plain text."""
    return _unmarked(_put_together(words, language))


def marked(words: Words, language: str) -> tuple[str, Spans]:
    """The words as plain text, and what of it stands out."""
    text = _put_together(words, language)
    if _START not in text:
        return text, ()
    parts = _MARKS.split(text)
    spans, at = [], 0
    for number, part in enumerate(parts):
        if number % 2:
            spans.append((at, at + len(part)))
        at += len(part)
    return "".join(parts), tuple(spans)


def _put_together(words: Words, language: str) -> str:
    # By hand and not by `match`, which takes half as long again: a result has some twenty words.
    if isinstance(words, Text):
        values = words.values
        if not values:
            return _fixed(words.msgid, language)
        for value in values.values():
            if not isinstance(value, str) or not value.isprintable():
                values = {name: _put_together(each, language) for name, each in values.items()}
                break
        return _template(words.msgid, language).format_map(values)
    if isinstance(words, str):
        return _unmarked(words)
    if isinstance(words, Lines):
        return words.between.join([_put_together(part, language) for part in words.parts])
    return f"{_START}{render(words.words, language)}{_END}"


def _unmarked(text: str) -> str:
    return _MARKS.sub("", text) if _START in text or _END in text else text


@lru_cache(1000)
def _template(msgid: str, language: str) -> str:
    return _catalogue(language).get(msgid, msgid)


@lru_cache(1000)
def _fixed(msgid: str, language: str) -> str:
    return _template(msgid, language).format()


@cache
def _catalogue(language: str) -> dict[str, str]:
    """Translations by message id, from their readable form, so that no step of an installation can be missed."""
    path = LOCALE / language / "LC_MESSAGES" / "gradebell.po"
    if language == SOURCE or not path.exists():
        return {}
    # Only a chat that speaks another language pays for this import.
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        found = read_po(file, locale=language)
    return {str(each.id): str(each.string) for each in found if each.id and each.string and not each.fuzzy}
