"""Candidates, exams and results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

# What 209 tells of a candidate, in its order; the rest is kept and never told.
TOLD = (
    "user_id", "user_name", "department", "sex", "phone", "notice", "position",
    "field1", "field2", "field3", "field4", "field5", "identity_card",
)  # fmt: skip
KEPT = ("password", "user_label", "compare_photo", "status")
UNKNOWN_SEX = "-1"


@dataclass(frozen=True, slots=True)
class Application:
    """Who may ask, and how it counts its time."""

    id: str
    key: str
    unit_ms: int  # what one of `exp` counts


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int  # the system's own, in the tokens that it makes
    values: Mapping[str, str]  # under the names of TOLD and KEPT

    @property
    def id(self) -> str:
        return self.values["user_id"]

    @property
    def department(self) -> str:
        return self.values["department"]


@dataclass(frozen=True, slots=True)
class Exam:
    id: str
    style: str  # 考试分类名
    name: str
    begin: datetime
    end: datetime
    minutes: int
    pass_score: Decimal
    full_score: Decimal
    is_practice: bool = False
    open_to: str = ""  # whose department begins so; nobody where it is empty

    def is_open_to(self, department: str) -> bool:
        return bool(self.open_to) and f"{department}/".startswith(f"{self.open_to}/")


@dataclass(frozen=True, slots=True)
class Result:
    id: int
    score: Decimal
    is_pass: bool
    status: int = 1
