"""What `publish` does to 考试云: an exam, a grade of it, or both at once."""

from sandbox.fields import Fields
from sandbox.kaoshiyun import data
from sandbox.kaoshiyun.models import Account, Exam
from sandbox.kaoshiyun.records import Records
from sandbox.moments import Time


def publish(wanted: Fields, records: Records, time: Time) -> dict[str, object]:
    """Add or change the exam, then the grade; what is left out stays as it was."""
    wanted.only("system", "exam", "grade")
    row = wanted.table("exam")
    row.only("id", *data.EXAM)
    old = records.exams.get(row.text("id"))
    exam = data.exam(row, row.text("id"), time, old)
    told: dict[str, object] = {"exam": exam.id}
    if "grade" in wanted:
        told |= _grade(wanted.table("grade"), exam, records, time)
    # Last, so that a request with a mistake in it changes nothing.
    records.exams[exam.id] = exam
    return {"published": told}


def _grade(row: Fields, exam: Exam, records: Records, time: Time) -> dict[str, object]:
    row.only(*data.ACCOUNT, *data.GRADE, "withdrawn")
    account = _account(row, records)
    old = records.grade(exam, account.id, time.now())
    if row.flag("withdrawn"):
        if old is None:
            raise row.wrong("withdrawn", "is true, but there is no such grade")
        records.withdraw(exam, old)
        return {"account": account.id, "withdrawn": True}
    grade = data.grade(row, exam, account, time, old)
    records.add(account)
    records.put(exam, grade)
    return {"account": account.id, "score": str(grade.score), "status": grade.status}


def _account(row: Fields, records: Records) -> Account:
    known = records.account(row.text("account"))
    # A name makes another person of it, perhaps under the account of the one before.
    return known if known is not None and "name" not in row else data.account(row, row.text("account"))
