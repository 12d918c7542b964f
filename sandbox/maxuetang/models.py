"""Submissions and the stages of their judging."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SUBJECTIVE = 8  # 主观题: kept, never judged
TESTED = (6, 7)  # 函数题 and 编程题 have `score_json` and no `ans`


@dataclass(frozen=True, slots=True)
class Stage:
    """A result code on the way, and how long it stays; with neither bound, until `publish` moves it on."""

    result: str
    asks: int | None = None  # so many answers
    seconds: float | None = None  # from the first answer with it


@dataclass(frozen=True, slots=True)
class Solve:
    """A submission with its final result."""

    id: str
    pid: int
    ptype: int  # 1 判断 2 单选 3 多选 4 填空 5 程序填空 6 函数 7 编程 8 主观
    result: str
    score: str
    time: str  # YYYYMMDDHHMMSS
    ans: Mapping[str, object] = field(default_factory=dict)
    score_json: Mapping[str, object] = field(default_factory=dict)
    error: str = ""  # the compiler's words, with result 11
    judging: tuple[Stage, ...] = ()
    shows_merchant: bool = True  # the documents' first sample has no merchant_id
