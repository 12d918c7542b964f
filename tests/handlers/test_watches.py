"""/watches and /unwatch."""

from dataclasses import replace

import pytest

from bot.aims import WHOLE, Aim
from bot.changes import StopWatching
from bot.keeping import Keeping
from bot.people import Account
from bot.watches import Watch
from handlers.watching.reminders import of_group
from tests.handlers.binding import Bindings
from tests.handlers.chat import Chat
from tests.handlers.conftest import chat_of
from tests.in_memory import Readings, Watches, kept
from tests.sandbox.asker import Asker

SINCE = 1_772_330_000.0
GROUP = "web//group/class/"
ACCOUNTS = (
    Account("id1", "kaoshiyun", "linxiaowen", since=SINCE),
    Account("id2", "kaoshixing", "linxiaowen", since=SINCE),
    Account("id3", "kaoshixing", "10086", since=SINCE),
)
MINE = (
    Watch(11, Aim("kaoshiyun", WHOLE), "id1", paused=False, since=SINCE),
    Watch(12, Aim("kaoshixing", "linxiaowen"), "id2", paused=True, since=SINCE),
    Watch(13, Aim("kaoshixing", "10086"), "id3", paused=False, since=SINCE),
    Watch(14, Aim("kaoshiyun", "d7310f"), "", paused=False, since=SINCE),
    Watch(15, Aim("cet-soon", "/cet 440530151110612 罗增榕"), "", paused=False, since=SINCE),
    Watch(16, Aim("maxuetang", "cpp 1001 4711"), "", paused=False, since=SINCE),
)
THEIRS = (Watch(21, Aim("kaoshiyun", "e00001"), "", paused=False, since=SINCE),)


@pytest.fixture
def keeping() -> Keeping:
    return replace(kept(), watches=Watches({"p1": MINE, GROUP: THEIRS}))


@pytest.fixture
def alice(keeping: Keeping) -> Chat:
    chat = chat_of(keeping=keeping)
    chat.person = replace(chat.person, accounts=ACCOUNTS)
    return chat


@pytest.fixture
def group(alice: Chat) -> Chat:
    alice.person = replace(alice.person, group=True, group_admin=True, address=GROUP)
    return alice


async def ended(chat: Chat, line: str) -> tuple[int, ...]:
    """The watches that a line ends; none where it asks on."""
    await chat.say(line)
    changes = chat.last.changes if chat.last else ()
    return tuple(change.watch for change in changes if isinstance(change, StopWatching) and change.watch)


async def test_watches(alice: Chat) -> None:
    assert await alice.say("/watches") == (
        "你订阅了：\n"
        "1. 考试云 …owen，2026-03-01 起\n"
        "2. 考试星 …owen，2026-03-01 起（暂停中）\n"
        "3. 考试星 …86，2026-03-01 起\n"
        "4. 考试 d7310f，2026-03-01 起\n"
        "5. 四六级 罗增榕，2026-03-01 起\n"
        "6. 判题 4711，2026-03-01 起"
    )
    assert alice.buttons["退订 考试星 …86"] == "/unwatch #13"
    assert len(alice.buttons) == 6
    assert await alice.say("我的订阅") == await alice.say("/watches")


async def test_groups_own_alone(group: Chat) -> None:
    assert await group.say("/watches") == "本群订阅了：\n1. 考试 e00001，2026-03-01 起"
    assert group.buttons == {"退订 考试 e00001": "/unwatch #21"}


@pytest.mark.parametrize(("group", "told"), [(False, "没有订阅。"), (True, "本群没有订阅。")])
async def test_nothing_watched(alice: Chat, group: bool, told: str) -> None:  # noqa: FBT001 - a parameter
    alice.person = replace(alice.person, id="p2", group=group, group_admin=group, address="elsewhere")
    for line in ("/watches", "/unwatch", "退订 10086"):
        assert await alice.say(line) == told
        assert alice.buttons == {"订阅": "/watch"}


@pytest.mark.parametrize(
    ("line", "watch"),
    [
        ("/unwatch #12", 12),
        ("/unwatch id1", 11),
        ("/unwatch 10086", 13),
        ("退订 …86", 13),
        ("/unwatch 考试星 …86", 13),
        ("/unwatch 考试星 linxiaowen", 12),
        ("/unwatch kaoshiyun ...owen", 11),
        ("退订 １００８６", 13),
        ("/unwatch 3", 13),
        ("退订 １", 11),
        ("/unwatch d7310f", 14),
        ("/unwatch 考试 d7310f", 14),
        ("/unwatch https://example.com/v5/exam/d7310f", 14),
        ("/unwatch 罗增榕", 15),
        ("/unwatch 四六级 罗增榕", 15),
        ("/unwatch 4711", 16),
    ],
)
async def test_unwatch(alice: Chat, line: str, watch: int) -> None:
    """As it is shown, whole, by its id, its button or its number in the list."""
    assert await ended(alice, line) == (watch,)


async def test_unwatch_says_what_ended(alice: Chat) -> None:
    assert await alice.say("/unwatch 10086") == "已退订：考试星 …86"


async def test_unwatch_asks_which(alice: Chat) -> None:
    told = await alice.say("/unwatch")
    assert told.startswith("1. 考试云 …owen，2026-03-01 起\n")
    assert told.endswith("要退订哪一个？")
    assert (await alice.say("10087")).startswith("没有这个订阅。\n")
    assert (await alice.say("linxiaowen")).startswith("这样的订阅有几个。\n")
    assert (await alice.say("7")).startswith("没有这个订阅。\n")
    assert (await alice.say("0")).startswith("没有这个订阅。\n")
    assert (await alice.say("9" * 5000)).startswith("没有这个订阅。\n")  # no number that Python would read
    assert await ended(alice, "2") == (12,)


async def test_unwatch_offers_buttons(alice: Chat, group: Chat) -> None:
    form = group.menu.named("unwatch")
    assert form
    choices = form.steps[0].choices
    assert not isinstance(choices, tuple)
    assert [choice.value for choice in await choices({}, group.person)] == ["#21"]
    mine = replace(alice.person, group=False)
    assert [choice.value for choice in await choices({}, mine)] == [f"#{each.id}" for each in MINE]
    assert form.place == "admins"


@pytest.mark.parametrize("line", ["/unwatch e00001", "/unwatch #21", "退订 1", "/unwatch 考试 e00001"])
async def test_unwatch_in_a_group(group: Chat, line: str) -> None:
    """With its reminders."""
    assert await ended(group, line) == (21,)
    assert group.last
    assert group.last.changes[1:] == (StopWatching(aim=of_group("e00001")),)


@pytest.mark.parametrize("line", ["/unwatch #13", "/unwatch 10086", "/unwatch d7310f", "/unwatch id1"])
async def test_group_knows_nothing_of_its_members(group: Chat, line: str) -> None:
    assert await group.say(line) == "没有这个订阅。\n要退订哪一个？"


async def test_two_watches_of_one_account_end_together(alice: Chat, keeping: Keeping) -> None:
    watches = keeping.watches
    assert isinstance(watches, Watches)
    watches.held["p1"] = (MINE[0], replace(MINE[0], id=17, aim=Aim("kaoshiyun-exams", "x")))
    assert await ended(alice, "/unwatch id1") == (11, 17)


async def test_account_that_is_gone_is_still_to_be_ended(alice: Chat) -> None:
    alice.person = replace(alice.person, accounts=())
    assert "1. 考试云，2026-03-01 起" in await alice.say("/watches")
    assert await ended(alice, alice.buttons["退订 考试云"]) == (11,)


async def test_exam_is_called_by_its_title(bindings: Bindings, sandbox: Asker) -> None:
    """Before it has any grades too; and by its id alone where its system does not say how it is called."""
    begins = {"id": "eee001", "name": "口语加试", "begin": "+3 09:00", "end": "+3 10:00"}
    await sandbox.steer("publish", system="kaoshiyun", exam=begins)
    watches = bindings.keeping.watches
    assert isinstance(watches, Watches)
    chat = bindings.chat()
    exams = (replace(THEIRS[0], id=each, aim=Aim("kaoshiyun", f"eee00{each}")) for each in (1, 2))
    watches.held[chat.person.id] = tuple(exams)
    assert (await chat.say("/watches")).splitlines()[1:] == [
        "1. “口语加试” eee001，2026-03-01 起",
        "2. 考试 eee002，2026-03-01 起",
    ]
    assert chat.buttons["退订 “口语加试” eee001"] == "/unwatch #1"
    for line in ("/unwatch 口语加试", "/unwatch eee001", "退订 “口语加试” eee001", "退订 1"):
        assert await ended(chat, line) == (1,)
    assert len(await bindings.asked("kaoshiyun")) == 1
    await sandbox.steer("fault", system="kaoshiyun", kind="status", seconds=60)
    assert "1. “口语加试” eee001，2026-03-01 起" in await chat.say("/watches")
    chat = replace(bindings, keeping=replace(bindings.keeping, readings=Readings())).chat()
    assert "1. 考试 eee001，2026-03-01 起" in await chat.say("/watches")


async def test_titles_are_not_waited_for(bindings: Bindings, sandbox: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.lists._SOON_S", 0.05)
    await sandbox.steer("fault", system="kaoshiyun", kind="latency", delay_s=60, seconds=60)
    watches = bindings.keeping.watches
    assert isinstance(watches, Watches)
    chat = bindings.chat()
    watches.held[chat.person.id] = THEIRS
    assert "1. 考试 e00001，2026-03-01 起" in await chat.say("/watches")


@pytest.mark.parametrize("nothing", ["", " ", "\u200b"])
async def test_what_says_nothing_ends_nothing(group: Chat, nothing: str) -> None:
    """Such as a sticker, while the question is open; though the exam's title is not known."""
    await group.say("/unwatch")
    assert await ended(group, nothing) == ()


async def test_in_english(alice: Chat) -> None:
    alice.person = replace(alice.person, language="en")
    assert (await alice.say("/watches")).startswith("You watch:\n1. Kaoshiyun …owen, since 2026-03-01\n")


async def test_what_to_watch_where_no_account_can_be(bindings: Bindings) -> None:
    """No accounts stand below the question in a group, and it promises none."""
    group = bindings.chat()
    group.person = replace(group.person, group=True, group_admin=True, address=GROUP)
    assert await group.say("/watch") == "要订阅什么？发送考试编号或网址。"
