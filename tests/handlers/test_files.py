"""Files of lines as people's programs write them, and the result that goes back."""

import base64
import csv
from datetime import timedelta
from io import StringIO

import pytest

from bot.batches import End, Ended, Line
from bot.changes import BeginBatch
from bot.conversation import Open, Question, Ready, advance, start
from bot.forms import Answers, Ask, Done, Form, Outcome, Refuse, Step
from bot.people import Person
from bot.words import render
from handlers.batch.candidates import candidates_sheet
from handlers.batch.from_file import from_file
from handlers.batch.kaoshixing import failed
from handlers.batch.reading import MOST, Table, table_of
from handlers.batch.result import result_of
from handlers.batch.sheet import Sheet
from handlers.permits import permit_sheets
from handlers.sure import YES
from providers.errors import (
    Ambiguous,
    BadInput,
    Changed,
    Expired,
    Locked,
    NotFound,
    Problem,
    ProviderError,
    Throttled,
    Unavailable,
    WrongCredentials,
)
from providers.http import open_session
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from tests.examples import person
from tests.sandbox.asker import Asker

GRANT = "user,exam\nzhangsan,55400\n1563,55401\n"


@pytest.fixture
async def sheet() -> Sheet:
    async with open_session() as session:
        return permit_sheets(KaoshixingClient(session, KaoshixingConfig("http://127.0.0.1:9", "1", "key")))[0]


def read(sheet: Sheet, file: str | bytes) -> Table | Refuse:
    return table_of(sheet, base64.b64encode(file.encode() if isinstance(file, str) else file).decode())


def rows(table: Table | Refuse) -> list[tuple[int, str, str]]:
    assert isinstance(table, Table), render(table.why, "zh_CN")
    return [(row.number, row.values["user"], row.values["exam"]) for row in table.rows]


def why(table: Table | Refuse) -> str:
    assert isinstance(table, Refuse)
    return render(table.why, "zh_CN")


@pytest.mark.parametrize(
    "file",
    [
        GRANT,
        GRANT.encode("utf-8-sig"),
        GRANT.replace("\n", "\r\n").replace(",", ";"),
        GRANT.replace(",", "\t"),
        "考生编号,姓名,考试\nzhangsan,张三,55400\n1563,李四,55401".encode("gb18030"),
        "Exam , USER\n 55400,zhangsan\n５５４０１,1563\n",
        '"user","exam"\n"zhangsan","55400",\n"1563","55401",,\n',
    ],
    ids=["plain", "BOM", "semicolons", "tabs", "as Excel in China", "full width", "quoted"],
)
async def test_read(sheet: Sheet, file: str | bytes) -> None:
    assert rows(read(sheet, file)) == [(2, "zhangsan", "55400"), (3, "1563", "55401")]


async def test_without_header(sheet: Sheet) -> None:
    """Blank lines are passed over; each line keeps its number in the file."""
    assert rows(read(sheet, "\n a,1\n,\n\nb,2")) == [(2, "a", "1"), (5, "b", "2")]


async def test_doubled(sheet: Sheet) -> None:
    table = read(sheet, "a,1\nb,1\nA,1\na,2\na,1\n")
    assert "第 3 行：和第 1 行说的是同一个" in why(table)
    table = read(sheet, "a,1\nb,1\na,2\na,1\n")
    assert isinstance(table, Table)
    assert (table.doubled, len(table.rows)) == ((4,), 3)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"PK\x03\x04 a workbook", "Excel 工作簿"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "不是 CSV 文件"),
        (b"\xff\xff\xff", "不是 CSV 文件"),
        (b"", "一行也没有"),
        (b"user,exam\n", "只有标题"),
        (b"user,name\na,b\n", "缺少这些列：exam"),
        (b'a,1\nb,"2\nc,3\n', "第 2 行以后读不下去了"),
        (b"a,1\nb\nc,3,4\n,5\n", "有 3 行不对"),
        (b"a,1\n" * 20 + b"b\n" * 12, "……还有 2 行。"),
        (b"".join(b"a%d,1\n" % number for number in range(MOST + 1)), f"最多 {MOST} 行"),
    ],
    ids=["workbook", "picture", "bytes", "empty", "header", "column", "quotes", "lines", "many wrong", "too long"],
)
async def test_not_taken(sheet: Sheet, file: bytes, said: str) -> None:
    assert said in why(read(sheet, file))


async def test_what_is_no_file(sheet: Sheet) -> None:
    assert "请发送一个 CSV 文件" in why(table_of(sheet, "zhangsan 55400"))


async def test_result(sheet: Sheet) -> None:
    """No cell is taken for a formula, and what nobody knows says how to find out."""
    given = {"user": "=1+1", "exam": "55400"}
    lines = (
        Line(0, 2, given, End.DONE),
        Line(1, 3, given, End.UNKNOWN),
        Line(2, 4, {"user": "a", "exam": "1"}, End.REFUSED, "-no"),
        Line(3, 0, {}, End.REFUSED, "not read", lost=True),
    )
    document = result_of(sheet, lines, "zh_CN")
    assert document.data.startswith(b"\xef\xbb\xbf")
    header, *told = csv.reader(StringIO(document.data.decode("utf-8-sig")))
    assert header == ["行", "user", "exam", "结果", "说明"]
    assert told[0] == ["2", "'=1+1", "55400", "成功", ""]
    assert told[1][3] == "不确定"
    assert "机器人中断了" in told[1][4]
    assert "考试星后台" in told[1][4]
    assert told[2] == ["4", "a", "1", "被拒绝", "'-no"]
    assert told[3] == ["", "", "", "被拒绝", "not read"]


async def test_new_candidates(sandbox: Asker) -> None:
    """A form whose first question says what to do takes the file at the question after it."""
    key = "xf5ha3h67h4Ger34wh35p345h4"
    client = KaoshixingClient(sandbox.session, KaoshixingConfig(sandbox.url, "14343", key))
    sheet = candidates_sheet(client)
    form = from_file(_candidate_form(), sheet, at="user")
    asked = start(form, "add", person())
    assert isinstance(asked, Question)
    assert (asked.step.name, asked.step.by_file) == ("user", "file")
    file = base64.b64encode("考生,姓名,部门\nnew1,赵一,学联/新生\n".encode()).decode()
    ready = advance(form, Open(form.name, "file", asked.answers), file, person())
    assert isinstance(ready, Ready)
    assert isinstance(await form.run(ready.answers, person()), Ask)
    done = await form.run({**ready.answers, "sure": YES}, person())
    assert isinstance(done, Done)
    [change] = done.changes
    assert isinstance(change, BeginBatch)
    [(number, values)] = change.rows
    assert number == 2
    assert await sheet.do(values, person()) == Ended(End.DONE)
    assert (await client.candidate("new1")).name == "赵一"


def _candidate_form() -> Form:
    async def run(_answers: Answers, _person: Person) -> Outcome:
        raise AssertionError("nothing is done without the file")

    return Form("candidate", "", run, steps=(Step("action", ""), Step("user", ""), Step("name", "")), once=True)


PROBLEMS = (
    (BadInput("user_id", Problem.EMPTY), End.REFUSED),
    (NotFound("no such candidate"), End.REFUSED),
    (Locked("may not be used"), End.REFUSED),
    (Ambiguous("code 31000"), End.REFUSED),
    (Throttled("answered 429", timedelta(minutes=1)), End.WAITING),
    (Expired("clock"), End.WAITING),
    (WrongCredentials("key"), End.WAITING),
    (Unavailable("resting", untouched=True), End.WAITING),
    (Unavailable("cut off"), End.UNKNOWN),
    (Changed("a page", broken=True), End.UNKNOWN),
)


@pytest.mark.parametrize(("problem", "end"), PROBLEMS, ids=str)
async def test_failed(problem: ProviderError, end: End) -> None:
    """What was refused is over; what was not done is done later; what may have been done is never repeated."""
    ended = failed(problem, person())
    assert (ended.end, ended.pause is not None) == (end, end is not End.REFUSED)


@pytest.mark.parametrize("header", ["user,user,exam", "考生,考生编号,考试"])
async def test_column_that_stands_there_twice_is_not_guessed(sheet: Sheet, header: str) -> None:
    assert "标题里有两列都是 user" in why(read(sheet, f"{header}\nzhangsan,1563,55400\n"))


async def test_header_of_thousands_of_columns_is_not_told_back(sheet: Sheet) -> None:
    table = read(sheet, "user,exam," + ",".join(f"c{number}" for number in range(5000)) + "\nzhangsan,55400\n")
    assert isinstance(table, Table)
    assert len(table.others) < 100


async def test_numbers_are_shown_by_their_last_four_before_a_yes(sheet: Sheet) -> None:
    asked = from_file(_candidate_form(), sheet, at="user")
    file = base64.b64encode(b"13800000305,55400\n").decode()
    outcome = await asked.run({"file": file}, person())
    assert isinstance(outcome, Ask)
    told = render(outcome.why, "zh_CN")
    assert "…0305" in told
    assert "13800000305" not in told
