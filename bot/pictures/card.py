"""A result: who, how much in all on a scale, and each part against its most."""

from bot.pictures.canvas import INNER, Canvas
from bot.recipes import Bar, ScoreCard

_NAME, _LINE, _TOTAL, _SMALL = 22, 14, 46, 12
_SCALE_BAR, _PART_BAR = 12, 8


def draw(card: ScoreCard[str], canvas: Canvas) -> None:
    colours = canvas.palette
    canvas.paragraph(card.title, _NAME, colours.ink, most=2, bold=True)
    canvas.y += 2
    for line in card.lines:
        canvas.y += 2
        canvas.paragraph(line, _LINE, colours.soft, most=2)
    canvas.y += 16
    canvas.line((0, canvas.y), (INNER, canvas.y), colours.edge)
    _total(card, canvas)
    _scale(card, canvas)
    canvas.y += 10
    for part in card.parts:
        _part(part, canvas)


def _total(card: ScoreCard[str], canvas: Canvas) -> None:
    colours, total = canvas.palette, card.total
    canvas.y += 26
    canvas.write(0, canvas.y, total.label, _SMALL, colours.soft)
    foot = canvas.y = canvas.y + 45
    canvas.write(1, foot, total.shown, _TOTAL, colours.ink, bold=True)
    after = canvas.width(total.shown, _TOTAL) + 9
    canvas.write(after, foot, f"/ {total.full:g}", _LINE, colours.soft)
    if card.verdict:
        _pill(card, canvas, foot)


def _pill(card: ScoreCard[str], canvas: Canvas, foot: float) -> None:
    """What the total means, at the right."""
    colours = canvas.palette
    colour, tint = (colours.good, colours.good_tint) if card.reached else (colours.soft, colours.track)
    wide = canvas.width(card.verdict, _SMALL) + 20
    canvas.bar(INNER - wide, foot - 22, wide, 24, tint)
    canvas.write(INNER - wide / 2, foot - 5.6, card.verdict, _SMALL, colour, side="m")


def _scale(card: ScoreCard[str], canvas: Canvas) -> None:
    """The total from 0 to the most, and the mark on it."""
    colours, total = canvas.palette, card.total
    top = canvas.y = canvas.y + 20
    _filled(total, canvas, _SCALE_BAR)
    foot = canvas.y = top + _SCALE_BAR + 17
    at = INNER * card.mark / total.full if card.mark is not None else None
    canvas.write(0, foot, "0", _SMALL, colours.soft)
    canvas.write(INNER, foot, f"{total.full:g}", _SMALL, colours.soft, side="r")
    if at is not None:
        canvas.line((at, top - 5), (at, top + _SCALE_BAR + 4), colours.card, 4)
        canvas.line((at, top - 5), (at, top + _SCALE_BAR + 4), colours.mark, 2)
        canvas.write(at, foot, f"{card.mark:g}", _SMALL, colours.mark, side="m", bold=True)


def _part(part: Bar[str], canvas: Canvas) -> None:
    colours = canvas.palette
    foot = canvas.y = canvas.y + 25
    canvas.write(0, foot, part.label, _LINE, colours.ink)
    most = f" / {part.full:g}"
    canvas.write(INNER, foot, most, _SMALL, colours.soft, side="r")
    canvas.write(INNER - canvas.width(most, _SMALL), foot, part.shown, _LINE, colours.ink, side="r", bold=True)
    canvas.y = foot + 8
    _filled(part, canvas, _PART_BAR)
    canvas.y += _PART_BAR


def _filled(bar: Bar[str], canvas: Canvas, height: float) -> None:
    canvas.bar(0, canvas.y, INNER, height, canvas.palette.track)
    if bar.value:
        share = min(max(bar.value / bar.full, 0.0), 1.0)
        canvas.bar(0, canvas.y, max(INNER * share, height), height, canvas.palette.accent)
