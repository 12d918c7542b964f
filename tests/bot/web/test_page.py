"""The page in a real browser, talking to a tiny bot."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Error, Page, async_playwright, expect

from bot.messages import Address, Document
from bot.platforms.web import Setup
from tests.bot.web.house import House, out, running
from tests.bot.web.talker import drawn, talk

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),  # that of the browser
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


@pytest_asyncio.fixture(loop_scope="module")
async def house(setup: Setup) -> AsyncIterator[House]:
    async with running(replace(setup, draw=drawn)) as house:
        talk(house)
        yield house


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """It takes longer to start than a test; what it keeps is a context's, and goes with it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    context.set_default_timeout(10_000)
    yield context
    await context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of; a refused script or style is among it."""
    return []


@pytest_asyncio.fixture(loop_scope="module")
async def page(house: House, context: BrowserContext, complaints: list[str]) -> AsyncIterator[Page]:
    page = await opened(context, house.url, complaints)
    yield page
    assert complaints == []


async def opened(context: BrowserContext, url: str, complaints: list[str]) -> Page:
    page = await context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    await page.goto(url)
    await expect(page.locator("#state")).to_have_text("在线")
    return page


async def say(page: Page, text: str) -> None:
    await page.get_by_label("消息", exact=True).fill(text)
    await page.keyboard.press("Enter")


async def lines(page: Page) -> list[str]:
    return [text.strip() for text in await page.locator(".message .text").all_text_contents()]


async def address(context: BrowserContext) -> Address:
    cookies = await context.cookies()
    return Address("web", "", "private", str(cookies[0].get("value")).split(".")[0])


async def test_question_gets_its_answer(page: Page) -> None:
    await say(page, "/hello")
    await expect(page.get_by_text("收到：/hello")).to_be_visible()
    await expect(page.locator(".mine .state")).to_have_count(0)
    assert await lines(page) == ["/hello", "收到：/hello"]
    await expect(page.get_by_label("消息", exact=True)).to_be_focused()


async def test_page_follows_its_person_s_language(page: Page, context: BrowserContext, house: House) -> None:
    """At once, unless something is just being typed; then when the page is opened again."""
    where = await address(context)
    house.keeper.languages[f"web:{where.chat}"] = "en"
    await page.get_by_label("消息", exact=True).fill("half a")
    await house.web.send("k1", where, replace(out("English here."), speaks="en"))
    await expect(page.get_by_text("English here.")).to_be_visible()
    await expect(page.get_by_label("消息", exact=True)).to_have_value("half a")
    await page.get_by_label("消息", exact=True).fill("")
    await house.web.send("k2", where, replace(out("Now."), speaks="en"))
    await expect(page.get_by_label("Message", exact=True)).to_have_attribute("placeholder", "Write a message")
    await expect(page.locator("#state")).to_have_text("Online")
    await expect(page.get_by_text("English here.")).to_be_visible()


async def test_first_visit_offers_examples(page: Page, house: House) -> None:
    await expect(page.get_by_role("heading", name="你好，我是 Gradebell")).to_be_visible()
    await page.get_by_role("button", name="/help").click()
    await expect(page.get_by_text("收到：/help")).to_be_visible()
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_enter_of_an_input_method_is_not_sent(page: Page, context: BrowserContext, house: House) -> None:
    keys = await context.new_cdp_session(page)
    await keys.send("Input.imeSetComposition", {"text": "zhang", "selectionStart": 5, "selectionEnd": 5})
    await page.keyboard.press("Enter")
    old_safari = "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true})"
    await page.evaluate(f"document.activeElement.dispatchEvent({old_safari})")
    await keys.send("Input.insertText", {"text": "张三"})
    assert house.received == []
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("收到：张三")).to_be_visible()
    assert len(house.received) == 1


async def test_keys_of_the_box(page: Page, house: House) -> None:
    box = page.get_by_label("消息", exact=True)
    await box.press_sequentially("one")
    await page.keyboard.press("Shift+Enter")
    await box.press_sequentially("two")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("收到：one")).to_be_visible()
    assert house.received[0].text == "one\ntwo"
    await page.keyboard.press("ArrowUp")
    await expect(box).to_have_value("one\ntwo")
    await page.keyboard.press("Escape")
    await expect(box).to_have_value("")


async def test_buttons_are_chosen_once(page: Page, house: House) -> None:
    await say(page, "/level")
    await page.get_by_role("button", name="六级").click()
    await expect(page.get_by_text("收到：6")).to_be_visible()
    await expect(page.get_by_role("button", name="四级")).to_be_disabled()
    await expect(page.locator(".chosen")).to_contain_text("六级")
    await expect(page.get_by_label("消息", exact=True)).to_be_focused()
    await page.reload()
    await expect(page.locator(".chosen")).to_contain_text("六级")
    assert await lines(page) == ["/level", "考四级还是六级？", "六级", "收到：6"]


async def test_what_is_typed_chooses_no_button(page: Page) -> None:
    await say(page, "/level")
    await say(page, "六级")
    await expect(page.get_by_text("收到：六级")).to_be_visible()
    for _ in range(2):
        await expect(page.get_by_role("button", name="六级")).to_be_enabled()
        await expect(page.locator(".chosen")).to_have_count(0)
        await page.reload()
        await expect(page.get_by_text("收到：六级")).to_be_visible()


async def test_stale_press_is_sent_but_chooses_nothing(page: Page, house: House) -> None:
    await say(page, "/level")
    await say(page, "hello")
    await expect(page.get_by_text("收到：hello")).to_be_visible()
    await page.get_by_role("button", name="六级").dblclick()
    await expect(page.get_by_text("收到：6")).to_be_visible()
    assert [message.press for message in house.received] == ["", "", "6"]
    for _ in range(2):
        await expect(page.locator(".chosen")).to_have_count(0)
        await page.reload()
        await expect(page.get_by_text("收到：6")).to_be_visible()


async def test_press_shows_in_the_other_tab(
    page: Page, context: BrowserContext, house: House, complaints: list[str]
) -> None:
    await say(page, "/level")
    other = await opened(context, house.url, complaints)
    await page.get_by_role("button", name="六级").click()
    await expect(other.locator(".chosen")).to_contain_text("六级")
    await expect(other.get_by_role("button", name="四级")).to_be_disabled()


async def test_whole_conversation_by_keyboard(page: Page) -> None:
    await page.keyboard.type("/level")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="四级")).to_be_visible()
    while not await page.evaluate("document.activeElement.textContent === '四级'"):
        await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("收到：4")).to_be_visible()
    await page.get_by_label("菜单").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="帮助")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="帮助")).to_be_hidden()
    await expect(page.get_by_label("菜单")).to_be_focused()


async def test_dropped_sockets_lose_and_double_nothing(
    page: Page, house: House, context: BrowserContext, complaints: list[str]
) -> None:
    await say(page, "before")
    await expect(page.get_by_text("收到：before")).to_be_visible()
    await context.set_offline(offline=True)
    await house.web.close()
    await say(page, "meanwhile")
    await house.web.send("k", await address(context), out("while you were away"))
    await expect(page.get_by_role("button", name="重试", exact=True)).to_be_visible()
    await context.set_offline(offline=False)
    await expect(page.get_by_text("收到：meanwhile")).to_be_visible()
    assert await lines(page) == ["before", "收到：before", "while you were away", "meanwhile", "收到：meanwhile"]
    assert [message.text for message in house.received] == ["before", "meanwhile"]
    expected = ("ERR_INTERNET_DISCONNECTED", "426 (Upgrade Required)")  # what the page meets on its way back
    complaints[:] = [each for each in complaints if not any(part in each for part in expected)]


async def test_what_was_not_stored_is_sent_again(page: Page, house: House) -> None:
    house.broken = True
    await say(page, "hello")
    await expect(page.get_by_text("连接断开了")).to_be_visible()
    house.broken = False
    await page.get_by_role("button", name="立即重试").click()
    await expect(page.get_by_text("收到：hello")).to_be_visible()
    await expect(page.get_by_text("连接断开了")).to_be_hidden()
    assert await lines(page) == ["hello", "收到：hello"]


async def test_unsent_line_survives_a_reload(page: Page, house: House) -> None:
    house.broken = True
    await say(page, "hello")
    await expect(page.get_by_text("未送达")).to_be_visible()
    house.broken = False
    await page.reload()
    await expect(page.get_by_text("收到：hello")).to_be_visible()
    assert await lines(page) == ["hello", "收到：hello"]


async def test_two_tabs_show_the_same(page: Page, context: BrowserContext, house: House, complaints: list[str]) -> None:
    other = await opened(context, house.url, complaints)
    await say(page, "hello")
    for each in (page, other):
        await expect(each.get_by_text("收到：hello")).to_be_visible()
        assert await lines(each) == ["hello", "收到：hello"]
    await say(other, "and back")
    await expect(page.get_by_text("收到：and back")).to_be_visible()


async def test_hidden_answer_is_stored_nowhere(page: Page, house: House) -> None:
    await say(page, "/password")
    box = page.get_by_label("输入的内容不会显示")
    await expect(box).to_be_focused()
    await expect(box).to_have_attribute("type", "password")
    house.broken = True
    await page.keyboard.type("hunter2")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("未送达")).to_be_visible()
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.documentElement.outerHTML"
    assert "hunter2" not in await page.evaluate(kept)
    house.broken = False
    await expect(page.get_by_text("收到：hunter2")).to_be_visible()  # the bot here has no manners
    assert (await lines(page))[2] == "••••"
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_label("消息", exact=True)).to_have_value("/password")


async def test_hidden_box_outlives_notification_and_reconnect(
    page: Page, house: House, context: BrowserContext
) -> None:
    await say(page, "/password")
    box = page.get_by_label("输入的内容不会显示")
    await box.press_sequentially("hunt")
    await house.web.send("k", await address(context), out("A new grade"))
    await expect(page.get_by_text("A new grade")).to_be_visible()
    async with page.expect_websocket():
        await house.web.close()
    await expect(box).to_have_value("hunt")


async def test_announcement_is_replaced_in_its_place(page: Page, house: House, context: BrowserContext) -> None:
    chat = await address(context)
    first = await house.web.announce("m", chat, "正在查询")
    assert await house.web.announce("m", chat, "正在查询") == first
    await house.web.send("k1", chat, out("后来的话"))
    await house.web.send("k2", chat, out("查到了", edits=first))
    await expect(page.get_by_text("查到了")).to_be_visible()
    assert await lines(page) == ["查到了", "后来的话"]


async def test_text_is_never_markup_and_links_are_links(page: Page) -> None:
    await say(page, "/link")
    link = page.get_by_role("link", name="https://cjcx.neea.edu.cn/")
    await expect(link).to_have_attribute("href", "https://cjcx.neea.edu.cn/")
    await expect(page.get_by_text("<b>不是标记</b>")).to_be_visible()


async def test_typing_shows_until_the_answer(page: Page, house: House, context: BrowserContext) -> None:
    chat = await address(context)
    await house.web.typing(chat)
    await expect(page.get_by_role("status")).to_have_text("Gradebell 正在输入…")
    await house.web.send("k", chat, out("there"))
    await expect(page.get_by_role("status")).to_be_empty()


async def test_reader_of_old_lines_is_not_pulled_away(page: Page, house: House, context: BrowserContext) -> None:
    chat = await address(context)
    for number in range(30):
        await house.web.send(f"k{number}", chat, out(f"line {number}"))
    await expect(page.get_by_text("line 29")).to_be_in_viewport()
    await page.get_by_text("line 0", exact=True).scroll_into_view_if_needed()
    await house.web.send("new", chat, out("a new one"))
    button = page.get_by_role("button", name="新消息")
    await expect(button).to_be_visible()
    await button.click()
    await expect(page.get_by_text("a new one")).to_be_in_viewport()
    await expect(button).to_be_hidden()


async def test_files_go_both_ways(page: Page, house: House) -> None:
    await page.set_input_files("#file", {"name": "名单.csv", "mimeType": "text/csv", "buffer": b"a,b"})
    await expect(page.get_by_text("📎 名单.csv")).to_be_visible()
    await say(page, "/file")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="考试.ics").click()
    assert (await download.value).suggested_filename == "考试.ics"
    await say(page, "/picture")
    await expect(page.get_by_role("img", name="图片")).to_have_js_property("naturalWidth", 1)
    upload = house.received[0].upload
    assert upload is not None
    assert upload.data == b"a,b"


async def test_too_big_a_file_is_refused_at_once(page: Page, house: House) -> None:
    big = {"name": "big.bin", "mimeType": "application/octet-stream", "buffer": bytes(8 * 2**20 + 1)}
    await page.set_input_files("#file", big)  # type: ignore[arg-type] # a FilePayload
    await expect(page.get_by_text("文件超过 8 MB")).to_be_visible()
    assert house.received == []


async def test_leaving_asks_first_and_ends_every_tab(
    page: Page, house: House, context: BrowserContext, complaints: list[str]
) -> None:
    await say(page, "hello")
    other = await opened(context, house.url, complaints)
    await page.bring_to_front()
    before = await address(context)
    await page.get_by_label("菜单").click()
    await page.get_by_role("button", name="退出这台设备").click()
    await expect(page.get_by_text("聊天记录会看不到")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="退出这台设备").click()
    for each in (page, other):
        await expect(each.get_by_role("heading", name="已退出这台设备")).to_be_visible()
        assert await lines(each) == []
    await page.get_by_role("button", name="重新开始").click()
    await expect(page.locator("#state")).to_have_text("在线")
    assert await address(context) != before


async def test_room_shows_who_speaks(house: House, context: BrowserContext, complaints: list[str]) -> None:
    page = await opened(context, f"{house.url}/room?name=班级", complaints)
    await expect(page.get_by_role("heading", name="班级")).to_be_visible()
    assert context.browser is not None
    stranger = await context.browser.new_context(locale="zh-CN")
    other = await opened(stranger, f"{house.url}/room?name=班级", complaints)
    await say(other, "hello")
    await expect(page.locator(".other .from")).to_contain_text("同学·")
    await page.reload()
    await expect(page.locator(".other .text")).to_have_text("hello")
    assert complaints == []


async def test_history_is_not_read_out_but_new_lines_are(page: Page) -> None:
    """While the history is put in, the region is silent."""
    await say(page, "hello")
    await expect(page.get_by_text("收到：hello")).to_be_visible()
    log = page.get_by_role("log")
    await expect(log).to_have_accessible_name("与 Gradebell 的对话")
    assert await log.get_attribute("aria-live") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_nothing_scrolls_sideways(
    page: Page, house: House, context: BrowserContext, width: int, scheme: str
) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.set_viewport_size({"width": width, "height": 700})
    await say(page, "x" * 400)
    await say(page, "/level")
    long = Document("很长的文件名" * 15 + ".csv", b"x")
    await house.web.send("k", await address(context), out("https://example.org/" + "y" * 300, document=long))
    await expect(page.locator(".document")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate("document.getElementById('scroll').scrollWidth <= innerWidth")
    small = "[...document.querySelectorAll('button, summary')].filter(e => e.checkVisibility() && e.offsetHeight < 44)"
    assert await page.evaluate(f"{small}.map(e => e.outerHTML)") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    """At least 4.5:1, by the style sheet's own colours."""
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    pairs = [
        ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("soft", "paper"), ("soft", "card"), ("accent", "card"),
        ("accent", "paper"), ("on-accent", "accent"), ("on-mine", "mine"), ("bad", "bad-tint"), ("bad", "paper"),
    ]  # fmt: skip
    for front, back in pairs:
        colours = await page.evaluate(
            "names => names.map(n => getComputedStyle(document.documentElement).getPropertyValue('--' + n).trim())",
            [front, back],
        )
        light, dark = sorted((luminance(colour) for colour in colours), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back, colours)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    whole = digits if len(digits) == 6 else "".join(each * 2 for each in digits)
    shares = [int(whole[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


async def test_injected_script_is_refused(page: Page, complaints: list[str]) -> None:
    with pytest.raises(Error):
        await page.add_script_tag(content="window.injected = true")
    assert await page.evaluate("window.injected") is None
    complaints.clear()


async def test_drawn_picture_has_its_size_before_it_comes_and_its_words(page: Page, house: House) -> None:
    """Nothing jumps; who sees nothing hears what it shows; and by night it is dark."""
    await say(page, "/card")
    image = page.get_by_role("img", name="林晓雯的成绩图")
    await expect(image).to_have_js_property("naturalWidth", 36)
    box = await image.bounding_box()
    assert box
    assert abs(box["height"] / box["width"] - 400 / 360) < 0.01
    await page.emulate_media(color_scheme="dark")
    await expect(image).to_have_js_property("currentSrc", f"{house.url}{await image.get_attribute('src')}?dark")
