"""Paper to draw on, measured in points of a page; a point is `SCALE` pixels."""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Literal

from PIL import Image, ImageDraw

from bot.pictures.fonts import Font
from bot.pictures.palette import Palette
from bot.pictures.wire import SCALE

WIDTH = 360  # of a picture, as a phone's
MARGIN = 10  # around the card
PADDING = 20  # within it
INNER = WIDTH - 2 * (MARGIN + PADDING)  # what there is to write on

_TALLEST = 700
_FINER = 4  # times the pixels of what is drawn smooth
_COLOURS = 128
_ROUND = 16
_BOLD, _BOLDEST = 0.022, 0.5  # of the size, in points: how much thicker a stroke gets, since the font has one weight
_WORD = re.compile(r"[^\s\u2e80-\U0003ffff]+|\s|.")
_HALO = 2.5
_LATIN = "\u2e7f"  # up to here an ellipsis stands on the line
_TALL = 1.32  # times the size: from one line to the next

Side = Literal["l", "m", "r"]


class Canvas:
    """A card that grows downwards; `y` is where it ends so far."""

    def __init__(self, font: Font, palette: Palette) -> None:
        self.palette, self.y = palette, float(PADDING)
        self._font = font
        self._image = Image.new("RGB", (_px(WIDTH - 2 * MARGIN), _px(_TALLEST)), palette.card)

    def write(self, x: float, y: float, text: str, size: float, colour: str, **how: bool | Side) -> None:
        """One line from, around or up to `x`; `y` is what it stands on. A halo keeps off what is behind it."""
        place, face, anchor = (_px(PADDING + x), _px(y)), self._font.of(size * SCALE), f"{how.get('side', 'l')}s"
        if how.get("halo"):
            self._draw.text(place, text, self.palette.card, face, anchor=anchor, stroke_width=_HALO * SCALE)
        thick = min(_BOLD * size, _BOLDEST) * SCALE if how.get("bold") else 0
        self._draw.text(place, text, colour, face, anchor=anchor, stroke_width=thick)

    def width(self, text: str, size: float) -> float:
        return float(self._font.of(size * SCALE).getlength(text)) / SCALE

    def paragraph(self, text: str, size: float, colour: str, *, most: int, bold: bool = False) -> None:
        """A text over at most so many lines, below what is there."""
        for line in self.broken(text, size, most):
            self.y += size * _TALL
            self.write(0, self.y - 0.28 * size, line, size, colour, bold=bold)

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A bar with round ends."""
        self._smooth((x, y, width, height), min(width, height) / 2, colour)

    def column(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """A bar that stands on `y + height`, round at its top alone."""
        self._smooth((x, y, width, height), min(width, height, 8) / 2, colour, upright=True)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 1) -> None:
        points = [(_px(PADDING + x), _px(y)) for x, y in (start, end)]
        self._draw.line(points, colour, max(1, _px(width)))

    def dashes(self, x: float, top: float, bottom: float, colour: str) -> None:
        """A broken line downwards."""
        y = top
        while y < bottom:
            self.line((x, y), (x, min(y + 4, bottom)), colour, 1.4)
            y += 7

    def png(self) -> bytes:
        """The card down to where it ends, on paper."""
        width, height = self._image.width, _px(self.y + PADDING)
        paper = Image.new("RGB", (_px(WIDTH), height + 2 * _px(MARGIN)), self.palette.paper)
        corner = _px(MARGIN), _px(MARGIN)
        edge = Image.new("RGB", (width, height), self.palette.edge)
        paper.paste(edge, corner, _rounded(width, height, _px(_ROUND)))
        inner = width - 2 * SCALE, height - 2 * SCALE
        cut = self._image.crop((SCALE, SCALE, SCALE + inner[0], SCALE + inner[1]))
        paper.paste(cut, (corner[0] + SCALE, corner[1] + SCALE), _rounded(*inner, _px(_ROUND - 1)))
        data = BytesIO()  # in few colours, which makes a third of it
        few = paper.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        few.save(data, "PNG")
        return data.getvalue()

    @cached_property
    def _draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self._image)

    def _smooth(self, box: tuple[float, ...], radius: float, colour: str, *, upright: bool = False) -> None:
        x, y, width, height = box
        size = max(1, _px(width)), max(1, _px(height))
        mask = _rounded(*size, _px(radius), upright=upright)
        self._image.paste(colour, (_px(PADDING + x), _px(y)), mask)

    def broken(self, text: str, size: float, most: int) -> list[str]:
        """Its lines, broken between words and anywhere in Chinese; what is too long ends in an ellipsis."""
        found = [""]
        for word in self._words(text, size):
            if self.width(found[-1] + word, size) > INNER and found[-1]:
                found.append("")
            found[-1] = f"{found[-1]}{word}".lstrip()
        if len(found) > most:
            last = found[most - 1].rstrip()
            more = "…" if last[-1:] > _LATIN else "..."
            while self.width(f"{last}{more}", size) > INNER:
                last = last[:-1].rstrip()
            found = [*found[: most - 1], f"{last}{more}"]
        return found

    def _words(self, text: str, size: float) -> Iterator[str]:
        for word in _WORD.findall(text):
            yield from (word if self.width(word, size) > INNER else [word])


def _px(points: float) -> int:
    return round(points * SCALE)


def _rounded(width: int, height: int, radius: int, *, upright: bool = False) -> Image.Image:
    """What a shape with round corners covers of each pixel."""
    mask = Image.new("L", (width, height), 255)
    corner = _corner(min(radius, width // 2, height // 2))
    other = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    right, bottom = width - corner.width, height - corner.height
    mask.paste(corner, (0, 0))
    mask.paste(other, (right, 0))
    if not upright:
        mask.paste(corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, bottom))
        mask.paste(other.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (right, bottom))
    return mask


@lru_cache(64)
def _corner(radius: int) -> Image.Image:
    """The upper left one, smooth."""
    size = max(radius, 1) * _FINER
    large = Image.new("L", (size, size), 0)
    ImageDraw.Draw(large).ellipse((0, 0, 2 * size - 1, 2 * size - 1), 255)
    return large.reduce(_FINER)
