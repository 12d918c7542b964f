"""What was typed hidden, or is taken back, stays hidden."""

from bot.messages import Button
from tests.bot.web.house import Browser, House, OpenTab, out


async def test_question_says_that_the_answer_is_hidden(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Password?", secret=True))
    assert (await tab.get())["secret"] is True


async def test_hidden_answer_is_kept_as_dots(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Password?", secret=True))
    other = await ann.tab()
    await other.get()
    await tab.say("hunter2", "a1")
    assert (await other.get())["text"] == "••••"
    assert house.received[0].text == "hunter2"
    assert "hunter2" not in repr(house.keeper)


async def test_hidden_answer_sent_again_stays_hidden(house: House, ann: Browser, tab: OpenTab) -> None:
    """By then the bot has said something else, and the question is no longer the last line."""
    await house.web.send("k1", ann.address, out("Password?", secret=True))
    await tab.say("hunter2", "a1")
    await tab.until_ack("a1")
    await house.web.send("k2", ann.address, out("Welcome"))
    await tab.say("hunter2", "a1")
    await tab.until_ack("a1")
    assert [line.text for line in house.history(ann.address)] == ["Password?", "••••", "Welcome"]


async def test_notification_after_the_question_changes_nothing(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Password?", secret=True))
    await house.web.send("k2", ann.address, out("A new grade"))
    await tab.say("hunter2", "a1")
    await tab.until_ack("a1")
    assert "hunter2" not in repr(house.keeper)


async def test_only_the_answer_is_hidden(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("Password?", secret=True, options=(Button("/cancel", "取消"),)))
    await tab.send({"press": "/cancel", "id": "a1"})
    await tab.say("hello", "a2")
    await tab.until_ack("a2")
    assert [line.text for line in house.history(ann.address)] == ["Password?", "取消", "hello"]


async def test_line_taken_back_becomes_dots_everywhere(house: House, ann: Browser, tab: OpenTab) -> None:
    await tab.say("/login ann hunter2", "a1")
    await tab.until_ack("a1")
    assert await house.web.delete(ann.address, "a1")
    edit = await tab.get()
    assert (edit["text"], edit["edits"], edit["mine"]) == ("••••", "a1", True)
    assert [line.text for line in house.history(ann.address)] == ["••••"]
    assert await house.web.delete(ann.address, "a1")
    assert await tab.quiet() == []


async def test_line_taken_back_stays_so_when_sent_again_late(house: House, ann: Browser, tab: OpenTab) -> None:
    """By then it is no longer among the lines that are shown again."""
    await tab.say("/login ann hunter2", "a1")
    await tab.until_ack("a1")
    await house.web.delete(ann.address, "a1")
    for number in range(60):
        await house.web.send(f"k{number}", ann.address, out(str(number)))
    other = await ann.tab()
    await tab.say("/login ann hunter2", "a1")
    await tab.until_ack("a1")
    assert [frame["text"] for frame in await other.quiet()] == [str(number) for number in range(10, 60)]
    assert "hunter2" not in repr(house.keeper)


async def test_unknown_and_own_lines_are_not_taken_back(house: House, ann: Browser, tab: OpenTab) -> None:
    await house.web.send("k1", ann.address, out("hi"))
    line = await tab.get()
    assert not await house.web.delete(ann.address, str(line["id"]))
    assert not await house.web.delete(ann.address, "nothing")
