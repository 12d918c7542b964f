"""The made-up people as candidates, and their results."""

from decimal import Decimal

from sandbox.kaoshixing.models import UNKNOWN_SEX, Candidate, Exam, Result
from sandbox.people import Person, mark

ROOT = "学联"  # their root department; an exam that is open to it is sat by all of them
NUMBER = 22_000_000  # the system's own number of person 0; the others follow


def department(who: Person) -> str:
    return f"{ROOT}/{who.province}/{who.school}"


def candidate(who: Person) -> Candidate:
    values = {
        "user_id": who.account,
        "user_name": who.name,
        "department": department(who),
        "sex": str(who.number % 2) if who.number % 3 else UNKNOWN_SEX,
        "phone": who.phone,
        "identity_card": who.student,
    }
    return Candidate(NUMBER + who.number, values)


def result(exam: Exam, who: Person) -> Result:
    salt = int.from_bytes(exam.id.encode())
    steps = int(exam.full_score * 2)
    score = Decimal(mark(who.number, salt, steps * 3 // 10, steps)) / 2
    return Result(int(exam.id) * 10**8 + who.number, score, score >= exam.pass_score)
