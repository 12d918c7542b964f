"""The demo's panel: what a newcomer does with it, in a real browser and without."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from bot.app import running
from bot.commands import sandboxed, steering
from bot.pages.demo import DemoPanel
from bot.settings import Settings, load
from sandbox.server import serving

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NEEDS_BROWSER = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=800)


@dataclass
class Demo:
    url: str
    systems: str

    async def press(self, session: ClientSession, deed: str, system: str = "kaoshiyun", **headers: str) -> str | int:
        """What the panel says then, or the status of a refusal."""
        sent = {"Origin": self.url} | headers
        async with session.post(f"{self.url}/demo/{deed}", params={"system": system}, headers=sent) as response:
            return await response.text() if response.status == 200 else response.status


def settings_in(folder: Path) -> Settings:
    overlay = {
        "store": {"url": f"sqlite:///{folder}/bot.db", "key_file": str(folder / "bot.key")},
        "http": {"listen": "127.0.0.1:0"},
        "limits": {"watch_interval_s": 1, "group_gather_s": 0},
        "platforms": {"web": {"rooms": True}},
    }
    return load(Path("none"), overlay, required=False)


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    async with serving() as systems, steering(systems) as steer:
        panel = DemoPanel(steer, "demo-1", "zh_CN")
        await panel.prepare()
        async with running(sandboxed(settings_in(tmp_path), systems), panel=panel) as state:
            yield Demo(f"http://127.0.0.1:{state.port}", systems)


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def sees(page: Page, text: str) -> None:
    """Within a while; a loaded machine takes longer."""
    await expect(page.get_by_text(text).first).to_be_visible(timeout=20_000)


async def test_grade_comes_changes_and_goes(demo: Demo, session: ClientSession) -> None:
    """Again and again; what makes no sense is explained."""
    said = [
        await demo.press(session, deed)
        for deed in ("change", "publish", "publish", "change", "withdraw", "withdraw", "publish")
    ]
    expected = ("还没有成绩", "78 分", "已经发布过了", "92 分", "已撤回", "还没有成绩", "55 分")
    assert [part for part, each in zip(expected, said, strict=True) if part not in str(each)] == []


async def test_system_fails_and_is_mended(demo: Demo, session: ClientSession) -> None:
    async def status() -> int:
        async with session.get(f"{demo.systems}/GetCetScore/440530151110612/罗增榕") as response:
            return response.status

    assert "四六级停机" in str(await demo.press(session, "down", "cet"))
    assert await status() == 503
    assert "恢复" in str(await demo.press(session, "mend", "cet"))
    assert await status() == 200
    assert "5 秒才应答" in str(await demo.press(session, "slow", "cet"))


async def test_refusals(demo: Demo, session: ClientSession) -> None:
    """Another site's page can't press the buttons."""
    assert await demo.press(session, "publish", Origin="http://evil.example") == 403
    assert await demo.press(session, "fly") == 404
    assert await demo.press(session, "down", "wejh") == 400
    async with session.get(f"{demo.url}/demo/demo.py") as response:
        assert response.status == 404


async def test_a_bot_alone_has_no_panel(tmp_path: Path, session: ClientSession) -> None:
    async with running(settings_in(tmp_path)) as state:
        address = f"http://127.0.0.1:{state.port}"
        async with session.get(address) as response:
            assert "demo" not in await response.text()
        async with session.post(f"{address}/demo/publish", headers={"Origin": address}) as response:
            assert response.status == 404


@pytest.fixture
async def page(demo: Demo, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """The private chat in a browser that complains of nothing."""
    complaints: list[str] = []
    size: ViewportSize = getattr(request, "param", DESKTOP)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(locale="zh-CN", viewport=size)
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page = await context.new_page()
        await page.goto(demo.url)
        await expect(page.locator("#state")).to_have_text("在线")
        yield page
        await browser.close()
    assert complaints == []


@pytest.mark.browser
@NEEDS_BROWSER
async def test_page_follows_the_language(demo: Demo, page: Page) -> None:
    """With the panel beside it, and after a reload too."""
    await page.get_by_label("消息", exact=True).fill("/language en")
    await page.keyboard.press("Enter")
    await expect(page.locator("#state")).to_have_text("Online")
    await sees(page, "From now on I speak English here.")
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Publish").click()
    await expect(page.locator("#demo [role=status]")).to_contain_text("Published")
    await page.reload()
    await expect(page.locator("#state")).to_have_text("Online")


@pytest.mark.browser
@NEEDS_BROWSER
async def test_newcomer(demo: Demo, page: Page) -> None:
    """Binds, watches, opens a room, publishes, and sees what both are told."""
    await page.get_by_role("button", name="/bind kaoshiyun").click()
    await sees(page, "已绑定：考试云")
    await page.get_by_role("button", name="/watch kaoshiyun linxiaowen").click()
    await sees(page, "已订阅 考试云")
    async with page.expect_popup() as opening:
        await page.get_by_role("link", name="打开群聊").click()
    room = await opening.value
    await room.get_by_role("button", name="/watch demo-1").click()
    await sees(room, "成绩一发布就说")
    await page.get_by_role("button", name="发布").click()
    await expect(page.get_by_role("status").filter(has_text="已发布")).to_be_visible()
    await sees(page, "“演示测验”有新成绩")
    await sees(room, "“演示测验”的成绩已发布")
    assert "林晓雯" not in await room.locator("#log").inner_text()
    await page.get_by_role("button", name="改分").click()
    await sees(page, "92 分（满分 100）")
    await page.get_by_role("button", name="撤回").click()
    await sees(page, "成绩被撤回了")


@pytest.mark.browser
@NEEDS_BROWSER
async def test_what_to_look_up_follows_the_system(page: Page) -> None:
    await page.get_by_label("哪个系统").select_option("四六级")
    await page.get_by_role("button", name="查一下").click()
    await sees(page, "总分 515")


@pytest.mark.browser
@NEEDS_BROWSER
@pytest.mark.parametrize("page", [PHONE], indirect=True)
async def test_on_a_phone(page: Page) -> None:
    """It is folded, and folds again when a command is sent, so that the answer is seen."""
    button = page.get_by_role("button", name="/bind kaoshiyun")
    await expect(button).to_be_hidden()
    await page.locator("#demo summary").click()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await button.click()
    await expect(button).to_be_hidden()
    await sees(page, "已绑定：考试云")


@pytest.mark.browser
@NEEDS_BROWSER
async def test_desktop_leaves_the_chat_its_room(page: Page) -> None:
    panel, chat = page.locator("#demo"), page.locator("#compose")
    beside, at = await panel.bounding_box(), await chat.bounding_box()
    assert beside
    assert at
    assert at["x"] + at["width"] <= beside["x"]
    await page.locator("#demo summary").click()
    await expect(page.get_by_role("button", name="发布")).to_be_hidden()
