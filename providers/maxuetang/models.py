"""What 码学堂 judged, in our words. What somebody answered shows in no repr."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from providers.maxuetang.submission import ProblemType

# 判题结果代码表, the system's own words.
MEANINGS: Final = {
    "0": "未判",
    "1": "待重判",
    "2": "正在编译",
    "3": "正在判题中",
    "4": "答案正确",
    "5": "输出格式错误",
    "6": "答案错误",
    "7": "运行超时",
    "8": "内存超限",
    "9": "输出超限",
    "10": "运行错误",
    "11": "编译错误",
    "12": "编译成功",
    "20": "部分正确",
}
# 12 is on the way too: compiled, and not yet run.
PENDING: Final = frozenset({"0", "1", "2", "3", "12"})


@dataclass(frozen=True, slots=True)
class Verdict:
    code: str

    @property
    def meaning(self) -> str:
        """The system's word for it; an unknown code stands for itself."""
        return MEANINGS.get(self.code, self.code)


@dataclass(frozen=True, slots=True)
class Choice:
    """判断题 has the keys 0 (错) and 1 (对), 选择题 the letters."""

    key: str
    chosen: bool = field(repr=False)


@dataclass(frozen=True, slots=True)
class Blank:
    number: str  # from 1 on
    verdict: Verdict | None  # None where the system tells only what was answered
    score: Decimal | None
    answer: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TestRun:
    """One set of test data (测试数据)."""

    __test__ = False  # no test of ours, whatever its name begins with

    name: str  # digits, "test" or "sample"
    verdict: Verdict | None
    score: Decimal | None
    memory_kb: Decimal | None  # the unit is inferred: values such as 1120 make sense as KiB only
    milliseconds: Decimal | None
    description: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The result of one submission. Score and verdict are the system's own: a wrong answer may have points."""

    problem_type: ProblemType  # as asked
    pid: str
    solve_id: str
    verdict: Verdict
    score: Decimal | None
    at: datetime | None
    choices: tuple[Choice, ...] = ()  # types 1 to 3
    blanks: tuple[Blank, ...] = ()  # types 4 and 5
    runs: tuple[TestRun, ...] = ()  # types 6 and 7, in the system's order
    language: str = ""  # types 5 to 7, where it is told: c, java, py …
    text: str = field(default="", repr=False)  # type 8: what was answered; 6 and 7: the program, where it is told
    error: str = field(default="", repr=False)  # the compiler's words, several lines, with verdict 11

    @property
    def final(self) -> bool:
        """Whether it will stay so. What is subjective is only kept, never judged, and stays at 0."""
        return self.problem_type is ProblemType.ESSAY or self.verdict.code not in PENDING
