"""/accounts and /unbind."""

from dataclasses import replace

import pytest

from bot.people import Account
from handlers.labels import meant, shortened
from tests.handlers.binding import Bindings
from tests.handlers.chat import Chat

ACCOUNTS = (
    Account("id0", "cet", "440530242110305", "林晓雯", 1_772_330_000.0),
    Account("id1", "kaoshiyun", "linxiaowen", "林晓雯", 1_772_330_000.0),
    Account("id2", "kaoshixing", "linxiaowen", "", 1_772_330_000.0, suspended=True),
    Account("id3", "wejh", "10086", "", 1_772_330_000.0),
)


@pytest.fixture
def alice(bindings: Bindings) -> Chat:
    chat = bindings.chat()
    chat.person = replace(chat.person, accounts=ACCOUNTS)
    return chat


def ids(chat: Chat) -> list[str]:
    return [each.id for each in chat.person.accounts]


async def test_accounts(alice: Chat) -> None:
    assert await alice.say("/accounts") == (
        "你绑定的账号：\n"
        "· 四六级 …0305，2026-03-01 起\n"
        "· 考试云 …owen，2026-03-01 起\n"
        "· 考试星 …owen（已停用），2026-03-01 起\n"
        "· 校园账号 …86，2026-03-01 起"
    )
    assert alice.buttons == {"绑定账号": "/bind", "解绑": "/unbind"}


async def test_none(bindings: Bindings) -> None:
    chat = bindings.chat()
    for line in ("/accounts", "账号", "/unbind", "解绑 10086"):
        assert await chat.say(line) == "你还没有绑定账号。"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("/unbind 10086", "10086"),
        ("/unbind …86", "10086"),
        ("/unbind 校园账号 …86", "10086"),
        ("解绑 四六级 …0305", "440530242110305"),
        ("解绑 CET ...0305", "440530242110305"),
        ("/unbind ４４０５３０２４２１１０３０５", "440530242110305"),
        ("/unbind 考试云 linxiaowen", "linxiaowen"),
        ("/unbind kaoshiyun …owen", "linxiaowen"),
    ],
)
async def test_unbind_as_shown_or_whole(alice: Chat, line: str, number: str) -> None:
    """Confirmed first; then it alone is gone."""
    told = await alice.say(line)
    assert "解绑" in told
    assert ids(alice) == ["id0", "id1", "id2", "id3"]
    [gone] = {each.id for each in ACCOUNTS if each.number == number and each.id != "id2"}
    assert "已解绑" in await alice.say("确认")
    assert ids(alice) == [each.id for each in ACCOUNTS if each.id != gone]


async def test_unbind_asks_which(alice: Chat) -> None:
    assert "哪个账号" in await alice.say("/unbind")
    assert "没有绑定这个" in await alice.say("10087")
    assert "有几个" in await alice.say("linxiaowen")
    assert "解绑 考试云 …owen" in await alice.say("id1")
    assert "请选" in await alice.say("也许")
    assert await alice.say("取消") == "好的，没有解绑。"
    assert ids(alice) == ["id0", "id1", "id2", "id3"]


async def test_suspended_stays(alice: Chat) -> None:
    """Else whoever was shut out would bind it anew."""
    assert "已停用，它会留在这里" in await alice.say("/unbind 考试星 linxiaowen")
    assert ids(alice) == ["id0", "id1", "id2", "id3"]
    form = alice.menu.named("unbind")
    assert form
    choices = form.steps[0].choices
    assert not isinstance(choices, tuple)
    assert [choice.value for choice in await choices({}, alice.person)] == ["id0", "id1", "id3"]


async def test_nothing_but_suspended(alice: Chat) -> None:
    """No question that has no answer."""
    alice.person = replace(alice.person, accounts=ACCOUNTS[2:3])
    await alice.say("/accounts")
    assert alice.buttons == {"绑定账号": "/bind"}
    for line in ("/unbind", "/unbind linxiaowen"):
        assert await alice.say(line) == "考试星 …owen 已停用，它会留在这里，免得被人重新绑定。"
        assert alice.open is None


@pytest.mark.parametrize(
    ("number", "others", "shown"),
    [
        ("440530242110305", (), "…0305"),
        ("440530242110305", ("440530242110306",), "…0305"),
        ("440530242110305", ("440530242120305",), "…10305"),
        ("10086", (), "…86"),
        ("abcd", ("bcd",), "abcd"),
        ("bcd", ("abcd",), "bcd"),
        ("7", (), "7"),
    ],
)
def test_shortened(number: str, others: tuple[str, ...], shown: str) -> None:
    assert shortened(number, others) == shown


def test_whole_number_before_the_end_of_another() -> None:
    accounts = (Account("a", "kaoshiyun", "0086"), Account("b", "kaoshiyun", "10086"))
    assert meant("0086", accounts) == accounts[:1]
    assert meant("…086", accounts) == accounts
    assert meant("…10086", accounts) == accounts[1:]
    assert meant("…", accounts) == ()
