"""Weeks and lessons of a course: "1-16", "1-12周,14-16", "1-15周(单" (the system cuts off the last character)."""

import re
from typing import Final

_PIECE: Final = re.compile(r"(\d{1,2})(?:\s*[-~—－]\s*(\d{1,2}))?(?!\d)")
_LAST: Final = 60


def parse_weeks(text: str) -> tuple[int, ...]:
    """Give the weeks in order; 单 means the odd ones of its piece, 双 the even ones. Other things are left out."""
    weeks: set[int] = set()
    for piece in re.split("[,，、;；]", text):
        match = _PIECE.search(piece)
        if match is None:
            continue
        first, last = int(match[1]), int(match[2] or match[1])
        span = set(range(max(first, 1), min(last, _LAST) + 1))
        if "单" in piece or "双" in piece:
            span = {week for week in span if week % 2 == ("单" in piece)}
        weeks |= span
    return tuple(sorted(weeks))


def parse_sections(text: str) -> tuple[int, int] | None:
    """Understand 1-2 and 5; None for anything else."""
    match = _PIECE.search(text)
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return (first, last) if 0 < first <= last else None
