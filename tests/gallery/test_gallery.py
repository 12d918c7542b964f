"""docs/gallery.md shows what the bot says today."""

from pathlib import Path

import pytest

from tests.gallery.page import PAGE, PICTURES, page, picture_names, section, sections_of
from tests.gallery.scenes import SCENES, Scene
from tests.gallery.transcript import masked, written
from tests.gallery.visit import visiting

_LARGEST = 120_000  # bytes of a picture
SHOWN = sections_of(PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("number", range(len(SCENES)), ids=[scene.name for scene in SCENES])
async def test_conversation_goes_as_shown(tmp_path: Path, number: int) -> None:
    """Had again without a browser; dates, times and codes aside."""
    scene = SCENES[number]
    async with visiting(tmp_path, scene.language) as visit:
        await scene.play(visit)
        now = section(scene, written(visit.entries), picture_names(scene, len(visit.shown)))
    assert masked(now) == masked(SHOWN[number]), "the bot talks otherwise now: run make gallery"


def test_page_holds_every_conversation_and_no_other() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(SHOWN), "run make gallery"
    assert [each.split("\n")[0] for each in SHOWN] == [_heading(scene) for scene in SCENES], "run make gallery"


def test_pictures_are_those_of_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    names = {path.name for path in PICTURES.iterdir()}
    assert names == {name for name in names if f"gallery/{name}" in text}
    assert text.count("<img ") == len(names)
    assert [path.name for path in PICTURES.iterdir() if path.stat().st_size > _LARGEST] == []


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2026-12-20 09:00–11:00 周六", "…–…"),
        ("2026-12-24 08:00 至 2027-01-22 22:00", "… 至 …"),
        ("2026-12-01 08:00 至 12-23 22:00", "… 至 …"),
        ("还有 1 天 7 小时", "还有 …"),
        ("还有 55 分钟", "还有 …"),
        ("还有 8 小时 30 分", "还有 …"),
        ("440530242110305 · 515", "440530242110305 · 515"),
        ("/examgrades 3e07b1", "/examgrades 3e07b1"),
    ],
)
def test_what_is_masked(text: str, rest: str) -> None:
    assert masked(text) == rest


def _heading(scene: Scene) -> str:
    return f"## {scene.english} · {scene.chinese}"
