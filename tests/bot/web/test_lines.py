"""What is written and answered: acknowledgements, history, several tabs."""

import asyncio
from dataclasses import replace

import pytest
from aiohttp import web

from bot.abilities import Outcome
from bot.messages import Address, Button, Incoming
from bot.platforms.web.parts import Setup, Visitor
from bot.platforms.web.tabs import MOST_WAITING, Tab
from tests.bot.web.conftest import Visit
from tests.bot.web.house import Browser, Frame, House, OpenTab, out, running

KEYS = {"id", "text", "options", "picture", "document", "edits"}


def said(frames: list[Frame]) -> list[object]:
    return [frame["text"] for frame in frames]


async def test_message_is_received_then_acknowledged(house: House, ann: Browser, tab: OpenTab) -> None:
    await tab.say("/help", "a1")
    assert await tab.get() == {"ack": "a1"}
    assert house.received == [
        Incoming(
            update=f":{ann.person}:a1",
            address=ann.address,
            sender=ann.person,
            at=house.now,
            text="/help",
            message="a1",
            network="127.0.0.1",
        )
    ]


async def test_same_id_again_changes_nothing(house: House, ann: Browser, tab: OpenTab) -> None:
    await tab.say("hello", "a1")
    await tab.say("hello", "a1")
    assert await tab.some(2) == [{"ack": "a1"}, {"ack": "a1"}]
    assert len(house.received) == len(house.history(ann.address)) == 1


async def test_without_id_there_is_no_acknowledgement(house: House, tab: OpenTab) -> None:
    await tab.say("one")
    await tab.say("two")
    assert await tab.quiet() == []
    assert [message.text for message in house.received[:2]] == ["one", "two"]
    assert house.received[0].update != house.received[1].update


async def test_answer_has_all_six_keys(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Level?", options=(Button("o1", "四级"), Button("o2", "六级"))))
    frame = await tab.get()
    assert set(frame) == KEYS
    assert frame["options"] == [{"id": "o1", "label": "四级"}, {"id": "o2", "label": "六级"}]
    assert (frame["picture"], frame["document"], frame["edits"]) == (None, None, None)


async def test_sending_the_same_key_again_adds_nothing(house: House, ann: Browser, tab: OpenTab) -> None:
    for _ in range(2):
        assert (await house.web.send("k1", ann.address, out("hi"))).outcome is Outcome.SENT
    first, second = await tab.some(2)
    assert first == second
    assert len(house.history(ann.address)) == 1


async def test_history_comes_again_once_each(house: House, ann: Browser, tab: OpenTab) -> None:
    await tab.say("question", "a1")
    await tab.until_ack("a1")
    await house.web.send("k1", ann.address, out("answer"))
    live = await tab.get()
    again = await (await ann.tab()).some(2)
    assert again[0] == {
        "id": "a1", "text": "question", "options": [], "picture": None, "document": None, "edits": None, "mine": True,
    }  # fmt: skip
    assert again[1] == live


async def test_only_the_last_fifty_come_again(house: House, ann: Browser) -> None:
    for number in range(60):
        await house.web.send(f"k{number}", ann.address, out(str(number)))
    tab = await ann.tab()
    assert said(await tab.quiet()) == [str(number) for number in range(10, 60)]


async def test_mark_after_the_history_only_for_who_asks(house: House, ann: Browser) -> None:
    await house.web.send("k1", ann.address, out("hi"))
    marked = await ann.tab("/chat?marks=1")
    assert (await marked.some(2))[1] == {"replayed": True}
    assert said(await (await ann.tab()).quiet()) == ["hi"]


async def test_edit_has_its_own_id_and_history_its_last_form(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("asking"))
    first = await tab.get()
    await house.web.send("k2", ann.address, out("asked", edits=first["id"]))
    edit = await tab.get()
    assert edit["edits"] == first["id"] != edit["id"]
    again = await (await ann.tab()).quiet()
    assert [(frame["id"], frame["text"], frame["edits"]) for frame in again] == [(first["id"], "asked", None)]


async def test_announcement_is_volatile_until_it_is_replaced(house: House, ann: Browser, tab: OpenTab) -> None:
    announced = await house.web.announce("m1", ann.address, "still asking")
    assert (await tab.get())["id"] == announced
    assert house.history(ann.address) == []
    await house.web.send("k1", ann.address, out("here", edits=announced))
    assert (await tab.get())["edits"] == announced
    assert [line.id for line in house.history(ann.address)] == [announced]


async def test_announcement_of_the_same_message_has_the_same_id(house: House, ann: Browser) -> None:
    first, again, other = [await house.web.announce(key, ann.address, "asking") for key in ("m1", "m1", "m2")]
    assert first == again != other
    async with running(Setup()) as restarted:
        assert await restarted.web.announce("m1", ann.address, "asking") == first


async def test_two_tabs_see_the_same_chat(house: House, ann: Browser, tab: OpenTab) -> None:
    other = await ann.tab()
    await tab.say("from one", "a1")
    assert await tab.get() == {"ack": "a1"}
    line = await other.get()
    assert (line["id"], line["text"], line["mine"]) == ("a1", "from one", True)
    await house.web.send("k1", ann.address, out("to both"))
    assert await tab.get() == await other.get()
    await house.web.typing(ann.address)
    assert await tab.get() == await other.get() == {"typing": True}


async def test_press_shows_as_its_label(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Level?", options=(Button("o1", "四级"),)))
    other = await ann.tab()
    await other.get()
    await tab.send({"press": "o1", "id": "a1"})
    line = await other.get()
    assert (line["text"], line["press"]) == ("四级", "o1")
    assert (house.received[0].press, house.received[0].text) == ("o1", "")


@pytest.mark.parametrize(("option", "text"), [("o1", "四级"), ("/cet 4405 张三", "（按钮）")])
async def test_press_of_an_old_button_never_shows_its_id(
    house: House, ann: Browser, tab: OpenTab, option: str, text: str
) -> None:
    await house.web.send("k", ann.address, out("Level?", options=(Button("o1", "四级"),)))
    for number in range(60):
        await house.web.send(f"k{number}", ann.address, out(str(number)))
    await tab.send({"press": option, "id": "a1"})
    await tab.until_ack("a1")
    assert house.history(ann.address)[-1].text == text
    assert house.received[0].press == option


async def test_upload_is_received_whole_and_shows_its_name(house: House, ann: Browser, tab: OpenTab) -> None:
    other = await ann.tab()
    await tab.upload("C:\\fake\\名单.csv", b"\x00\xff" * 2_000_000, "a1")
    assert (await other.get())["text"] == "📎 名单.csv"
    assert await tab.get() == {"ack": "a1"}
    upload = house.received[0].upload
    assert upload is not None
    assert (upload.name, len(upload.data)) == ("名单.csv", 4_000_000)


@pytest.mark.parametrize("length", [5_000, 20_000])
async def test_long_texts_are_taken(house: House, tab: OpenTab, length: int) -> None:
    await tab.say("字" * length, "a1")
    await tab.until_ack("a1")
    assert house.received[0].text == "字" * length


async def test_texts_are_cut_at_twenty_thousand(house: House, tab: OpenTab) -> None:
    await tab.say("x" * 30_000, "a1")
    await tab.until_ack("a1")
    assert len(house.received[0].text) == 20_000


async def test_what_was_not_stored_is_not_acknowledged(house: House, ann: Browser, tab: OpenTab) -> None:
    """The socket is closed; the page comes back and sends it again, and it stands there once."""
    house.broken = True
    await tab.say("hello", "a1")
    assert await tab.closed() == 1013
    house.broken = False
    again = await ann.tab()
    assert said([await again.get()]) == ["hello"]
    await again.say("hello", "a1")
    assert await again.get() == {"ack": "a1"}
    assert len(house.received) == len(house.history(ann.address)) == 1


async def test_line_sent_while_history_is_read_comes_once(house: House, ann: Browser, tab: OpenTab) -> None:
    """Whether it was kept before or after the reading, it is neither lost nor doubled."""
    sends: list[asyncio.Task[object]] = []

    async def meanwhile() -> None:
        house.keeper.reading = None
        sends.append(asyncio.create_task(house.web.send("k2", ann.address, out("during"))))
        await asyncio.sleep(0)

    await house.web.send("k1", ann.address, out("before"))
    house.keeper.reading = meanwhile
    late = await ann.tab()
    assert said(await late.some(2)) == ["before", "during"]
    await asyncio.gather(*sends)
    assert await late.quiet() == []


async def test_chats_of_two_people_are_apart(house: House, tab: OpenTab, visit: Visit) -> None:
    bob = await visit()
    await tab.say("mine", "a1")
    await tab.until_ack("a1")
    assert await (await bob.tab()).quiet() == []


async def test_lines_go_to_the_private_chat(house: House, ann: Browser, tab: OpenTab) -> None:
    await tab.say("hi", "a1")
    await tab.until_ack("a1")
    room = replace(house.received[0], address=Address("web", "", "group", "r"))
    assert await house.web.private(room) == ann.address


async def test_tab_that_never_reads_is_sent_away() -> None:
    """What waits for it is bounded; it comes back to the history."""
    tab = Tab(web.WebSocketResponse(), Visitor("p"))
    for _ in range(2 * MOST_WAITING):
        tab.push({"typing": True})
    assert tab.closing
    assert tab._waiting.qsize() == MOST_WAITING + 1
