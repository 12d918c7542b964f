"""Group rooms: who sees what, who is meant, who runs them."""

import pytest

from bot.messages import Address, Document
from bot.platforms.web import Setup
from tests.bot.web.conftest import Visit
from tests.bot.web.house import Browser, House, out

ROOM = Address("web", "", "group", "班级")


@pytest.fixture
async def bob(visit: Visit) -> Browser:
    return await visit()


async def test_members_see_each_other_under_steady_names(house: House, ann: Browser, bob: Browser) -> None:
    of_ann, of_bob = await ann.tab("/chat?room=班级"), await bob.tab("/chat?room=班级")
    await of_ann.say("hello", "1")
    line = await of_bob.get()
    assert line["text"] == "hello"
    assert "mine" not in line
    assert str(line["from"]).startswith("同学·")
    assert ann.person not in repr(line)
    await of_bob.say("hi", "1")
    await of_ann.until_ack("1")
    theirs = await of_ann.get()
    assert (theirs["text"], theirs["from"] != line["from"]) == ("hi", True)


async def test_room_comes_again_with_names(house: House, ann: Browser, bob: Browser) -> None:
    """Both chose the same id for their lines; each finds the own one under it."""
    of_ann, of_bob = await ann.tab("/chat?room=班级"), await bob.tab("/chat?room=班级")
    await of_ann.say("hello", "1")
    await of_ann.until_ack("1")
    await of_bob.say("hi", "1")
    await of_bob.until_ack("1")
    first, second = await (await bob.tab("/chat?room=班级")).some(2)
    assert (first["text"], "from" in first, "mine" in first) == ("hello", True, False)
    assert (second["text"], second["id"], "from" in second, second["mine"]) == ("hi", "1", False, True)
    assert first["id"] != "1"
    assert len({message.update for message in house.received}) == 2


@pytest.mark.parametrize(
    ("text", "words", "addressed"),
    [
        ("hello", "hello", False),
        ("/help", "/help", True),
        ("／help", "／help", True),
        ("、help", "、help", True),
        ("\u200b/help", "\u200b/help", True),
        ("@Gradebell 帮助", "帮助", True),
        ("＠gradebell成绩", "成绩", True),
        ("四级 @Gradebell", "四级", True),
        ("@Gradebells hi", "@Gradebells hi", False),
        ("a/b", "a/b", False),
    ],
)
async def test_bot_is_meant(house: House, ann: Browser, text: str, words: str, addressed: bool) -> None:  # noqa: FBT001
    tab = await ann.tab("/chat?room=班级")
    await tab.say(text, "1")
    await tab.until_ack("1")
    assert (house.received[0].text, house.received[0].addressed) == (words, addressed)
    assert house.history(ROOM)[0].text == text


async def test_presses_are_meant_for_the_bot(house: House, ann: Browser) -> None:
    tab = await ann.tab("/chat?room=班级")
    await tab.send({"press": "x", "id": "1"})
    await tab.until_ack("1")
    assert house.received[0].addressed


async def test_who_opened_the_room_first_runs_it(house: House, ann: Browser, bob: Browser) -> None:
    await ann.open("/room?name=班级")
    for browser in (bob, ann):
        tab = await browser.tab("/chat?room=班级")
        await tab.say("x", "1")
        await tab.until_ack("1")
    assert [message.group_admin for message in house.received] == [False, True]
    private = await ann.tab()
    await private.say("x", "1")
    await private.until_ack("1")
    assert house.received[2].group_admin is None


async def test_line_taken_back_is_gone_for_everybody(house: House, ann: Browser, bob: Browser) -> None:
    of_ann, of_bob = await ann.tab("/chat?room=班级"), await bob.tab("/chat?room=班级")
    await of_ann.say("/cet 123 张三", "1")
    await of_ann.until_ack("1")
    seen = await of_bob.get()
    assert await house.web.delete(ROOM, house.received[0].message)
    for_ann, for_bob = await of_ann.get(), await of_bob.get()
    assert (for_ann["edits"], for_bob["edits"]) == ("1", seen["id"])
    assert "张三" not in repr((for_ann, for_bob, house.keeper))


async def test_files_of_a_room_are_for_its_visitors(house: House, ann: Browser, bob: Browser) -> None:
    tab = await ann.tab("/chat?room=班级")
    await house.web.send("k", ROOM, out("", document=Document("a.csv", b"x")))
    document = (await tab.get())["document"]
    assert isinstance(document, dict)
    assert await bob.status(document["url"]) == 200


@pytest.mark.parametrize(("name", "status"), [("", 400), (" ", 400), ("x" * 41, 400), ("%00", 400), ("%20ok%20", 200)])
async def test_names_of_rooms(ann: Browser, name: str, status: int) -> None:
    assert await ann.status(f"/room?name={name}") == status
    assert await ann.status(f"/chat?room={name}") == (426 if status == 200 else status)


class TestWithoutRooms:
    @pytest.fixture
    def setup(self) -> Setup:
        return Setup(rooms=False)

    async def test_there_are_none(self, ann: Browser) -> None:
        assert await ann.status("/room?name=x") == 404
        assert await ann.status("/chat?room=x") == 404
