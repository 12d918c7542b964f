"""Pictures as values: what is on one, in words and figures. How it looks is the business of `bot.pictures`.

In a `Reply` words are not translated yet (`Recipe[Words]`); what leaves is in the reader's language (`Recipe[str]`).
"""

from collections.abc import Callable
from dataclasses import field
from typing import Generic, Protocol, TypeAlias, TypeVar

from bot.values import dataclass
from bot.words import Words, render

W_co = TypeVar("W_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Bar(Generic[W_co]):
    """A figure against the most that it can be."""

    label: W_co
    full: float
    value: float | None = field(default=None, repr=False)  # None: there is none
    shown: W_co | str = field(default="", repr=False)  # the value as people write it


@dataclass(frozen=True, slots=True)
class ScoreCard(Generic[W_co]):
    """Somebody's result: of what, how much in all, and in its parts."""

    title: W_co = field(repr=False)
    lines: tuple[W_co, ...] = field(repr=False)  # under the title: the school, the exam
    total: Bar[W_co]
    parts: tuple[Bar[W_co], ...]
    mark: float | None  # on the scale of the total, such as the pass mark
    verdict: W_co = field(repr=False)  # beside the total; "": nothing
    reached: bool  # the mark
    alt: W_co = field(repr=False)  # all of it in one sentence, for who can't see


@dataclass(frozen=True, slots=True)
class Figure(Generic[W_co]):
    """A figure and what it says."""

    label: W_co
    shown: W_co


@dataclass(frozen=True, slots=True)
class Distribution(Generic[W_co]):
    """How many got how much, and nobody's name."""

    title: W_co
    caption: W_co  # what the bars are
    counts: tuple[int, ...]  # by bins of the same width, the first from 0 on
    full: float  # the last bin ends here, which belongs to it
    mark: float | None
    mark_label: W_co
    figures: tuple[Figure[W_co], ...]
    alt: W_co


Recipe: TypeAlias = ScoreCard[W_co] | Distribution[W_co]


@dataclass(frozen=True, slots=True)
class Picture:
    """What came of a recipe: a PNG, and how large it is on a page."""

    data: bytes = field(repr=False)
    width: int
    height: int


class Draw(Protocol):
    """Makes pictures of recipes; None stands for one that has to do without."""

    async def __call__(self, recipe: Recipe[str], /, *, dark: bool = False) -> Picture | None: ...


async def no_picture(_recipe: Recipe[str], *, dark: bool = False) -> None:
    """Words alone."""


def worded(recipe: Recipe[Words], language: str) -> Recipe[str]:
    """The same in a reader's language."""

    def say(words: Words) -> str:
        return render(words, language)

    return _card(recipe, say) if isinstance(recipe, ScoreCard) else _distribution(recipe, say)


def _card(recipe: ScoreCard[Words], say: Callable[[Words], str]) -> ScoreCard[str]:
    return ScoreCard(
        title=say(recipe.title),
        lines=tuple(say(each) for each in recipe.lines),
        total=_bar(recipe.total, say),
        parts=tuple(_bar(each, say) for each in recipe.parts),
        mark=recipe.mark,
        verdict=say(recipe.verdict),
        reached=recipe.reached,
        alt=say(recipe.alt),
    )


def _bar(bar: Bar[Words], say: Callable[[Words], str]) -> Bar[str]:
    return Bar(say(bar.label), bar.full, bar.value, say(bar.shown))


def _distribution(recipe: Distribution[Words], say: Callable[[Words], str]) -> Distribution[str]:
    return Distribution(
        title=say(recipe.title),
        caption=say(recipe.caption),
        counts=recipe.counts,
        full=recipe.full,
        mark=recipe.mark,
        mark_label=say(recipe.mark_label),
        figures=tuple(Figure(say(each.label), say(each.shown)) for each in recipe.figures),
        alt=say(recipe.alt),
    )
