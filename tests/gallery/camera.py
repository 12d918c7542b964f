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
# Leaves out what was said before the conversation that is shown, and tells how much of the rest is out of sight.
_CLEAR = """id => {
  const lines = [...document.querySelectorAll("#log > *")];
  const main = document.getElementById("scroll");
  lines.slice(0, 1 + lines.findIndex(each => each.dataset.id === id)).forEach(each => each.remove());
  return main.scrollHeight - main.clientHeight;
}"""


@dataclass(frozen=True, slots=True)
class Camera:
    """Takes pictures of what people see."""

    browser: Browser
    scene: Scene

    async def __call__(self, address: str, told: Told) -> bytes:
        """A PNG of a chat; as long as it has to be, as phones do it."""
        look: Literal["dark", "light"] = "dark" if self.scene.dark else "light"
        context = await self.browser.new_context(viewport=_PHONE, device_scale_factor=2, color_scheme=look)
        try:
            jar = told.chat.session.cookie_jar.filter_cookies(URL(address))
            for name, cookie in jar.items():
                await context.add_cookies([{"name": name, "value": cookie.value, "url": address}])
            page = await context.new_page()
            await page.goto(f"{address}/room?name={told.room}" if told.room else address)
            await _settled(page, told)
            above: int = await page.evaluate(_CLEAR, told.before)
            await page.set_viewport_size(ViewportSize(width=_PHONE["width"], height=_PHONE["height"] + above))
            return _small(await page.screenshot(animations="disabled", caret="hide"))
        finally:
            await context.close()


async def _settled(page: Page, told: Told) -> None:
    await expect(page.locator("#state[data-state=online]")).to_be_visible()
    newest = told.chat.heard[-1].frame
    await expect(page.locator(f'[data-id="{newest["edits"] or newest["id"]}"]')).to_be_visible()
    await page.evaluate("() => Promise.all([...document.images].map(each => each.decode()))")


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
