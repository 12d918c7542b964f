"""What comes back from 考试星, in our words. Nothing personal, and nothing that logs somebody in, shows in a repr."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LoginLink:
    """Logs in whoever opens it, as the candidate; short-lived. For nobody's eyes but the candidate's."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Added:
    """A new candidate."""

    token: str = field(repr=False)  # a JWT of the system's own; not to be decoded: its exp is no standard's


@dataclass(frozen=True, slots=True)
class Candidate:
    """考生. Fields are empty where the system has nothing."""

    user_id: str = field(repr=False)
    name: str = field(repr=False)
    department: str = field(repr=False)
    sex: str = field(repr=False)  # 1 男, 0 女, -1 unknown
    phone: str = field(repr=False)
    notice: str = field(repr=False)
    position: str = field(repr=False)
    identity_card: str = field(repr=False)
    custom: tuple[str, str, str, str, str] = field(repr=False)  # field1 to field5


@dataclass(frozen=True, slots=True)
class Exam:
    """A row of action 601, as far as its fields are known: the same names as in 702."""

    exam_id: str
    name: str
    category: str
    begins: datetime | None
    ends: datetime | None
    minutes: Decimal | None
    homework: bool | None  # 作业 rather than 考试


@dataclass(frozen=True, slots=True)
class ExamResult:
    """An exam of one candidate and, where there is one, its result: a row of action 702."""

    exam: Exam
    result_id: str = field(repr=False)  # empty where there is no result yet
    score: Decimal | None = field(repr=False)
    passed: bool | None = field(repr=False)
    exam_link: str = field(repr=False)
    result_link: str = field(repr=False)  # where the result is shown; for the candidate only
    status: str  # as the system writes it; its values are not documented
