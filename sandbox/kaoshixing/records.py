"""Candidates, exams, who may sit them, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sandbox import people
from sandbox.kaoshixing import made_up
from sandbox.kaoshixing.departments import Departments
from sandbox.kaoshixing.models import Candidate, Exam, Result

# The system's own numbers: of the file's candidates, and of those added since, as in the document's sample of 206.
FILED_NUMBER, ADDED_NUMBER = 21_000_000, 21_038_992


class Pair(NamedTuple):
    user_id: str
    exam: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What stands in data.toml."""

    departments: Sequence[str]
    candidates: Sequence[Mapping[str, str]]
    exams: Sequence[Exam]
    results: Mapping[Pair, Result]


class Records:
    """What stands in the file, what was done since, and the first `count` of the made-up people.

    A made-up candidate is worked out at each look-up until somebody changes it.
    """

    def __init__(self, filed: Filed, count: int) -> None:
        self._filed = filed
        self._count = min(count, people.MOST)
        self.reset()

    def reset(self) -> None:
        self.departments = Departments()
        self._candidates: dict[str, Candidate] = {}
        self._moves_then: dict[str, int] = {}  # how many moves of departments a candidate's path knows of
        self._by_number: dict[int, str] = {}
        for department in self._filed.departments:
            self.departments.add(department)
        for at in range(min(self._count, people.PAIRS)):  # after so many the schools come again
            self.departments.add(made_up.department(people.person(at)))
        self._next_number = FILED_NUMBER
        for values in self._filed.candidates:
            self.put_candidate(values)
        self._next_number = ADDED_NUMBER
        self.exams = {exam.id: exam for exam in self._filed.exams}
        self._results: dict[Pair, Result | None] = dict(self._filed.results)
        self._permissions: dict[Pair, bool] = {}

    def candidate(self, user_id: str) -> Candidate | None:
        """Return the candidate, in the department that it has come to."""
        found, since = self._candidates.get(user_id), self._moves_then.get(user_id, 0)
        if found is None:
            who = people.by_account(user_id, self._count)
            if who is None:
                return None
            found = made_up.candidate(who)
        department = self.departments.now(found.department, since)
        return replace(found, values={**found.values, "department": department})

    def by_number(self, number: int) -> Candidate | None:
        made = number - made_up.NUMBER
        user_id = people.person(made).account if 0 <= made < self._count else self._by_number.get(number, "")
        return self.candidate(user_id)

    def put_candidate(self, values: Mapping[str, str]) -> Candidate:
        """Add a candidate, or change what is given; raise `Refused` where the department can't be."""
        if "department" in values:
            self.departments.add(values["department"])
        old = self.candidate(values["user_id"])
        number = old.number if old else self._next_number
        self._next_number += old is None
        candidate = Candidate(number, {**(old.values if old else {}), **values})
        self._candidates[candidate.id] = candidate
        self._moves_then[candidate.id] = self.departments.moves
        self._by_number[number] = candidate.id
        return candidate

    def permit(self, pair: Pair, *, may: bool) -> None:
        self._permissions[pair] = may

    def put(self, pair: Pair, result: Result | None) -> None:
        """Set a result, None to withdraw it."""
        self._results[pair] = result

    def result(self, candidate: Candidate, exam: Exam, now: datetime) -> Result | None:
        pair = Pair(candidate.id, exam.id)
        if pair in self._results:
            return self._results[pair]
        who = people.by_account(candidate.id, self._count)
        sat = who is not None and exam.open_to == made_up.ROOT and exam.end <= now
        return made_up.result(exam, who) if who is not None and sat else None

    def exams_of(self, candidate: Candidate, now: datetime) -> list[tuple[Exam, Result | None]]:
        """Return the exams that the candidate may sit or has sat."""
        pairs = [(exam, self.result(candidate, exam, now)) for exam in self.exams.values()]
        return [(exam, result) for exam, result in pairs if result is not None or self._may(candidate, exam)]

    def _may(self, candidate: Candidate, exam: Exam) -> bool:
        return self._permissions.get(Pair(candidate.id, exam.id), exam.is_open_to(candidate.department))
