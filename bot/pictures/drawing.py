"""A recipe as a PNG."""

from collections.abc import Iterator

from bot.pictures import card, distribution
from bot.pictures.canvas import Canvas
from bot.pictures.fonts import Font
from bot.pictures.palette import DARK, LIGHT
from bot.recipes import Recipe, ScoreCard


class MissingGlyph(Exception):
    """The font lacks a character, which would be shown as a box."""


def drawn(recipe: Recipe[str], font: Font, *, dark: bool = False) -> bytes:
    """Raises `MissingGlyph`. The same recipe is the same picture."""
    if not all(font.has(each) for text in _texts(recipe) for each in text):
        raise MissingGlyph
    canvas = Canvas(font, DARK if dark else LIGHT)
    if isinstance(recipe, ScoreCard):
        card.draw(recipe, canvas)
    else:
        distribution.draw(recipe, canvas)
    return canvas.png()


def _texts(recipe: Recipe[str]) -> Iterator[str]:
    if isinstance(recipe, ScoreCard):
        yield from (recipe.title, *recipe.lines, recipe.verdict)
        yield from (text for bar in (recipe.total, *recipe.parts) for text in (bar.label, bar.shown))
    else:
        yield from (recipe.title, recipe.caption, recipe.mark_label)
        yield from (text for figure in recipe.figures for text in (figure.label, figure.shown))
