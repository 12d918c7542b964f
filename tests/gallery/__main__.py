"""`make gallery`: have every conversation, and write docs/gallery.md and its pictures."""

import asyncio
import logging
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from playwright.async_api import Browser

from tests.gallery.camera import CHROMIUM, Camera, chromium
from tests.gallery.page import PAGE, PICTURES, page, picture_names, section
from tests.gallery.scenes import SCENES, Scene
from tests.gallery.transcript import written
from tests.gallery.visit import visiting


async def _shown(scene: Scene, browser: Browser) -> str:
    """The section of a conversation, whose pictures are written."""
    with TemporaryDirectory() as folder:
        async with visiting(Path(folder), scene.language, Camera(browser, scene)) as visit:
            await scene.play(visit)
            if not visit.pictures:
                await visit.photograph()
            names = picture_names(scene, len(visit.pictures))
            for name, picture in zip(names, visit.pictures, strict=True):
                (PICTURES / f"{name}.png").write_bytes(picture)
            return section(scene, written(visit.entries), names)


async def _main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    if CHROMIUM is None:
        raise SystemExit("make gallery needs Chromium")
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    async with chromium() as browser:
        sections = [await _shown(scene, browser) for scene in SCENES]
    PAGE.write_text(page(sections), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_main())
