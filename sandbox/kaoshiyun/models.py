"""Exams, accounts and grades, in our words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

PUBLISHED = "已发布"


@dataclass(frozen=True, slots=True)
class Account:
    id: str
    name: str
    dept: str
    full_dept: str


@dataclass(frozen=True, slots=True)
class Exam:
    id: str
    name: str
    begin: datetime
    end: datetime
    created: datetime
    minutes: int
    pass_score: str  # as the answers have it: "60" here, "80.00" there
    full_score: str
    times: int = 1  # how often an account may sit it
    open_to: str = ""  # whose 部门全路径 begins so; nobody where it is empty
    figures: Mapping[str, str] = field(default_factory=dict)  # of its answer, where they are not worked out

    @property
    def salt(self) -> int:
        return int.from_bytes(self.id.encode())

    def is_open_to(self, account: Account) -> bool:
        return _is_within(account, self.open_to)


@dataclass(frozen=True, slots=True)
class Exercise:
    """练习, which has no grades."""

    id: str
    name: str
    begin: datetime
    end: datetime
    open_to: str  # as of an exam
    kind: str  # "exer" or "exam": what its address says

    def is_open_to(self, account: Account) -> bool:
        return _is_within(account, self.open_to)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An exam that an account has yet to sit, whatever the list of exams says of it."""

    account: str
    exam: Exam


class Key(NamedTuple):
    """Of a grade within its exam: the documents' own example has two people under one account."""

    account: str
    name: str


@dataclass(frozen=True, slots=True)
class Grade:
    of: Account
    id: str
    begin: datetime
    end: datetime
    score: Decimal
    pass_score: Decimal
    full_score: Decimal
    status: str = PUBLISHED
    order: int | None = None  # where the rank is not worked out

    @property
    def key(self) -> Key:
        return Key(self.of.id, self.of.name)


def _is_within(account: Account, department: str) -> bool:
    return bool(department) and f"{account.full_dept}/".startswith(f"{department}/")
