"""A form that takes a file of many lines where it asks for one."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot import said
from bot.batches import Procedure
from bot.chance import new_word
from bot.changes import BeginBatch
from bot.forms import Answers, Ask, Done, Form, Growing, Leave, Outcome, Refuse, Step
from bot.messages import Reply
from bot.people import Person
from bot.words import Lines, Words, _, lines
from handlers.batch.reading import Table, table_of
from handlers.batch.result import result_of
from handlers.batch.sheet import Sheet
from handlers.csv_file import masked
from handlers.sure import YES, sure_step

FILE: Final = "file"
_SURE: Final = "sure"
_SHOWN: Final = 3  # lines, before somebody says yes


def procedure_of(sheet: Sheet) -> Procedure:
    return Procedure(sheet.name, sheet.title, sheet.do, partial(result_of, sheet), sheet.once)


def from_file(form: Form, sheet: Sheet, *, at: str) -> Form:
    """The same form, of which the question `at`, and what comes after it, may be answered by a file.

    The file is read by `sheet`, confirmed, and worked off by the sheet's procedure, which belongs into `Menu.batches`.
    """

    async def run(answers: Answers, person: Person) -> Outcome | Growing:
        return _from_file(sheet, answers) if FILE in answers else await form.run(answers, person)

    def once(answers: Answers) -> bool:
        return FILE not in answers and form.changes(answers)

    usage = _("{arguments}，或一个 CSV 文件", arguments=form.usage)
    return replace(form, run=run, once=once, usage=usage, steps=_steps(form.steps, sheet, at))


def _steps(steps: Sequence[Step], sheet: Sheet, at: str) -> tuple[Step, ...]:
    names = [step.name for step in steps]
    first = names.index(at)
    sure = next((step for step in steps if step.name == _SURE), sure_step(_("确定吗？"), optional=True))
    asked = replace(steps[first], by_file=FILE, question=lines(steps[first].question, _offer(sheet)))
    others = (_unless_file(step) for step in (asked, *steps[first + 1 :]) if step.name != _SURE)
    file = Step(FILE, _("请发送 CSV 文件。"), partial(_read, sheet), optional=True, in_line=False, file=True)
    return *steps[:first], *others, file, replace(sure, by_file=FILE)


def _unless_file(step: Step) -> Step:
    return replace(step, when=lambda answers, person: FILE not in answers and step.when(answers, person))


def _offer(sheet: Sheet) -> Words:
    columns = ",".join(column.name for column in sheet.columns)
    return _("也可以发一个 CSV 文件，每行是：{columns}", columns=columns)


def _read(sheet: Sheet, file: str) -> str | Refuse:
    table = table_of(sheet, file)
    return table if isinstance(table, Refuse) else file


def _from_file(sheet: Sheet, answers: Answers) -> Outcome:
    table = table_of(sheet, answers[FILE])
    if isinstance(table, Refuse):  # an upgrade has other rules
        return table
    if _SURE not in answers:
        return Ask(_SURE, _summary(sheet, table))
    if answers[_SURE] != YES:
        return Leave()
    word, count = new_word(), str(len(table.rows))
    text = lines(
        _("{title}：开始了，共 {count} 行。", title=sheet.title, count=count),
        _("做完后把结果文件发给你；机器人重启也会接着做。"),
    )
    rows = tuple((row.number, dict(row.values)) for row in table.rows)
    return Done((Reply(text, said.batch_running(word)),), (BeginBatch(sheet.name, word, rows),))


def _summary(sheet: Sheet, table: Table) -> Lines:
    count, doubled = str(len(table.rows)), str(len(table.doubled))
    return lines(
        _("{title}：共 {count} 行，都检查过了。", title=sheet.title, count=count),
        *(", ".join(masked(row.values[column.name]) for column in sheet.columns) for row in table.rows[:_SHOWN]),
        "……" if len(table.rows) > _SHOWN else None,
        _("有 {count} 行和前面重复，只做一次：第 {lines} 行。", count=doubled, lines=table.same)
        if table.doubled
        else None,
        _("没有用到的列：{columns}", columns=table.others) if table.unused else None,
    )
