"""An exam's id (考试编号), e.g. d7310f, also as the address that people are given: https://…/v5/exam/d7310f."""

import re
from typing import Final

from providers.errors import BadInput, Problem
from providers.texts import fold

_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_ADDRESS: Final = re.compile(
    r"(?:https?://)?[^/\s]+/(?:[^?#\s]*/)?v5/(?:exam|exer|exercise)/([0-9A-Za-z_-]{1,64})/?(?:[?#].*)?"
)


def parse_exam_id(text: str) -> str:
    """Take an id or an address. Raises BadInput("exam")."""
    written = fold(text)
    if not written:
        raise BadInput("exam", Problem.EMPTY)
    address = _ADDRESS.fullmatch(written)
    if address:
        return address[1]
    if not _ID.fullmatch(written):
        raise BadInput("exam", Problem.MALFORMED)
    return written
