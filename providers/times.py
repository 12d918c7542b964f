"""The forms in which the systems write times. None of them names a zone; all of them stand in China."""

import re
from datetime import datetime, timedelta
from typing import Final

from providers.clock import CHINA

_WRITTEN: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?")
_RUN_TOGETHER: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=CHINA) + timedelta(hours=8)
_FIRST_YEAR: Final = 1900  # 0001-01-01 is how .NET writes "none"


def parse_moment(text: str) -> datetime | None:
    """Understand 2022-03-18 17:12, with seconds or without a time, 20220407111126, and seconds or ms since 1970.

    None where it stands for no time. Raises ValueError for everything else.
    """
    match = _WRITTEN.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if match is None:
        return _since_1970(text)
    parts = [int(part or 0) for part in match.groups()]
    moment = datetime(*parts[:6], tzinfo=CHINA)  # type: ignore[misc,arg-type] # six numbers
    return moment if moment.year >= _FIRST_YEAR else None


def _since_1970(text: str) -> datetime:
    if not re.fullmatch(r"[0-9]{10}|[0-9]{13}", text):
        raise ValueError("no time")
    number = int(text)
    return _EPOCH + (timedelta(seconds=number) if len(text) == 10 else timedelta(milliseconds=number))  # noqa: PLR2004 (digits of seconds)
