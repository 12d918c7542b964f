"""Which submission is meant: the type of its problem, the problem's id and its own, as people type them."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from providers.errors import BadInput, Problem
from providers.texts import fold


class ProblemType(IntEnum):
    """The document's table has 5 and 6 the wrong way round; its examples and the vendor's program agree on these."""

    TRUE_FALSE = 1  # 判断题
    SINGLE_CHOICE = 2  # 单项选择题
    MULTIPLE_CHOICE = 3  # 多项选择题
    BLANKS = 4  # 填空题
    PROGRAM_BLANKS = 5  # 程序填空题
    FUNCTION = 6  # 函数题
    PROGRAM = 7  # 编程题
    ESSAY = 8  # 主观题


_WORDS: Final = {
    "判断": ProblemType.TRUE_FALSE,
    "单选": ProblemType.SINGLE_CHOICE,
    "单项选择": ProblemType.SINGLE_CHOICE,
    "多选": ProblemType.MULTIPLE_CHOICE,
    "多项选择": ProblemType.MULTIPLE_CHOICE,
    "填空": ProblemType.BLANKS,
    "程序填空": ProblemType.PROGRAM_BLANKS,
    "函数": ProblemType.FUNCTION,
    "程序函数": ProblemType.FUNCTION,
    "编程": ProblemType.PROGRAM,
    "主观": ProblemType.ESSAY,
}
_LARGEST_PID: Final = 2**31 - 1  # 整型
_LARGEST_SOLVE_ID: Final = 2**63 - 1  # 长整型


@dataclass(frozen=True, slots=True)
class Submission:
    """Made by `parse_submission`."""

    problem_type: ProblemType
    pid: str
    solve_id: str


def parse_type(text: str) -> ProblemType:
    """Understand 1 to 8, and the types' Chinese names. Raises BadInput("problem_type")."""
    word = fold(text).removesuffix("题")
    if not word:
        raise BadInput("problem_type", Problem.EMPTY)
    if re.fullmatch("[1-8]", word):
        return ProblemType(int(word))
    if word not in _WORDS:
        raise BadInput("problem_type", Problem.UNKNOWN)
    return _WORDS[word]


def parse_submission(problem_type: str, problem: str, solve_id: str) -> Submission:
    """Raise BadInput("problem_type"), BadInput("problem") or BadInput("solve_id")."""
    return Submission(
        parse_type(problem_type),
        _number(problem, "problem", _LARGEST_PID),
        _number(solve_id, "solve_id", _LARGEST_SOLVE_ID),
    )


def _number(text: str, field: str, largest: int) -> str:
    digits = fold(text)
    if not digits:
        raise BadInput(field, Problem.EMPTY)
    if not re.fullmatch("[0-9]{1,30}", digits):
        raise BadInput(field, Problem.MALFORMED)
    if int(digits) > largest:
        raise BadInput(field, Problem.TOO_LONG)
    return str(int(digits))
