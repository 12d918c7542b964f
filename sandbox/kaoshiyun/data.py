"""考试云's part of data.toml."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from sandbox.fields import Fields
from sandbox.kaoshiyun.models import PUBLISHED, Account, Exam, Exercise, Grade, Waiting
from sandbox.kaoshiyun.records import Filed
from sandbox.kaoshiyun.tokens import Application, Tokens
from sandbox.moments import Time

EXAM = ("name", "begin", "end", "created", "minutes", "pass", "full", "times", "open_to", "figures")
GRADE = ("id", "begin", "end", "score", "pass", "full", "order", "status")
ACCOUNT = ("account", "name", "dept", "full_dept")
MOST_POINTS = 10_000
TOKEN_LIFE_S = 7200  # 2小时内有效


def tokens(table: Fields, clock: Callable[[], float]) -> Tokens:
    application = Application(table.text("app_id", "gradebell"), table.text("app_secret", "sandbox-secret"))
    life_s = table.number("token_seconds", 1, 10**9, TOKEN_LIFE_S)
    return Tokens(table.text("token", "sandbox-token"), application, life_s, clock)


def filed(table: Fields, time: Time) -> Filed:
    """Read `[kaoshiyun]`; raise `Wrong` with the dotted name of what can't be used."""
    table.only("token", "token_seconds", "app_id", "app_secret", "exams", "exercises", "people", "waiting")
    exams = {}
    for row in table.tables("exams"):
        row.only("id", *EXAM)
        exams[row.text("id")] = exam(row, row.text("id"), time)
    accounts, grades = [], dict[str, list[Grade]]()
    for person in table.tables("people"):
        person.only(*ACCOUNT, "grades")
        accounts.append(account(person, person.text("account")))
        for row in person.tables("grades"):
            row.only("exam", *GRADE)
            of = exams[row.one_of("exam", exams)]
            grades.setdefault(of.id, []).append(grade(row, of, accounts[-1], time))
    return Filed(tuple(exams.values()), accounts, grades, _waiting(table, time), _exercises(table, time))


def exam(row: Fields, id_: str, time: Time, old: Exam | None = None) -> Exam:
    """Read an exam, or the changes to an old one."""
    begin = time.read(row, "begin", old.begin if old else None)
    return Exam(
        id=id_,
        name=row.text("name", old.name if old else None),
        begin=begin,
        end=time.read(row, "end", old.end if old else None),
        created=time.read(row, "created", old.created if old else begin - timedelta(days=7)),
        minutes=row.whole("minutes", 1, 1440, old.minutes if old else 60),
        pass_score=_decimal(row, "pass", old.pass_score if old else "60"),
        full_score=_decimal(row, "full", old.full_score if old else "100"),
        times=row.whole("times", 1, 10_000, old.times if old else 1),
        open_to=row.text("open_to", old.open_to if old else ""),
        figures=row.texts("figures") or (old.figures if old else {}),
    )


def account(row: Fields, id_: str) -> Account:
    full_dept = row.text("full_dept", "考试云")
    return Account(id_, row.text("name"), row.text("dept", full_dept.rpartition("/")[2]), full_dept)


def grade(row: Fields, of: Exam, who: Account, time: Time, old: Grade | None = None) -> Grade:
    """Read a grade, or the changes to an old one; a score is a number or, to keep its decimals, a text."""
    begin = time.read(row, "begin", old.begin if old else of.begin)
    default = old.end if old else begin + timedelta(minutes=of.minutes)
    return Grade(
        of=who,
        id=row.text("id", old.id if old else _grade_id(of, who)),
        begin=begin,
        end=time.read(row, "end", default),
        score=Decimal(_decimal(row, "score", str(old.score) if old else None)),
        pass_score=Decimal(_decimal(row, "pass", str(old.pass_score) if old else of.pass_score)),
        full_score=Decimal(_decimal(row, "full", str(old.full_score) if old else of.full_score)),
        status=row.text("status", old.status if old else PUBLISHED),
        order=row.whole("order", 1, 10**8) if "order" in row else (old.order if old else None),
    )


def _waiting(table: Fields, time: Time) -> list[Waiting]:
    rows = table.tables("waiting")
    for row in rows:
        row.only("account", "exam", *EXAM)
    return [Waiting(row.text("account"), exam(row, row.text("exam"), time)) for row in rows]


def _exercises(table: Fields, time: Time) -> list[Exercise]:
    rows = table.tables("exercises")
    for row in rows:
        row.only("id", "name", "begin", "end", "open_to", "kind")
    return [
        Exercise(
            id=row.text("id"),
            name=row.text("name"),
            begin=time.read(row, "begin"),
            end=time.read(row, "end"),
            open_to=row.text("open_to"),
            kind=row.one_of("kind", ("exer", "exam"), "exer"),
        )
        for row in rows
    ]


def _decimal(row: Fields, name: str, default: str | None) -> str:
    text = row.figure(name, default)
    try:
        good = 0 <= Decimal(text) <= MOST_POINTS
    except InvalidOperation:
        good = False
    if not good:
        raise row.wrong(name, f"must be a number from 0 to {MOST_POINTS}")
    return text


def _grade_id(of: Exam, who: Account) -> str:
    return f"{of.salt % 2**64:016x}{int.from_bytes((who.id + who.name).encode()) % 2**64:016x}"
