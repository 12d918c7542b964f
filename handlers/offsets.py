"""How long before an exam somebody is reminded: `1d 1h`, 1天 1小时, 30m."""

import re
from datetime import timedelta
from typing import Final

_UNITS: Final = {
    **dict.fromkeys(("d", "天", "日"), timedelta(days=1)),
    **dict.fromkeys(("h", "小时", "时"), timedelta(hours=1)),
    **dict.fromkeys(("m", "min", "分钟", "分"), timedelta(minutes=1)),
}
_PART: Final = re.compile(r"([0-9]{1,3})\s*(?:(d|天|日|h|小时|时|min|m|分钟|分))")
_BETWEEN: Final = re.compile(r"(?:[\s,，、和])+")
_MOST = 5
_LONGEST = timedelta(days=30)


def parse_offsets(text: str) -> tuple[timedelta, ...] | None:
    """The spans, the longest first; `None` where something else stands there."""
    parts = _PART.findall(text.casefold())
    if not parts or _BETWEEN.sub("", _PART.sub("", text.casefold())):
        return None
    spans = {int(count) * _UNITS[unit] for count, unit in parts}
    if len(spans) > _MOST or not all(timedelta() < span <= _LONGEST for span in spans):
        return None
    return tuple(sorted(spans, reverse=True))


def written(offsets: tuple[timedelta, ...]) -> str:
    """As it is kept: `1d 1h`."""
    return " ".join(_written(each) for each in offsets)


def _written(span: timedelta) -> str:
    for unit, length in (("d", timedelta(days=1)), ("h", timedelta(hours=1))):
        if span % length == timedelta():
            return f"{span // length}{unit}"
    return f"{span // timedelta(minutes=1)}m"
