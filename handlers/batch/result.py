"""What became of each line, as a CSV file that Excel opens and that does nothing there."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.batches import End, Line
from bot.messages import Document
from bot.words import Words, _, joined, render
from handlers.batch.sheet import Sheet
from handlers.csv_file import csv_file

_ENDS: Final[Mapping[End, Words]] = {
    End.WAITING: _("没有做"),
    End.BEGUN: _("不确定"),
    End.DONE: _("成功"),
    End.REFUSED: _("被拒绝"),
    End.UNKNOWN: _("不确定"),
}
_CUT_OFF: Final = _("执行到这一行时机器人中断了，没有重做。")


def result_of(sheet: Sheet, lines: Sequence[Line], language: str) -> Document:
    """Beside what was sent in: what the line brought, how it ended, and why."""
    brings = [label for _name, label in sheet.brings]
    header = [_("行"), *(column.name for column in sheet.columns), *brings, _("结果"), _("说明")]
    rows = (_row(sheet, line, language) for line in lines)
    return csv_file(f"{sheet.name}-result", [render(each, language) for each in header], rows)


def _row(sheet: Sheet, line: Line, language: str) -> list[str]:
    given = [line.values.get(column.name, "") for column in sheet.columns]
    brought = [line.more.get(name, "") for name, _label in sheet.brings]
    number = "" if line.lost else str(line.number)
    return [number, *given, *brought, render(_ENDS[line.end], language), _why(sheet, line, language)]


def _why(sheet: Sheet, line: Line, language: str) -> str:
    if line.end not in (End.UNKNOWN, End.BEGUN):
        return line.why
    return render(joined([line.why or _CUT_OFF, sheet.check], " "), language)
