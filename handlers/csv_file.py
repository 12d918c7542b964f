"""CSV files for spreadsheet programs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.messages import Document

_BOM: Final = "\ufeff"  # by which Excel knows UTF-8
_COMPUTED: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
# A mobile phone's number, with China's before it or not, and an identity card's, old ones too, wherever they stand.
_PRIVATE: Final = re.compile(
    r"(?<![0-9])(?:(?:00)?(?:86)?1[3-9][0-9]{9}|[1-9][0-9]{16}[0-9Xx]|[1-9][0-9]{14})(?![0-9])"
)
_LAST: Final = 4


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Document:
    """A file with a line of `head` above its rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([cell(each) for each in row] for row in rows)
    return Document(f"{name}.csv", f"{_BOM}{text.getvalue()}".encode())


def cell(text: str) -> str:
    """A text that no program takes for a formula, and in which no phone or card number stands whole."""
    shown = masked(text)
    return f"'{shown}" if shown.startswith(_COMPUTED) and not _NUMBER.fullmatch(shown) else shown


def masked(text: str) -> str:
    """Phone and card numbers by their last four."""
    return _PRIVATE.sub(lambda found: last_four(found[0]), text)


def last_four(number: str) -> str:
    """The end of what is known to be a phone or card number; of a short one, less."""
    return f"…{number[-min(_LAST, len(number) // 2) :]}" if len(number) > 1 else number
