"""Pictures of chats, on the real page in a headless Chromium."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from yarl import URL

from tests.gallery.scenes import Scene
from tests.gallery.visit import Told

CHROMIUM = shutil.which("chromium")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_PHONE = ViewportSize(width=390, height=844)
_COLOURS = 256
# What was said before the conversation that is shown; and whether all of the rest is in sight.
_CLEAR = """id => {
  const lines = [...document.querySelectorAll("#log > *")];
  const last = lines.findIndex(each => each.dataset.id === id);
  lines.slice(0, last + 1).forEach(each => each.remove());
}"""
_ABOVE = "() => { const main = document.getElementById('scroll'); return main.scrollHeight - main.clientHeight; }"


class TooLong(Exception):
    """A conversation does not fit on a phone's screen."""


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes pictures of what people see."""

    browser: Browser
    scene: Scene

    async def __call__(self, address: str, told: Told) -> bytes:
        """A PNG of a chat, small enough for a page. Raises `TooLong`."""
        look: Literal["dark", "light"] = "dark" if self.scene.dark else "light"
        context = await self.browser.new_context(viewport=_PHONE, device_scale_factor=2, color_scheme=look)
        try:
            jar = told.chat.session.cookie_jar.filter_cookies(URL(address))
            await context.add_cookies([{"name": name, "value": each.value, "url": address} for name, each in jar.items()])
            page = await context.new_page()
            await page.goto(f"{address}/room?name={told.room}" if told.room else address)
            await _settled(page, told)
            if above := await page.evaluate(_ABOVE):
                raise TooLong(f"{self.scene.name}: {above} pixels too high")
            return _small(await page.screenshot(animations="disabled", caret="hide"))
        finally:
            await context.close()


async def _settled(page: Page, told: Told) -> None:
    await expect(page.locator("#state[data-state=online]")).to_be_visible()
    newest = told.chat.heard[-1].frame
    await expect(page.locator(f'[data-id="{newest["edits"] or newest["id"]}"]')).to_be_visible()
    await page.evaluate("() => Promise.all([...document.images].map(each => each.decode()))")
    await page.evaluate(_CLEAR, told.before)


def _small(png: bytes) -> bytes:
    """With few colours, which is all that the page has."""
    out = BytesIO()
    image = Image.open(BytesIO(png)).convert("RGB")
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        await browser.close()
