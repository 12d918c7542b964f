"""Pictures that are drawn of recipes: who may see them, by day and by night, today and next week."""

import aiohttp
import pytest
from aiohttp import web

from bot.messages import Document
from bot.platforms.web import Setup
from bot.platforms.web.parts import room_address
from bot.platforms.web.pictures import picture_response, written
from bot.recipes import Recipe
from tests.bot.web.conftest import Visit
from tests.bot.web.house import Browser, House, OpenTab, out
from tests.recipes import CARD, PNG, SPREAD, as_png


@pytest.fixture
def setup() -> Setup:
    return Setup(rooms=True, draw=as_png)


async def shown(house: House, ann: Browser, recipe: Recipe[str] = CARD) -> None:
    await house.web.send("k1", ann.address, out("总分 515", recipe=recipe, picture=await as_png(recipe)))


async def test_frame_tells_its_words_and_its_size(house: House, ann: Browser, tab: OpenTab) -> None:
    await shown(house, ann)
    frame = await tab.get()
    assert str(frame["picture"]).startswith("/picture/")
    assert (frame["text"], frame["alt"], frame["size"]) == ("总分 515", CARD.alt, [360, 400])
    assert frame["document"] is None


async def test_picture_by_day_and_by_night(house: House, ann: Browser, tab: OpenTab) -> None:
    await shown(house, ann)
    url = str((await tab.get())["picture"])
    for address, night in ((url, False), (f"{url}?dark", True)):
        async with ann.session.get(address) as response:
            assert (response.status, response.content_type) == (200, "image/png")
            assert await response.read() == PNG + bytes([night])
            assert "private" in response.headers["Cache-Control"]


async def test_picture_is_for_its_person_alone(house: House, ann: Browser, tab: OpenTab, visit: Visit) -> None:
    await shown(house, ann)
    url = str((await tab.get())["picture"])
    assert await (await visit()).status(url) == 404
    assert await ann.status("/picture/unknown") == 404
    async with aiohttp.ClientSession(house.url) as session, session.get(url) as response:
        assert response.status == 401


async def test_room_s_picture_is_for_its_members(house: House, ann: Browser, visit: Visit) -> None:
    await ann.open("/room?name=class")
    tab = await ann.tab("/chat?room=class")
    bob = await visit()
    await house.web.send("k1", room_address("class"), out("成绩已发布", recipe=SPREAD, picture=await as_png(SPREAD)))
    assert await bob.status(str((await tab.get())["picture"])) == 200


async def test_history_shows_it_again_and_once(house: House, ann: Browser, tab: OpenTab) -> None:
    for _time in range(2):
        await shown(house, ann)
    first, second = await tab.some(2)
    again = await (await ann.tab()).get()
    assert first == second == again
    assert await ann.status(str(again["picture"])) == 200


async def test_what_is_kept_is_the_recipe(house: House, ann: Browser, tab: OpenTab) -> None:
    await shown(house, ann)
    [(chat, _name, data)] = house.keeper.files.values()
    assert (chat, data) == (ann.address.key, written(CARD))


async def test_file_is_no_picture(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Here", document=Document("a.ics", b"BEGIN:VCALENDAR")))
    document = (await tab.get())["document"]
    assert isinstance(document, dict)
    assert await ann.status(document["url"].replace("/file/", "/picture/")) == 404


async def test_picture_that_can_no_longer_be_drawn() -> None:
    async def nothing(_recipe: Recipe[str], /, *, dark: bool = False) -> None:
        assert not dark

    with pytest.raises(web.HTTPNotFound):
        await picture_response(written(CARD), nothing, dark=False)
