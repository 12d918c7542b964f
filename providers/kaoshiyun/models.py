"""What comes back from 考试云, in our words. Nothing personal shows in a repr.

Times are aware. Points are Decimal, since the system writes 60, "80.00" and "100.0"; None where it has none.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

PUBLISHED: Final = "已发布"


@dataclass(frozen=True, slots=True)
class Exam:
    """A row of getExamList."""

    exam_id: str
    name: str
    begins: datetime | None
    ends: datetime | None
    minutes: Decimal | None  # to answer in
    pass_score: Decimal | None
    paper_score: Decimal | None  # full marks
    attended: int | None
    passed: int | None  # how many
    best: Decimal | None
    average: Decimal | None
    worst: Decimal | None
    created: datetime | None
    url: str = field(repr=False)  # where it is taken; empty where there is none


@dataclass(frozen=True, slots=True)
class Grade:
    """A row of getExamGrade. What holds for one row need not hold for another of the same exam, e.g. `pass_score`."""

    exam_id: str
    exam_name: str
    account: str = field(repr=False)  # the document's own example has the same one for two people
    name: str = field(repr=False)
    department: str = field(repr=False)
    department_path: str = field(repr=False)  # from the top, split by slashes
    grade_id: str = field(repr=False)  # empty where there is none
    begun: datetime | None = field(repr=False)
    ended: datetime | None = field(repr=False)
    used: str = field(repr=False)  # as the system words it: 30分4秒
    paper_score: Decimal | None
    pass_score: Decimal | None
    score: Decimal | None = field(repr=False)
    rank: int | None = field(repr=False)
    passed: bool | None = field(repr=False)  # as the system says; not to be worked out from the scores
    points: Decimal | None = field(repr=False)  # 积分
    status: str  # 已发布, or another word

    @property
    def published(self) -> bool:
        return self.status == PUBLISHED


@dataclass(frozen=True, slots=True)
class PendingExam:
    """A row of getUserExam: what an account may still take."""

    exam_id: str
    name: str
    begins: datetime | None
    ends: datetime | None
    minutes: Decimal | None
    times: int | None  # how often it may be taken
    pass_score: Decimal | None
    paper_score: Decimal | None
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Exercise:
    """A row of getUserExer (练习)."""

    exam_id: str
    name: str
    begins: datetime | None
    ends: datetime | None
    url: str = field(repr=False)
