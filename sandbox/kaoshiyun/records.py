"""The exams, accounts, grades and exercises behind the four actions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice

from sandbox import people
from sandbox.kaoshiyun import made_up
from sandbox.kaoshiyun.models import Account, Exam, Exercise, Grade, Key, Waiting


@dataclass(frozen=True, slots=True)
class Filed:
    """What stands in data.toml."""

    exams: Sequence[Exam]
    accounts: Sequence[Account]
    grades: Mapping[str, Sequence[Grade]]  # by the exam's id
    waiting: Sequence[Waiting]
    exercises: Sequence[Exercise]


class Records:
    """What stands in the file, what was published since, and the first `count` of the made-up people.

    A made-up grade is worked out when it is asked for. A published one takes its place in the list, and a
    withdrawn one leaves it.
    """

    def __init__(self, filed: Filed, count: int) -> None:
        self._filed = filed
        self._count = min(count, people.MOST)
        self._made_up: dict[tuple[str, str], Counter[Decimal]] = {}
        self.reset()

    def reset(self) -> None:
        filed = self._filed
        self.exams = {exam.id: exam for exam in filed.exams}
        self._accounts = {account.id: account for account in filed.accounts}
        self._own = {exam: {grade.key: grade for grade in rows} for exam, rows in filed.grades.items()}
        # Of made-up people, by exam and number; None where a grade was withdrawn.
        self._instead: dict[str, dict[int, Grade | None]] = {}

    def account(self, account: str) -> Account | None:
        who = people.by_account(account, self._count)
        return self._accounts.get(account) or (made_up.account(who) if who else None)

    def add(self, account: Account) -> None:
        self._accounts[account.id] = account

    def grade(self, exam: Exam, account: str, now: datetime) -> Grade | None:
        """Return the account's grade; of two people under one account, the one filed first."""
        who = self._sitter(exam, account)
        if who is None:
            own = self._own.get(exam.id, {})
            return next((grade for key, grade in own.items() if key.account == account), None)
        instead = self._instead.get(exam.id, {})
        if who.number in instead:
            return instead[who.number]
        return made_up.grade(exam, who) if exam.end <= now else None

    def put(self, exam: Exam, grade: Grade) -> None:
        who = self._sitter(exam, grade.of.id)
        if who is None:
            self._own.setdefault(exam.id, {})[grade.key] = grade
        else:
            self._instead.setdefault(exam.id, {})[who.number] = grade

    def withdraw(self, exam: Exam, grade: Grade) -> None:
        who = self._sitter(exam, grade.of.id)
        if who is None:
            del self._own[exam.id][grade.key]
        else:
            self._instead.setdefault(exam.id, {})[who.number] = None

    def page(self, exam: Exam, now: datetime, first: int, size: int) -> list[Grade]:
        """Return `size` grades from the `first` on, counted from 0, with their ranks."""
        ranks = _ranks(self.marks(exam, now))
        rows = islice(self._from(exam, now, first), size)
        return [grade if grade.order else replace(grade, order=ranks[grade.score]) for grade in rows]

    def marks(self, exam: Exam, now: datetime) -> Counter[Decimal]:
        """Count how often each score was reached."""
        instead = self._instead.get(exam.id, {})
        marks = Counter(grade.score for grade in self._own.get(exam.id, {}).values())
        marks += Counter(grade.score for grade in instead.values() if grade)
        if self._is_sat(exam, now):
            key = exam.id, exam.full_score  # all that a made-up score hangs on
            if key not in self._made_up:
                self._made_up[key] = Counter(made_up.score(exam, number) for number in range(self._count))
            marks += self._made_up[key]
            marks -= Counter(made_up.score(exam, number) for number in instead)
        return marks

    def waiting(self, account: Account, now: datetime) -> list[Exam]:
        """Return the exams that the account has yet to sit: those that the file names, then those open to it."""
        named = [waiting.exam for waiting in self._filed.waiting if waiting.account == account.id]
        later = [exam for exam in self.exams.values() if now < exam.end and exam.is_open_to(account)]
        return named + [exam for exam in later if self.grade(exam, account.id, now) is None]

    def exercises(self, account: Account) -> list[Exercise]:
        return [exercise for exercise in self._filed.exercises if exercise.is_open_to(account)]

    def _sitter(self, exam: Exam, account: str) -> people.Person | None:
        """Return which made-up person the account is, where all of them sit the exam."""
        return people.by_account(account, self._count) if exam.open_to == made_up.ROOT else None

    def _is_sat(self, exam: Exam, now: datetime) -> bool:
        return self._count > 0 and exam.open_to == made_up.ROOT and exam.end <= now

    def _from(self, exam: Exam, now: datetime, first: int) -> Iterator[Grade]:
        own: dict[Key, Grade] = self._own.get(exam.id, {})
        yield from islice(own.values(), first, None)
        instead = self._instead.get(exam.id, {})
        skip = max(first - len(own), 0)
        if not self._is_sat(exam, now):
            yield from islice((grade for grade in instead.values() if grade), skip, None)
            return
        for gone in sorted(number for number, grade in instead.items() if grade is None):
            skip += gone <= skip
        for number in range(skip, self._count):
            grade = instead[number] if number in instead else made_up.grade(exam, people.person(number))
            if grade is not None:
                yield grade


def _ranks(marks: Counter[Decimal]) -> dict[Decimal, int]:
    """Return the rank of each score: one more than there are better ones."""
    ranks, better = {}, 0
    for score in sorted(marks, reverse=True):
        ranks[score] = better + 1
        better += marks[score]
    return ranks
