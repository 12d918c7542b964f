"""考试星's part of data.toml, and what `publish` takes."""

from collections.abc import Mapping
from decimal import Decimal

from sandbox.fields import Fields
from sandbox.kaoshixing.departments import Departments
from sandbox.kaoshixing.models import KEPT, TOLD, Exam, Result
from sandbox.kaoshixing.records import Filed, Pair, Records
from sandbox.kaoshixing.refusals import Refused
from sandbox.moments import Time

EXAM = ("id", "style", "name", "begin", "end", "minutes", "pass", "full", "practice", "open_to")
RESULT = ("user_id", "score", "is_pass", "status")
MOST_POINTS = 10_000


def filed(table: Fields, time: Time) -> Filed:
    """Read the tables of `[kaoshixing]`; raise `Wrong` with the dotted name of what can't be used."""
    exams = [_exam(row, time, None) for row in table.tables("exams")]
    by_id = {exam.id: exam for exam in exams}
    candidates: list[Mapping[str, str]] = []
    results: dict[Pair, Result] = {}
    departments = Departments()
    for path in table.lines("departments"):
        departments.add(path)
    for person in table.tables("people"):
        person.only(*TOLD, *KEPT, "results")
        given = (name for name in person.names() if name != "results")
        candidates.append({name: person.text(name) for name in given})
        _check_department(person, departments)
        for row in person.tables("results"):
            row.only("exam", *RESULT)
            exam = by_id[row.one_of("exam", by_id)]
            results[Pair(person.text("user_id"), exam.id)] = _result(row, exam, None, len(results) + 1)
    return Filed(table.lines("departments"), candidates, exams, results)


def publish(wanted: Fields, records: Records, time: Time) -> dict[str, object]:
    """Add or change an exam, a result of it, or both; what is left out stays as it was."""
    wanted.only("system", "exam", "result")
    row = wanted.table("exam")
    exam = _exam(row, time, records.exams.get(row.figure("id")))
    told: dict[str, object] = {"exam": exam.id}
    if "result" in wanted:
        told |= _put(wanted.table("result"), exam, records, time)
    # Last, so that a request with a mistake in it changes nothing.
    records.exams[exam.id] = exam
    return {"published": told}


def _check_department(person: Fields, departments: Departments) -> None:
    try:
        departments.add(person.text("department"))
    except Refused as refused:
        raise person.wrong("department", "must be a path that begins with a root department") from refused


def _put(row: Fields, exam: Exam, records: Records, time: Time) -> dict[str, object]:
    row.only(*RESULT, "withdrawn")
    candidate = records.candidate(row.text("user_id"))
    if candidate is None:
        raise row.wrong("user_id", "is of nobody")
    pair = Pair(candidate.id, exam.id)
    old = records.result(candidate, exam, time.now())
    if row.flag("withdrawn"):
        records.put(pair, None)
        return {"user_id": candidate.id, "withdrawn": True}
    result = _result(row, exam, old, candidate.number)
    records.put(pair, result)
    return {"user_id": candidate.id, "score": float(result.score), "is_pass": result.is_pass}


def _exam(row: Fields, time: Time, old: Exam | None) -> Exam:
    row.only(*EXAM)
    id_ = row.figure("id")
    if not (id_.isascii() and id_.isdecimal()):
        raise row.wrong("id", "must be a whole number")
    return Exam(
        id=id_,
        style=row.text("style", old.style if old else "默认分类"),
        name=row.text("name", old.name if old else None),
        begin=time.read(row, "begin", old.begin if old else None),
        end=time.read(row, "end", old.end if old else None),
        minutes=row.whole("minutes", 1, 1440, old.minutes if old else 60),
        pass_score=_points(row, "pass", old.pass_score if old else Decimal(60)),
        full_score=_points(row, "full", old.full_score if old else Decimal(100)),
        is_practice=row.flag("practice", default=old.is_practice if old else False),
        open_to=row.text("open_to", old.open_to if old else ""),
    )


def _result(row: Fields, exam: Exam, old: Result | None, number: int) -> Result:
    """Read a result; it is a pass by its score unless told otherwise."""
    score = _points(row, "score", old.score if old else None)
    return Result(
        id=old.id if old else int(exam.id) * 10**8 + 5 * 10**7 + number % (5 * 10**7),
        score=score,
        is_pass=row.flag("is_pass", default=score >= exam.pass_score),
        status=row.whole("status", 0, 99, old.status if old else 1),
    )


def _points(row: Fields, name: str, default: Decimal | None) -> Decimal:
    value = row.number(name, 0, MOST_POINTS, None if default is None else float(default))
    return Decimal(str(value))
