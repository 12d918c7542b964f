"""What people type for the campus system, checked before anything is sent; each check raises BadInput(field)."""

import json
import re
from collections.abc import Sequence
from hashlib import md5
from typing import Final

from providers.errors import BadInput, Problem
from providers.texts import fold, secret, typed

_SPECIAL: Final = re.compile(r"[!-/:-@\[-`{-~\s]")
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(?:\.[^@\s.]+)+")
_LONGEST_PORTRAIT: Final = 1_000_000  # bytes
_MOST_USERS: Final = 100
TERMS: Final = frozenset({1, 3, 9, 12, 16})


def hashed(password: str, field: str = "password") -> str:
    """Give the MD5 in upper case, which the system compares as plain text. It asks for no better."""
    return md5(secret(password, field).encode(), usedforsecurity=False).hexdigest().upper()


def new_password(password: str, field: str = "password") -> str:
    """Hash one of 6 to 20 characters: the system cannot check that, since it sees the hash only."""
    return hashed(secret(password, field, longest=20, least=6), field)


def clear_password(password: str) -> str:
    """Give one that is sent as it is: the system hands those of 精弘 and 正方 on."""
    return secret(password, "password")


def username(text: str) -> str:
    return typed(text, "username", longest=50)


def new_username(text: str) -> str:
    """Two to ten characters without special ones, and not digits alone."""
    name = typed(text, "username", longest=10, least=2)
    if _SPECIAL.search(name) or re.fullmatch("[0-9]+", fold(name)):
        raise BadInput("username", Problem.MALFORMED)
    return name


def nickname(text: str) -> str:
    return typed(text, "nickname", longest=15, least=2)


def credit(text: str) -> str:
    return secret(text, "credit", longest=16_384)


def pid(text: str) -> str:
    """Take a student number (学号)."""
    number = fold(text)
    if not number:
        raise BadInput("pid", Problem.EMPTY)
    if not re.fullmatch("[0-9A-Za-z]{1,20}", number):
        raise BadInput("pid", Problem.MALFORMED)
    return number


def email(text: str) -> str:
    address = typed(text, "email", longest=100)
    if not _EMAIL.fullmatch(address):
        raise BadInput("email", Problem.MALFORMED)
    return address


def phone(text: str) -> str:
    number = fold(text)
    if not number:
        raise BadInput("phone", Problem.EMPTY)
    if not re.fullmatch(r"\+?[0-9][0-9 -]{3,18}[0-9]", number):
        raise BadInput("phone", Problem.MALFORMED)
    return number


def portrait(image: bytes) -> str:
    """Give its lower-case hex digits."""
    if not image:
        raise BadInput("portrait", Problem.EMPTY)
    if len(image) > _LONGEST_PORTRAIT:
        raise BadInput("portrait", Problem.TOO_LONG)
    return image.hex()


def user_list(usernames: Sequence[str]) -> str:
    """Write them as a JSON list: a single name as it stands makes the system fail."""
    if len(usernames) > _MOST_USERS:
        raise BadInput("usernames", Problem.TOO_LONG)
    names = [username(name) for name in usernames]
    if not names:
        raise BadInput("usernames", Problem.EMPTY)
    return json.dumps(names, ensure_ascii=False, separators=(",", ":"))


def term(year: int, code: int) -> dict[str, str]:
    if not 1990 <= year <= 2100:  # noqa: PLR2004 (school years)
        raise BadInput("year", Problem.UNKNOWN)
    if code not in TERMS:
        raise BadInput("term", Problem.UNKNOWN)
    return {"year": str(year), "term": str(code)}
