"""How grades are counted into a picture."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recipes import Distribution, worded
from handlers.distribution import binned, distribution_of
from providers.kaoshiyun.models import Grade
from tests.handlers.test_watching_exams import grade

SCORES = st.dictionaries(st.decimals(-10, 200, places=1), st.integers(1, 9), min_size=1)


def picture(grades: Sequence[Grade], language: str = "zh_CN") -> Distribution[str]:
    recipe = distribution_of("口语", grades)
    assert recipe
    told = worded(recipe, language)
    assert isinstance(told, Distribution)
    return told


def test_figures_bins_and_pass_mark() -> None:
    rows = [
        grade(each, score, passed=float(score) >= 60) for each, score in enumerate(("0", "59.5", "60", "99", "100"))
    ]
    told = picture([replace(each, paper_score=Decimal(100)) for each in rows])
    assert told.counts == (1, 0, 0, 0, 0, 1, 1, 0, 0, 2)
    assert (told.full, told.mark, told.mark_label) == (100, 60, "及格线 60")
    figures = [(each.label, each.shown) for each in told.figures]
    assert figures == [("人数", "5"), ("平均分", "63.7"), ("最高分", "100"), ("通过率", "60%")]
    assert told.alt == "“口语”的成绩分布图：人数 5, 平均分 63.7, 最高分 100, 通过率 60%。"


def test_what_is_not_published_or_has_no_score_is_left_out() -> None:
    rows = [grade(1), replace(grade(2), status="未发布"), replace(grade(3), score=None)]
    assert sum(picture(rows).counts) == 1
    assert distribution_of("口语", rows[1:]) is None
    assert distribution_of("口语", []) is None


def test_full_marks_are_enough_for_the_best() -> None:
    """Rows of one exam may say different things; nobody falls off the scale."""
    rows = [replace(grade(each, "90"), paper_score=Decimal(80), pass_score=Decimal(95)) for each in range(3)]
    told = picture(rows)
    assert (told.full, told.mark, told.counts[-1]) == (90, None, 3)


def test_no_pass_rate_where_nobody_tells_who_passed() -> None:
    told = picture([replace(grade(1), passed=None)], "en")
    assert [each.label for each in told.figures] == ["Graded", "Mean", "Highest"]


@pytest.mark.parametrize(
    ("full", "mark", "bins"),
    [(100, 60, 10), (150, 90, 10), (120, 72, 10), (60, 35, 12), (710, 425, 10), (5, 3, 5), (100, None, 10)],
)
def test_bins_are_round_and_part_at_the_pass_mark_where_they_can(full: int, mark: int | None, bins: int) -> None:
    assert len(binned({}, Decimal(full), None if mark is None else Decimal(mark))) == bins


@given(SCORES)
def test_everybody_is_in_one_bin(scores: dict[Decimal, int]) -> None:
    assert sum(binned(scores, Decimal(100), Decimal(60))) == sum(scores.values())
