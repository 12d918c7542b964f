"""How many got how much: figures, and a column for each bin with the mark between them."""

from typing import Final

from bot.pictures.canvas import INNER, Canvas, Side
from bot.recipes import Distribution

_TITLE, _SMALL, _TINY, _FIGURE = 19, 12, 11, 21
_TALL = 132  # of the highest column
_GAP = 0.22  # of a bin, between columns
_APART = 8  # between two labels of the scale, at least
_SIDES: Final[tuple[Side, Side]] = ("l", "m")  # of the first label, of the others


def draw(recipe: Distribution[str], canvas: Canvas) -> None:
    colours = canvas.palette
    canvas.paragraph(recipe.title, _TITLE, colours.ink, most=2, bold=True)
    canvas.y += 2
    canvas.paragraph(recipe.caption, _SMALL + 1, colours.soft, most=2)
    canvas.y += 14
    canvas.line((0, canvas.y), (INNER, canvas.y), colours.edge)
    _figures(recipe, canvas)
    _columns(recipe, canvas)


def _figures(recipe: Distribution[str], canvas: Canvas) -> None:
    colours = canvas.palette
    each = INNER / max(len(recipe.figures), 1)
    for number, figure in enumerate(recipe.figures):
        canvas.write(number * each, canvas.y + 26, figure.label, _SMALL, colours.soft)
        canvas.write(number * each, canvas.y + 51, figure.shown, _FIGURE, colours.ink, bold=True)
    canvas.y += 51


def _columns(recipe: Distribution[str], canvas: Canvas) -> None:
    colours, wide = canvas.palette, INNER / len(recipe.counts)
    top = canvas.y + 54
    foot = top + _TALL
    _mark(recipe, canvas, top, foot)
    for number, count in enumerate(recipe.counts):
        if count:
            height = max(_TALL * count / max(recipe.counts), 3)
            left, colour = (number + _GAP / 2) * wide, colours.muted if _below(recipe, number) else colours.accent
            canvas.column(left, foot - height, (1 - _GAP) * wide, height, colour)
            middle = (number + 0.5) * wide
            canvas.write(middle, foot - height - 6, str(count), _TINY, colours.soft, side="m", halo=True)
    canvas.line((0, foot), (INNER, foot), colours.soft, 1)
    _labels(recipe, canvas, foot + 17)
    canvas.y = foot + 20


def _below(recipe: Distribution[str], number: int) -> bool:
    """Whether the middle of a bin lies below the mark."""
    return recipe.mark is not None and (number + 0.5) * recipe.full / len(recipe.counts) < recipe.mark


def _mark(recipe: Distribution[str], canvas: Canvas, top: float, foot: float) -> None:
    if recipe.mark is None:
        return
    at = INNER * recipe.mark / recipe.full
    half = canvas.width(recipe.mark_label, _SMALL) / 2
    canvas.dashes(at, top - 20, foot, canvas.palette.mark)
    place = min(max(at, half), INNER - half)
    canvas.write(place, top - 25, recipe.mark_label, _SMALL, canvas.palette.mark, side="m", bold=True)


def _labels(recipe: Distribution[str], canvas: Canvas, foot: float) -> None:
    """Edges of bins, as many as there is room for, and the end."""
    bins = len(recipe.counts)
    edges = [f"{number * recipe.full / bins:g}" for number in range(bins + 1)]
    room = max(canvas.width(each, _TINY) for each in edges) + _APART
    step = next(step for step in range(1, bins + 1) if step * INNER / bins >= room or step == bins)
    for number in range(0, bins, step):
        if bins - number >= step:
            at, side = number * INNER / bins, _SIDES[bool(number)]
            canvas.write(at, foot, edges[number], _TINY, canvas.palette.soft, side=side)
    canvas.write(INNER, foot, edges[-1], _TINY, canvas.palette.soft, side="r")
