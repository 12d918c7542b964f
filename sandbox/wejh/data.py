"""The campus server's part of data.toml, and what `publish` takes."""

from datetime import date

from sandbox.fields import Fields
from sandbox.wejh.courses import COLUMNS, Course
from sandbox.wejh.credits import DEVICES, Holder
from sandbox.wejh.models import BINDINGS, UNSET, Binding, Student, User, hashed
from sandbox.wejh.records import Records
from sandbox.wejh.terms import Term, Terms, Yearly

USER = ("username", "password", "nickname", "usertype", "portrait", "email", "phone", "permission", "bindings")
STUDENT = ("pid", "password", "zf_password", "email", "type")


def users(table: Fields) -> list[User]:
    rows = table.tables("users")
    for row in rows:
        row.only(*USER, "credits")
    return [_user(row, row.text("username"), None) for row in rows]


def credits_of(table: Fields) -> dict[Holder, str]:
    """Read the credits that the users hold from the start."""
    held: dict[Holder, str] = {}
    for row in table.tables("users"):
        given = row.texts("credits")
        row.table("credits").only(*DEVICES)
        held |= {Holder(row.text("username"), device): given[device] for device in given}
    return held


def students(table: Fields) -> list[Student]:
    return [_student(row) for row in table.tables("students")]


def terms(table: Fields) -> Terms:
    exact, yearly = [], []
    for row in table.tables("terms"):
        row.only("year", "term", "begin", "end", "tells_begin")
        number = row.whole("term", 1, 99)
        if "year" in row:
            year, tells = row.whole("year", 1900, 9000), row.flag("tells_begin", default=True)
            exact.append(Term(year, number, _day(row, "begin"), _day(row, "end"), tells_begin=tells))
        else:
            yearly.append(Yearly(number, _month_and_day(row, "begin"), _month_and_day(row, "end")))
    return Terms(exact, yearly)


def courses(table: Fields) -> list[Course]:
    rows = table.tables("courses")
    for row in rows:
        row.only("term", *COLUMNS)
    return [Course(row.whole("term", 1, 99), {name: row.text(name, "") for name in COLUMNS}) for row in rows]


def publish(wanted: Fields, records: Records) -> dict[str, object]:
    """Add or change a user, a student behind the server, or both; what is left out stays as it was."""
    wanted.only("system", "user", "student")
    told: dict[str, object] = {}
    user = student = None
    if "user" in wanted:
        row = wanted.table("user")
        row.only(*USER)
        user = _user(row, row.text("username"), records.user(row.text("username")))
        told["username"] = user.username
    if "student" in wanted:
        student = _student(wanted.table("student"))
        told["pid"] = student.pid
    if user:
        records.put(user)
    if student:
        records.put_student(student)
    return {"published": told}


def _user(row: Fields, username: str, old: User | None) -> User:
    """Read a user, or the changes to an old one; the password is in clear here."""
    password = hashed(row.text("password")) if old is None or "password" in row else old.password
    return User(
        username=username,
        password=password,
        nickname=row.text("nickname", old.nickname if old else username),
        usertype=row.text("usertype", old.usertype if old else "COMMON"),
        portrait=row.text("portrait", old.portrait if old else UNSET),
        email=row.text("email", old.email if old else ""),
        phone=row.text("phone", old.phone if old else ""),
        permission=row.whole("permission", 0, 2, old.permission if old else 0),
        bindings={**(old.bindings if old else {}), **_bindings(row)},
    )


def _bindings(row: Fields) -> dict[str, Binding]:
    table = row.table("bindings")
    table.only(*BINDINGS)
    bindings = {}
    for name in table.names():
        binding = table.table(name)
        binding.only("pid", "state")
        bindings[name] = Binding(binding.text("pid", ""), binding.whole("state", 0, 2))
    return bindings


def _student(row: Fields) -> Student:
    row.only(*STUDENT)
    password = row.text("password")
    return Student(
        pid=row.text("pid"),
        password=password,
        zf_password=row.text("zf_password", password),
        email=row.text("email", ""),
        type=row.text("type", "本科生"),
    )


def _day(row: Fields, name: str) -> date:
    try:
        return date.fromisoformat(row.text(name))
    except ValueError as error:
        raise row.wrong(name, 'must be like "2018-09-24"') from error


def _month_and_day(row: Fields, name: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2001-{row.text(name)}")  # no leap year: the day is there every year
    except ValueError as error:
        raise row.wrong(name, 'must be like "09-08", or the term needs a year') from error
    return day.month, day.day
