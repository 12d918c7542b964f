"""A CSV file as people's programs write it → the lines of a sheet, or why they can't be taken."""

import base64
import binascii
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from io import StringIO
from typing import Final

from bot.forms import Refuse
from bot.lines import folded
from bot.values import dataclass
from bot.words import Words, _, lines
from handlers.batch.sheet import Sheet

MOST: Final = 5000  # lines
_TOLD: Final = 10  # wrong lines, or columns, that are named
_LONGEST: Final = 20  # of a column's name
_DELIMITERS: Final = (",", "\t", ";")
_ENCODINGS: Final = ("utf-8-sig", "gb18030")  # the second as Excel in China writes it
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .xls
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # the line of the file on which it begins, from 1
    values: Mapping[str, str] = field(repr=False)  # by column, as the steps of the command keep them


@dataclass(frozen=True, slots=True)
class Table:
    """What a file asks for, checked whole."""

    rows: tuple[Row, ...]
    doubled: tuple[int, ...] = ()  # lines that say again what a line before them says
    unused: tuple[str, ...] = ()  # columns that are none of ours

    @property
    def same(self) -> str:
        """The lines that are doubled, as far as they are named."""
        return _named([str(each) for each in self.doubled])

    @property
    def others(self) -> str:
        """The columns that are none of ours, as far as they are named."""
        return _named([each[:_LONGEST] for each in self.unused])


def _named(each: Sequence[str]) -> str:
    return "、".join(each[:_TOLD]) + ("……" if len(each) > _TOLD else "")


def table_of(sheet: Sheet, file: str) -> Table | Refuse:
    """Read a file in Base64; every line is checked before anything is done."""
    try:
        text = _decoded(base64.b64decode(file, validate=True))
    except (binascii.Error, ValueError):
        text = Refuse(_("请发送一个 CSV 文件。"))
    return text if isinstance(text, Refuse) else _table(sheet, text)


def _decoded(data: bytes) -> str | Refuse:
    if data.startswith(_WORKBOOKS):
        return Refuse(_("这是 Excel 工作簿。请在 Excel 里另存为 CSV，再发给我。"))
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if not _NO_TEXT.search(text):
            return text
    return Refuse(_("这不是 CSV 文件，或者不是 UTF-8 或 GB18030 编码。"))


def _table(sheet: Sheet, text: str) -> Table | Refuse:
    found = _found(text)
    if isinstance(found, Refuse):
        return found
    first = found[0][1]
    places = _header(sheet, first)
    if isinstance(places, Refuse):
        return places
    if places is None:
        return _checked(sheet, found, {column.name: at for at, column in enumerate(sheet.columns)})
    unused = tuple(cell for at, cell in enumerate(first) if cell and at not in places.values())
    return _checked(sheet, found[1:], places, unused)


def _found(text: str) -> list[tuple[int, list[str]]] | Refuse:
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in _cells(text):
            found.append((number, cells))
            if len(found) > MOST + 1:  # one may be the header
                return _too_long()
    except csv.Error:
        return Refuse(_("第 {line} 行以后读不下去了，请检查那里的引号。", line=str(_after(found))))
    return found or Refuse(_("文件里一行也没有。"))


def _too_long() -> Refuse:
    return Refuse(_("一个文件最多 {most} 行。请分成几个文件。", most=str(MOST)))


def _after(found: Sequence[tuple[int, list[str]]]) -> int:
    return found[-1][0] + 1 if found else 1


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it begins. Raises `csv.Error`."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    for cells in reader:
        trimmed = [folded(cell) for cell in cells]
        if any(trimmed):
            yield number, trimmed
        number = reader.line_num + 1


def _header(sheet: Sheet, cells: Sequence[str]) -> dict[str, int] | Refuse | None:
    """Where each column stands; `None` where the first row is no header."""
    named = {name.casefold(): column.name for column in sheet.columns for name in (column.name, *column.also)}
    places: dict[str, int] = {}
    for at, cell in enumerate(cells):
        name = named.get(cell.casefold(), "")
        if name in places:
            return Refuse(_("标题里有两列都是 {column}，请留下一列。", column=name))
        if name:
            places[name] = at
    if not places:
        return None
    missing = ", ".join(column.name for column in sheet.columns if column.name not in places)
    return Refuse(_("标题里缺少这些列：{columns}", columns=missing)) if missing else places


def _checked(
    sheet: Sheet, found: Sequence[tuple[int, list[str]]], places: Mapping[str, int], unused: tuple[str, ...] = ()
) -> Table | Refuse:
    rows: list[Row] = []
    doubled: list[int] = []
    wrong: list[tuple[int, Words]] = []
    seen: dict[tuple[str, ...], Row] = {}
    for number, cells in found:
        got = _row(sheet, number, cells, places, wide=bool(unused))
        if isinstance(got, Refuse):
            wrong.append((number, got.why))
            continue
        before = seen.setdefault(tuple(got.values[name].casefold() for name in sheet.key), got)
        if before is got:
            rows.append(got)
        elif before.values == got.values:
            doubled.append(number)
        else:
            wrong.append((number, _("和第 {line} 行说的是同一个，内容却不同。", line=str(before.number))))
    if wrong:
        return _refused(wrong)
    if len(rows) > MOST:
        return _too_long()
    return Table(tuple(rows), tuple(doubled), unused) if rows else Refuse(_("文件里只有标题，没有别的行。"))


def _row(sheet: Sheet, number: int, cells: list[str], places: Mapping[str, int], *, wide: bool) -> Row | Refuse:
    if not wide and any(cells[len(places) :]):
        return Refuse(_("多出了一列。"))
    values = {}
    for column in sheet.columns:
        at = places[column.name]
        got = column.read(cells[at] if at < len(cells) else "")
        if isinstance(got, Refuse):
            return got
        values[column.name] = got
    return Row(number, values)


def _refused(wrong: Sequence[tuple[int, Words]]) -> Refuse:
    more = len(wrong) - _TOLD
    return Refuse(
        lines(
            _("有 {count} 行不对，所以一行也没有做：", count=str(len(wrong))),
            *(_("第 {line} 行：{why}", line=str(number), why=why) for number, why in wrong[:_TOLD]),
            _("……还有 {count} 行。", count=str(more)) if more > 0 else None,
            _("改好后请再发一次。"),
        )
    )
