"""Cookies, origins, files, and leaving a device."""

import aiohttp
import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from bot.messages import Document
from bot.platforms.web import Setup
from bot.platforms.web.network import Network
from bot.platforms.web.parts import room_address
from tests.bot.web.conftest import Visit
from tests.bot.web.house import Browser, House, OpenTab, out, running

DAY_S = 86_400


async def test_page_sets_the_cookie_once(ann: Browser) -> None:
    first = ann.cookie
    async with ann.session.get("/") as response:
        assert "Set-Cookie" not in response.headers
    assert ann.cookie == first


async def test_cookie_is_kept_from_scripts_and_other_sites(house: House) -> None:
    async with aiohttp.ClientSession() as session, session.get(house.url) as response:
        flags = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={180 * DAY_S}"} <= set(flags.split("; "))
    assert "Secure" not in flags


async def test_cookie_is_secure_behind_https() -> None:
    async with (
        running(Setup(public_url="https://chat.example.org")) as house,
        aiohttp.ClientSession() as session,
        session.get(house.url) as response,
    ):
        assert "Secure" in response.headers["Set-Cookie"]


async def test_cookie_is_renewed_and_runs_out(house: House, ann: Browser) -> None:
    person = ann.person
    house.now += 2 * DAY_S
    await ann.open()
    house.now += 179 * DAY_S
    assert await ann.status() == 426
    assert ann.person == person
    house.now += 2 * DAY_S
    assert await ann.status() == 401


async def test_page_says_that_it_needs_scripts(ann: Browser) -> None:
    async with ann.session.get("/") as response:
        assert "<noscript>" in await response.text()


async def test_page_is_locked_down(house: House, ann: Browser) -> None:
    async with ann.session.get("/") as response:
        policy = response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "cookie", ["", "a.b", "a.1.b", "a.²." + "0" * 64, "……", "a." + "9" * 5_000 + ".b", '"a\\377.1.x"']
)
async def test_forged_cookies_open_nothing(house: House, cookie: str) -> None:
    async with aiohttp.ClientSession(house.url) as session:
        headers = {"Cookie": f"gradebell={cookie}"}
        async with session.get("/chat", headers=headers) as response:
            assert response.status == 401
        with pytest.raises(aiohttp.WSServerHandshakeError, match="401"):
            await session.ws_connect("/chat", headers=headers)


async def test_cookie_of_another_person_is_not_made_by_changing_the_id(house: House, ann: Browser) -> None:
    forged = ann.cookie.replace(ann.person, "0" * 20)
    headers = {"Cookie": f"gradebell={forged}"}
    async with aiohttp.ClientSession(house.url, headers=headers) as session, session.get("/chat") as response:
        assert response.status == 401


async def test_origin_must_be_ours(house: House, ann: Browser) -> None:
    assert await ann.status(Origin=house.url) == 426
    for foreign in ("https://evil.example", "null", "http://127.0.0.1:1", "http://[", "file://"):
        assert await ann.status(Origin=foreign) == 403
        async with ann.session.post("/leave", headers={"Origin": foreign}) as response:
            assert response.status == 403


async def test_public_url_counts_as_ours_behind_a_proxy() -> None:
    async with running(Setup(public_url="http://chat.example.org/")) as house:
        ann = Browser(house)
        await ann.open()
        assert await ann.status(Origin="http://chat.example.org") == 426
        assert await ann.status(Origin="http://chat.example.org:81") == 403
        await ann.session.close()


async def test_leaving_closes_every_tab_and_the_cookie_for_good(house: House, ann: Browser, tab: OpenTab) -> None:
    other, old = await ann.tab(), ann.cookie
    async with ann.session.post("/leave", headers={"Origin": house.url}) as response:
        assert response.status == 204
    assert [await tab.closed(), await other.closed()] == [4001, 4001]
    async with aiohttp.ClientSession(house.url) as session:
        async with session.get("/chat", headers={"Cookie": f"gradebell={old}"}) as response:
            assert response.status == 401
        async with session.post("/leave", headers={"Cookie": f"gradebell={old}"}) as response:
            assert response.status == 401
    await ann.open()
    assert ann.person != old.split(".")[0]


async def test_document_is_for_its_person_alone(house: House, ann: Browser, tab: OpenTab, visit: Visit) -> None:
    await house.web.send("k1", ann.address, out("Here", document=Document("考试 1.ics", b"BEGIN:VCALENDAR")))
    document = (await tab.get())["document"]
    assert isinstance(document, dict)
    assert document["name"] == "考试 1.ics"
    async with ann.session.get(document["url"]) as response:
        assert await response.read() == b"BEGIN:VCALENDAR"
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "filename*=UTF-8''%E8%80%83%E8%AF%95%201.ics" in response.headers["Content-Disposition"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in response.headers["Cache-Control"]
    assert await (await visit()).status(document["url"]) == 404
    assert await ann.status("/file/unknown") == 404
    async with aiohttp.ClientSession(house.url) as session, session.get(document["url"]) as response:
        assert response.status == 401


async def test_picture_is_shown_and_keeps_its_address(house: House, ann: Browser, tab: OpenTab) -> None:
    png = b"\x89PNG\r\n\x1a\n" + bytes(40)
    for _ in range(2):
        await house.web.send("k1", ann.address, out("", document=Document("chart.png", png)))
    first, second = await tab.some(2)
    assert first == second
    assert first["document"] is None
    async with ann.session.get(str(first["picture"])) as response:
        assert response.content_type == "image/png"
        assert response.headers["Content-Disposition"].startswith("inline")


async def test_markup_that_calls_itself_a_picture_is_only_saved(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("", document=Document("x.svg", b"<svg onload='alert(1)'/>")))
    document = (await tab.get())["document"]
    assert isinstance(document, dict)
    async with ann.session.get(document["url"]) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "peer"),
    [
        ("9.9.9.9", ["1.1.1.1"], "9.9.9.9"),  # nobody whom we trust
        ("10.0.0.1", ["1.1.1.1"], "1.1.1.1"),
        ("10.0.0.1", ["6.6.6.6, 1.1.1.1, 10.0.0.2"], "1.1.1.1"),  # what a client wrote in front is not believed
        ("10.0.0.1", ["6.6.6.6", "1.1.1.1:5000"], "1.1.1.1"),
        ("10.0.0.1", ["nonsense"], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("::ffff:10.0.0.1", ["[2001:db8::1]:443"], "2001:db8::/64"),
    ],
)
def test_network_address_is_the_last_hop_that_is_not_ours(remote: str, forwarded: list[str], peer: str) -> None:
    headers = CIMultiDict([("X-Forwarded-For", each) for each in forwarded])
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=remote)
    assert Network("", ["10.0.0.0/8"]).peer(request) == peer


async def test_parts_of_the_page_are_served_and_nothing_else(ann: Browser) -> None:
    async with ann.session.get("/") as response:
        page = await response.text()
    path = page.split('<script type="module" src="')[1].split('"')[0]
    async with ann.session.get(path) as response:
        assert response.content_type == "text/javascript"
        assert "immutable" in response.headers["Cache-Control"]
    folder = path.rpartition("/")[0]
    assert await ann.status(f"{folder}/chat.html") == 404
    assert await ann.status(f"{folder}/..%2fsite.py") == 404
    async with ann.session.get("/web/old/chat.js") as response:
        assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/nothing", "/file", "/a/b?c=d"])
async def test_unknown_paths_lead_back_to_the_chat(ann: Browser, path: str) -> None:
    async with ann.session.get(path) as response:
        assert response.status == 404
        assert response.content_type == "text/html"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        page = await response.text()
    assert "这里没有这个页面。" in page
    assert 'href="/"' in page


async def test_only_unknown_pages_are_answered_with_a_page(ann: Browser) -> None:
    assert [await ann.status(path) for path in ("/healthz", "/readyz")] == [200, 200]
    for method, path, status in (("POST", "/nothing", 404), ("POST", "/", 405), ("GET", "/leave", 405)):
        async with ann.session.request(method, path) as response:
            assert response.status == status
            assert "这里没有" not in await response.text()


@pytest.mark.parametrize(("language", "lang"), [("zh_CN", "zh-CN"), ("en", "en")])
async def test_page_speaks_the_bot_s_language(language: str, lang: str) -> None:
    async with (
        running(Setup(language=language)) as house,
        aiohttp.ClientSession() as session,
        session.get(house.url) as response,
    ):
        assert f'<html lang="{lang}">' in await response.text()


async def test_page_speaks_what_its_person_chose(house: House, ann: Browser) -> None:
    """And a room's page what the room chose."""
    house.keeper.languages[f"web:{ann.person}"] = "en"
    async with ann.session.get("/") as response:
        assert '<html lang="en">' in await response.text()
    async with ann.session.get("/room?name=x") as response:
        assert '<html lang="zh-CN">' in await response.text()
    house.keeper.languages[room_address("x").key] = "en"
    async with ann.session.get("/room?name=x") as response:
        assert '<html lang="en">' in await response.text()


async def test_page_offers_the_examples_that_it_is_given() -> None:
    setup = Setup(rooms=True, examples=(('/ask "x"', "问 & 答"),), room_examples=(("/poll", "投票"),))
    async with running(setup) as house, aiohttp.ClientSession(house.url) as session:
        pages = [await (await session.get(path)).text() for path in ("/", "/room?name=x")]
    for page, offered, what, other in (
        (pages[0], "/ask &quot;x&quot;", "问 &amp; 答", "/poll"),
        (pages[1], "/poll", "投票", "/ask"),
    ):
        assert f'data-line="{offered}"><b>{offered}</b> <span>{what}</span>' in page
        assert other not in page
        assert "四六级" not in page


async def test_settings_are_shown_and_escaped() -> None:
    async with (
        running(Setup(name="<b>", footer="备案 & 号", contact="</script><i>")) as house,
        aiohttp.ClientSession() as session,
        session.get(house.url) as response,
    ):
        page = await response.text()
    assert "备案 &amp; 号" in page
    assert "<b>，" not in page
    assert "<i>" not in page
