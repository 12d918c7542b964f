"""The made-up people's accounts and grades, worked out from their numbers."""

from datetime import timedelta
from decimal import Decimal

from sandbox.kaoshiyun.models import Account, Exam, Grade
from sandbox.people import Person, mark

ROOT = "学联"  # the made-up people's root department; an exam that is open to it is sat by all of them


def account(who: Person) -> Account:
    return Account(who.account, who.name, who.school, f"{ROOT}/{who.province}/{who.school}")


def score(exam: Exam, number: int) -> Decimal:
    """Return a score in steps of half a point, from three tenths of the full marks on."""
    steps = int(Decimal(exam.full_score) * 2)
    return Decimal(mark(number, exam.salt, steps * 3 // 10, steps)) / 2


def grade(exam: Exam, who: Person) -> Grade:
    spare_s = max(int((exam.end - exam.begin).total_seconds()) - exam.minutes * 60, 0)
    begin = exam.begin + timedelta(seconds=mark(who.number, exam.salt + 1, 0, spare_s))
    used = timedelta(seconds=mark(who.number, exam.salt + 2, exam.minutes * 20, exam.minutes * 60))
    return Grade(
        of=account(who),
        id=f"{exam.salt % 2**64:016x}{who.number:016x}",
        begin=begin,
        end=begin + used,
        score=score(exam, who.number),
        pass_score=Decimal(exam.pass_score),
        full_score=Decimal(exam.full_score),
    )
