"""What a picture is: a PNG of a phone's width, the same each time, readable by day and by night."""

from dataclasses import fields, replace
from io import BytesIO

import pytest
from PIL import Image

from bot.pictures.canvas import INNER, WIDTH, Canvas
from bot.pictures.drawing import MissingGlyph, drawn
from bot.pictures.fonts import Font, NoFont, found
from bot.pictures.palette import DARK, LIGHT, Palette
from bot.pictures.wire import SCALE
from bot.recipes import Bar, Distribution, Recipe
from tests.recipes import CARD, SPREAD


@pytest.fixture(scope="module")
def font() -> Font:
    return found()


@pytest.mark.parametrize("recipe", [CARD, SPREAD])
def test_picture_is_a_png_of_a_phone_s_width(font: Font, recipe: Recipe[str]) -> None:
    with Image.open(BytesIO(drawn(recipe, font))) as image:
        assert (image.format, image.width) == ("PNG", WIDTH * SCALE)
        assert WIDTH / 2 < image.height / SCALE < WIDTH * 2


def test_same_recipe_is_the_same_picture(font: Font) -> None:
    assert drawn(CARD, font) == drawn(replace(CARD), found())


def test_night_is_dark(font: Font) -> None:
    day, night = drawn(CARD, font), drawn(CARD, font, dark=True)
    assert _corner(day) > 200
    assert _corner(night) < 50


def test_long_names_stay_on_the_card(font: Font) -> None:
    """They are broken, and then cut off."""
    long = replace(CARD, title="Abdul·" * 40, lines=("内蒙古自治区呼伦贝尔职业技术学院" * 9, "x" * 500))
    with Image.open(BytesIO(drawn(long, font))) as image:
        assert image.height / SCALE < WIDTH * 2


@pytest.mark.parametrize(
    "text", ["", "A", "内蒙古自治区呼伦贝尔职业技术学院" * 3, "several words " * 9, "W" * 200, "一 " * 60]
)
def test_lines_are_no_wider_than_the_card(font: Font, text: str) -> None:
    canvas = Canvas(font, LIGHT)
    lines = canvas.broken(text, 14, most=2)
    assert len(lines) <= 2
    assert all(canvas.width(line, 14) <= INNER for line in lines)


@pytest.mark.parametrize("name", ["喆堃", "𬭊䶮", "阿卜杜·克里木", "Müller-O’Neill"])
def test_rare_characters_are_there(font: Font, name: str) -> None:
    assert drawn(replace(CARD, title=name), font)


@pytest.mark.parametrize("name", ["林\ue000", "张😀", "李\U000e0100"])
def test_character_that_the_font_lacks(font: Font, name: str) -> None:
    with pytest.raises(MissingGlyph):
        drawn(replace(CARD, title=name), font)


@pytest.mark.parametrize("value", [None, 0, 0.5, 249, 300, -3])
def test_any_value_of_a_part(font: Font, value: float | None) -> None:
    assert drawn(replace(CARD, parts=(Bar("听力", 249, value, str(value)),)), font)


@pytest.mark.parametrize(
    "recipe",
    [
        replace(SPREAD, counts=(5,), full=1, mark=None, mark_label=""),
        replace(SPREAD, counts=(0, 0, 0), mark=0),
        replace(SPREAD, counts=(100_000,) * 12, full=710, mark=710),
        replace(SPREAD, figures=(), title=""),
    ],
)
def test_any_distribution(font: Font, recipe: Distribution[str]) -> None:
    assert drawn(recipe, font)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_contrast(palette: Palette) -> None:
    """4.5 to 1 for what is read, 3 to 1 for what is only seen, as WCAG asks."""
    for name in ("ink", "soft", "mark"):
        assert _contrast(getattr(palette, name), palette.card) >= 4.5
    assert _contrast(palette.good, palette.good_tint) >= 4.5
    assert _contrast(palette.accent, palette.card) >= 3
    assert _contrast(palette.muted, palette.card) >= 3
    assert _contrast(palette.accent, palette.track) >= 3


def test_both_looks_name_every_colour() -> None:
    assert all(getattr(LIGHT, each.name) != getattr(DARK, each.name) for each in fields(Palette))


def test_without_any_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pictures.fonts._PACKAGED", ("nothing_of_this_name", "x.otf"))
    with pytest.raises(NoFont):
        found([("/nowhere/font.ttc", 0)])


def _corner(png: bytes) -> int:
    with Image.open(BytesIO(png)) as image:
        return image.convert("L").tobytes()[0]


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
