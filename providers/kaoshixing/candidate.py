"""A candidate's fields (考生), as they may be sent. Their names are the system's own, which administrators type.

What people type is checked here, before anything is sent; each check raises BadInput(field).
"""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from providers.errors import BadInput, Problem
from providers.texts import fold, secret, typed

LONGEST: Final = 200
_PHOTOS: Final = (".png", ".jpg", ".jpeg")


def _text(value: str, field: str) -> str:
    return typed(value, field, longest=LONGEST)


def _either(value: str, field: str) -> str:
    word = fold(value)
    if word not in {"0", "1"}:
        raise BadInput(field, Problem.UNKNOWN if word else Problem.EMPTY)
    return word


def _hashed(value: str, field: str) -> str:
    """Hash a password before it leaves; lower-case hex."""
    return sha256(secret(value, field).encode()).hexdigest()


def _photo(value: str, field: str) -> str:
    address = typed(value, field, longest=1000)
    if not re.match("https?://[^/]", address) or not urlsplit(address).path.lower().endswith(_PHOTOS):
        raise BadInput(field, Problem.MALFORMED)
    return address


# user_id is not among them: it is who is meant. status (1 禁用, 0 正常) is for a change only.
_CHECKS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "user_name": _text,
    "department": _text,  # from the top, split by slashes
    "password": _hashed,
    "user_label": _text,  # 、 between labels, / between their levels
    "sex": _either,  # 1 男, 0 女
    "phone": _text,
    "notice": _text,
    "position": _text,
    "field1": _text,
    "field2": _text,
    "field3": _text,
    "field4": _text,
    "field5": _text,
    "identity_card": _text,
    "compare_photo": _photo,
}
FIELDS: Final = frozenset(_CHECKS)
CHANGEABLE: Final = FIELDS | {"status"}


def parse_user_id(text: str, field: str = "user_id") -> str:
    """Letters, digits and more: the system wants it unique and nothing else."""
    return typed(text, field, longest=64)


def parse_number(text: str, field: str) -> str:
    """An id of the system's own, e.g. an exam's."""
    digits = fold(text)
    if not digits:
        raise BadInput(field, Problem.EMPTY)
    if not re.fullmatch("[0-9A-Za-z_-]{1,32}", digits):
        raise BadInput(field, Problem.MALFORMED)
    return digits


def checked(values: Mapping[str, str], *, status: bool = False) -> dict[str, str]:
    """Give the fields as they are sent. An unknown name is BadInput, and so is `status` where it may not be set."""
    checks = {**_CHECKS, "status": _either} if status else _CHECKS
    for name in values:
        if name not in checks:
            raise BadInput(name if name.isidentifier() and name.isascii() else "field", Problem.UNKNOWN)
    return {name: checks[name](value, name) for name, value in values.items()}


def parse_custom_url(text: str) -> str:
    """Where a login leads: 仅支持*.kaoshixing.com形式的域名. Raises BadInput("custom_url")."""
    address = typed(text, "custom_url", longest=1000)
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        host = ""
    if not re.match("https?://", address) or not host.endswith(".kaoshixing.com"):
        raise BadInput("custom_url", Problem.MALFORMED)
    return address
