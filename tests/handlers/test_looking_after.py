"""What administrators are told of the bot, and what they do with it."""

from bot.changes import Ban, DropDead, RetryDead, Unban
from bot.keeping import Linked
from bot.staff import Acted, SetAside
from tests.handlers.binding import Bindings
from tests.handlers.chat import Chat
from tests.in_memory import Addresses, Audits, Dead


def changes(chat: Chat) -> tuple[object, ...]:
    return chat.last.changes if chat.last else ()


async def test_how_the_systems_do(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/examlist")
    await bindings.sandbox.steer("fault", system="kaoshixing", kind="garbage", seconds=60)
    for _failure in range(5):
        await chat.say("/examlist")
    text = await chat.say("/providers")
    assert "四六级 · 还没有查询过" in text
    assert "考试云 · ✓ 正常" in text
    assert "考试星 · ⛔ 暂停中" in text
    assert "看不懂 5" in text
    assert "没有开通：码学堂、校园账号" in text


async def test_how_the_bot_does(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert isinstance(bindings.keeping.dead, Dead)
    assert isinstance(bindings.keeping.audits, Audits)
    at = chat.person.now.timestamp() - 60
    bindings.keeping.dead.rows = (SetAside(7, "outbox", "telegram", "blocked", "", at),)
    bindings.keeping.audits.done = (Acted("", "grant", "begun", at),)
    text = await chat.say("/stats")
    assert "地址：Telegram 8、QQ 3、网页 2" in text
    assert "要查看 20，到时间的 2，最久 65 秒" in text
    assert "#7 · 没发出 · Telegram · blocked" in text
    assert "/grant · 中断，不确定是否做成" in text
    await chat.say(chat.buttons["重试 #7"])
    assert changes(chat) == (RetryDead(7),)


async def test_all_is_dropped_once_confirmed(bindings: Bindings) -> None:
    chat = bindings.admin()
    assert "不能恢复" in await chat.say("/dead drop 0")
    await chat.say("确认")
    assert changes(chat) == (DropDead(0),)


async def test_ban_is_confirmed_and_lifted(bindings: Bindings) -> None:
    chat = bindings.admin()
    await chat.say("/ban Telegram：1234")
    await chat.say("确认")
    assert changes(chat) == (Ban("telegram:1234"),)
    await chat.say(chat.buttons["解除封禁"])
    assert changes(chat) == (Unban("telegram:1234"),)


async def test_administrators_can_not_be_banned(bindings: Bindings) -> None:
    assert "不能封禁管理员" in await bindings.admin().say("/ban web:1000")


async def test_administrators_can_not_be_banned_by_another_of_their_addresses(bindings: Bindings) -> None:
    assert isinstance(bindings.keeping.addresses, Addresses)
    linked = Linked("onebot:12345", ""), Linked("telegram:1000", "")
    bindings.keeping.addresses.linked["onebot:12345"] = linked  # the person of an address that nothing is known of
    assert "不能封禁管理员" in await bindings.admin().say("/ban onebot:12345")


async def test_whom_nobody_can_be_is_asked_again(bindings: Bindings) -> None:
    assert "写成平台和编号" in await bindings.admin().say("/ban somebody")
