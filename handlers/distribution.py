"""How the grades of an exam are spread, as a picture: figures and bins, and nobody's name.

`distribution_of` is for whoever has the grades at hand; a `Tally` takes them in one by one and keeps only counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from bot.recipes import Distribution, Figure
from bot.words import Words, _, joined
from handlers.scores import plain
from providers.kaoshiyun.models import Grade

_BINS: Final = (10, 12, 8, 6, 5)  # the first that makes round bins, with the pass mark between two of them
_USUAL: Final = Decimal(100)  # full marks where no grade tells any


@dataclass(slots=True)
class Tally:
    """Published grades of one exam, counted."""

    scores: Counter[Decimal] = field(default_factory=Counter)
    graded: int = 0
    judged: int = 0  # of those, where it is told whether they passed
    passed: int = 0
    _papers: Counter[Decimal] = field(default_factory=Counter)
    _marks: Counter[Decimal] = field(default_factory=Counter)

    def add(self, grade: Grade) -> None:
        if not grade.published:
            return
        self.graded += 1
        self.judged += grade.passed is not None
        self.passed += bool(grade.passed)
        if grade.score is not None:
            self.scores[grade.score] += 1
        if grade.paper_score:
            self._papers[grade.paper_score] += 1
        if grade.pass_score:
            self._marks[grade.pass_score] += 1

    @property
    def scored(self) -> int:
        return self.scores.total()

    @property
    def full(self) -> Decimal:
        """What most grades say, and enough for the best one."""
        return max(_commonest(self._papers) or _USUAL, *self.scores)

    @property
    def mark(self) -> Decimal | None:
        mark = _commonest(self._marks)
        return mark if mark is not None and mark <= self.full else None

    def recipe(self, title: str) -> Distribution[Words] | None:
        """None where there is no score yet."""
        if not self.scores:
            return None
        figures = self._figures()
        said = joined([joined([each.label, each.shown], " ") for each in figures], ", ")
        mark = self.mark
        return Distribution(
            title=title,
            caption=_("成绩分布：每个分数段的人数"),
            counts=binned(self.scores, self.full, mark),
            full=float(self.full),
            mark=None if mark is None else float(mark),
            mark_label="" if mark is None else _("及格线 {score}", score=plain(mark)),
            figures=figures,
            alt=_("“{title}”的成绩分布图：{figures}。", title=title, figures=said),
        )

    def _figures(self) -> tuple[Figure[Words], ...]:
        mean = Decimal(sum(score * count for score, count in self.scores.items())) / self.scored
        figures: list[Figure[Words]] = [
            Figure(_("人数"), str(self.scored)),
            Figure(_("平均分"), plain(round(mean, 1))),
            Figure(_("最高分"), plain(max(self.scores))),
        ]
        if self.judged:
            figures.append(Figure(_("通过率"), f"{100 * self.passed / self.graded:.0f}%"))
        return tuple(figures)


def distribution_of(title: str, grades: Iterable[Grade]) -> Distribution[Words] | None:
    """The picture of an exam's grades, of which the published ones count; None where none has a score."""
    tally = Tally()
    for grade in grades:
        tally.add(grade)
    return tally.recipe(title)


def binned(scores: Mapping[Decimal, int], full: Decimal, mark: Decimal | None) -> tuple[int, ...]:
    """How many scores lie in each of some bins of the same width, from 0 to `full`, which is in the last one."""
    bins = next((each for each in _BINS if _round(full / each, mark)), _BINS[0])
    counts = [0] * bins
    for score, count in scores.items():
        counts[min(max(int(score * bins / full), 0), bins - 1)] += count
    return tuple(counts)


def _round(width: Decimal, mark: Decimal | None) -> bool:
    return width % 1 == 0 and (mark or 0) % width == 0


def _commonest(counts: Counter[Decimal]) -> Decimal | None:
    return max(counts, key=lambda each: (counts[each], each)) if counts else None
