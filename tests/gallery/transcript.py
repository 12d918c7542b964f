"""What was said in a conversation, as text, and what of it differs from day to day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_DAY = r"星期.|周[一二三四五六日天]|今天|明天|后天|(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?\b"
_MONTH = r"(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_VARYING = re.compile(
    rf"https?://\S+|web:\w+|{_DAY}|(\d{{4}}-)?\d\d-\d\d|(\d{{4}} ?年 ?)?\d+ ?月( ?\d+ ?日)?"
    rf"|\d+ {_MONTH}( \d{{4}})?|{_MONTH} \d+(, \d{{4}})?|\d{{1,2}}:\d\d(:\d\d)?"
    r"|\d+ 小时 \d+ 分\b|\d+ (天|小时|分钟|days?|hours?|minutes?)\b|\b(?=\w*\d)(?=\w*[A-Z])[A-Z0-9]{6,}\b"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a person or of the bot."""

    place: str  # where it was said, as a heading
    mine: bool
    text: str
    below: tuple[str, ...] = ()  # what came with it: buttons, a file


def written(entries: Sequence[Entry]) -> str:
    """A conversation as a page shows it; ▸ is the person."""
    several = len({each.place for each in entries}) > 1
    parts: list[str] = []
    for place, said in groupby(entries, lambda each: each.place):
        parts += [f"— {place} —"] if several else []
        parts += [_line(each) for each in said]
    return "\n".join(parts)


def masked(text: str) -> str:
    """The same whenever it is played: no dates, times, countdowns, codes and addresses."""
    blanked = _VARYING.sub("…", text)
    return re.sub(r"…( ?…)+", "…", blanked)


def _line(entry: Entry) -> str:
    first = "▸ " if entry.mine else "  "
    lines = [*entry.text.splitlines(), *entry.below]
    return first + "\n".join([lines[0], *(f"  {each}".rstrip() for each in lines[1:])])
