"""/quiet, /remind, /spoiler and /reveal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.aims import Quiet
from bot.changes import SetQuiet, SetRemind, SetSpoiler
from bot.keeping import Keeping
from bot.watches import COVER
from tests.handlers.chat import Chat
from tests.handlers.conftest import chat_of
from tests.in_memory import kept

DAY = timedelta(days=1)
NIGHT = Quiet(23 * 60, 7 * 60)


@pytest.fixture
def keeping() -> Keeping:
    return kept()


@pytest.fixture
def alice(keeping: Keeping) -> Chat:
    return chat_of(keeping=keeping)


def in_group(chat: Chat) -> Chat:
    chat.person = replace(chat.person, group=True, group_admin=True, address="web//group/class/")
    return chat


@pytest.mark.parametrize(
    "line",
    [
        "/quiet 23:00-07:00",
        "免打扰 23:00-7:00",
        "/quiet ２３：００－０７：００",
        "/quiet 23:00 到 07:00",
        "/quiet 23-7",
        "/quiet 23点到7点",
        "/quiet 23:00～07:00",
    ],
)
async def test_quiet(alice: Chat, line: str) -> None:
    assert await alice.say(line) == "好的，每天 23:00-07:00 不发通知，过后再发。"
    assert alice.last
    assert alice.last.changes == (SetQuiet(NIGHT),)


@pytest.mark.parametrize("line", ["/quiet off", "/quiet 关", "免打扰 关闭", "/quiet OFF"])
async def test_quiet_off(alice: Chat, line: str) -> None:
    alice.person = replace(alice.person, quiet=NIGHT)
    assert await alice.say(line) == "好的，随时通知你。攒下的通知现在就发。"
    assert alice.last
    assert alice.last.changes == (SetQuiet(None),)


async def test_quiet_says_what_holds_and_asks(alice: Chat) -> None:
    assert (await alice.say("/quiet")).startswith("现在没有免打扰。\n什么时候不要通知？")
    assert "每天 22:00-07:00" in await alice.say("1")
    assert (await alice.say("免打扰")).startswith("现在 22:00-07:00 免打扰。\n")
    assert "每天 08:30-09:00" in await alice.say("8:30-9:00")
    await alice.say("/quiet")
    assert "随时通知你" in await alice.say("关")
    assert alice.person.quiet is None


async def test_quiet_offers_buttons(alice: Chat) -> None:
    form = alice.menu.named("quiet")
    assert form
    assert [choice.value for choice in form.steps[0].choices] == ["22:00-07:00", "23:00-07:00", "off"]  # type: ignore[union-attr]
    assert form.place == "admins"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("23:00", "看不懂这个时间"),
        ("晚上", "看不懂这个时间"),
        ("25:00-07:00", "看不懂这个时间"),
        ("on", "看不懂这个时间"),
        ("07:00-07:00", "不能是同一个时间"),
        ("07:00 - 07:00", "不能是同一个时间"),
    ],
)
async def test_quiet_explains_what_it_can_not_read(alice: Chat, written: str, told: str) -> None:
    """And asks again."""
    assert told in await alice.say(f"/quiet {written}")
    assert "23:00-07:00 不发通知" in await alice.say("23:00-07:00")


async def test_quiet_of_a_group(alice: Chat) -> None:
    in_group(alice)
    assert (await alice.say("/quiet")).startswith("本群现在没有免打扰。")
    assert await alice.say("/quiet 23:00-07:00") == "好的，每天 23:00-07:00 不在本群发通知，过后再发。"
    assert (await alice.say("/quiet")).startswith("本群现在 23:00-07:00 免打扰。")
    assert await alice.say("/quiet 关") == "好的，本群随时会收到通知。攒下的通知现在就发。"


@pytest.mark.parametrize(("word", "on"), [("on", True), ("开", True), ("ON", True), ("off", False), ("关", False)])
async def test_spoiler(alice: Chat, word: str, on: bool) -> None:  # noqa: FBT001 - a parameter
    assert ("盖住" in await alice.say(f"/spoiler {word}")) is on
    assert alice.last
    assert alice.last.changes == (SetSpoiler(on),)


async def test_spoiler_says_what_holds_and_asks(alice: Chat) -> None:
    assert (await alice.say("隐藏成绩")).startswith("现在成绩直接显示。\n")
    assert (await alice.say("也许")).startswith("没看懂。\n")
    assert "先盖住" in await alice.say("开")
    assert (await alice.say("/spoiler")).startswith("现在成绩会先盖住。\n")
    assert "直接显示" in await alice.say("2")
    assert not alice.person.spoiler


async def test_spoiler_in_a_group_tells_nobody_what_it_was(alice: Chat) -> None:
    """It is for everybody, and everybody's own."""
    in_group(alice)
    first = await alice.say("/spoiler")
    alice.person = replace(alice.person, spoiler=True)
    assert await alice.say("/spoiler") == first
    form = alice.menu.named("spoiler")
    assert form
    assert (form.place, form.personal) == ("any", False)


async def test_reveal(alice: Chat, keeping: Keeping) -> None:
    """As often as it is asked for."""
    word = await keeping.tokens.put(COVER, "考试云 …owen\n612 分", DAY, person=alice.person.id)
    for _time in range(2):
        assert await alice.say(f"/reveal {word}") == "考试云 …owen\n612 分"
    assert alice.last
    assert alice.last.changes == ()


async def test_word_reveals_the_newest(alice: Chat, keeping: Keeping) -> None:
    for text, whose in (("first", alice.person.id), ("second", alice.person.id), ("bob's", "p2")):
        await keeping.tokens.put(COVER, text, DAY, person=whose)
    assert await alice.say("查看") == "second"


async def test_nobody_reveals_what_is_somebody_elses(alice: Chat, keeping: Keeping) -> None:
    word = await keeping.tokens.put(COVER, "612 分", DAY, person="p2")
    assert "612" not in await alice.say(f"/reveal {word}")
    assert await alice.say("查看") == "没有盖住的通知。可以用 /grades 查成绩。"


async def test_reveal_that_ran_out(alice: Chat) -> None:
    assert await alice.say("/reveal WORD9") == "这条通知太久了，成绩已经不在这里。可以用 /grades 查。"


async def test_reveal_is_hidden_and_never_in_a_group(alice: Chat) -> None:
    form = alice.menu.named("reveal")
    assert form
    assert (form.hidden, form.place) == (True, "private")
    assert "/reveal" not in await alice.say("/help") + await alice.say("/help more")


async def test_remind_says_what_holds_and_asks(alice: Chat) -> None:
    assert (await alice.say("/remind")).startswith("考试前会提醒：提前 1d 1h。\n要在考试前多久提醒？")
    assert await alice.say("2小时") == "考试前会提醒：提前 2h。"
    assert alice.last
    assert alice.last.changes == (SetRemind("2h"),)


async def test_reminder_that_can_not_be_read_is_asked_anew(alice: Chat) -> None:
    for line in ("/remind abc", "xyz"):
        told = await alice.say(line)
        assert told.startswith("没看懂。")
        assert told.splitlines()[-1].startswith("要在考试前多久提醒？")
    assert await alice.say("关") == "考试提醒已关闭。/remind on 打开。"
