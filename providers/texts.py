"""What any text of people or systems must be free of."""

import re
import unicodedata
from typing import Final

from providers.errors import BadInput, Problem

# Control characters would forge lines in logs and chats; lone surrogates cannot be sent at all.
UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_UNFIT_IN_LINES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def lines_of(text: str, longest: int) -> str:
    """Keep line breaks and tabs, drop other control characters, and cut at `longest` characters."""
    return _UNFIT_IN_LINES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:longest]


def fold(text: str) -> str:
    """Take full-width characters as plain ones and drop blanks around."""
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()


def typed(text: str, field: str, *, longest: int, least: int = 1) -> str:
    """Drop blanks around what somebody typed. Raises BadInput(`field`)."""
    plain = text.strip()
    _check(plain, field, longest, least)
    return plain


def secret(text: str, field: str, *, longest: int = 200, least: int = 1) -> str:
    """Check a password, of which no blank is dropped. Raises BadInput(`field`)."""
    _check(text, field, longest, least)
    return text


def _check(text: str, field: str, longest: int, least: int) -> None:
    if not text:
        raise BadInput(field, Problem.EMPTY)
    if UNFIT.search(text):
        raise BadInput(field, Problem.MALFORMED)
    if len(text) > longest:
        raise BadInput(field, Problem.TOO_LONG)
    if len(text) < least:
        raise BadInput(field, Problem.TOO_SHORT)
