"""Codes of administrators, and what they decide where a system knows nothing."""

from dataclasses import replace
from typing import Any, Final

import pytest

from bot.changes import Bind, Spend, Suspend, WatchFor
from bot.keeping import Holder
from bot.people import Account
from bot.words import render
from tests.handlers.binding import ADMINS, Bindings
from tests.handlers.chat import Chat
from tests.sandbox.asker import Asker

NAME: Final[dict[str, Any]] = {"kaoshiyun": {"proof": "name"}}
ASK: Final = "/bind kaoshiyun c089d6 张三"  # of whom no list of the last 400 days tells a name


def told(chat: Chat) -> dict[str, list[str]]:
    """What others are told by the last message, and what their buttons say."""
    tells = chat.last.tells if chat.last else ()
    return {
        tell.handle: [render(tell.reply.text, "zh_CN"), *(option.line for option in tell.reply.options)]
        for tell in tells
    }


async def invited(bindings: Bindings, line: str) -> str:
    """The line that the administrator is to hand on."""
    answer = await bindings.admin().say(line)
    [shown] = [each for each in answer.splitlines() if each.startswith("/bind")]
    return shown


@pytest.mark.parametrize("system", ["kaoshiyun", "kaoshixing", "考试云", "考试星"])
async def test_code_binds(bindings: Bindings, system: str) -> None:
    """Nothing is asked of the system then, and no name is kept."""
    line = await invited(bindings, f"/invite {system} linxiaowen")
    await bindings.sandbox.steer("reset")
    chat = bindings.chat()
    assert "已绑定" in await chat.say(line)
    [account] = chat.person.accounts
    assert (account.number, account.name) == ("linxiaowen", "")
    assert (await bindings.sandbox.steer("requests"))["requests"] == []


async def test_code_whatever_the_proof_is(bindings: Bindings) -> None:
    line = await invited(bindings, "/invite kaoshiyun linxiaowen")
    assert "已绑定" in await bindings.chat(**NAME).say(line)


async def test_code_is_typed_as_people_type(bindings: Bindings) -> None:
    line = await invited(bindings, "/invite kaoshiyun linxiaowen")
    start, code = line.rsplit(" ", 1)
    assert "已绑定" in await bindings.chat().say(f"{start} {code[:2].lower()} {code[2:4]}-{code[4:]}")


async def test_code_says_how_it_is_used(bindings: Bindings) -> None:
    answer = await bindings.admin().say("/invite kaoshiyun linxiaowen")
    assert answer.startswith("考试云账号 linxiaowen 的邀请码：WORD0\n7 天内有效，只能用一次。")
    assert "⚠" not in answer


async def test_code_for_another_account(bindings: Bindings) -> None:
    """Is wrong, and not spent by it."""
    line = await invited(bindings, "/invite kaoshiyun linxiaowen")
    code = line.rsplit(" ", 1)[1]
    for other in ("kaoshiyun chenhao", "kaoshixing linxiaowen"):
        assert "证明不对" in await bindings.chat("bob").say(f"/bind {other} {code}")
    assert "已绑定" in await bindings.chat().say(line)


async def test_code_once(bindings: Bindings) -> None:
    line = await invited(bindings, "/invite kaoshiyun linxiaowen")
    alice, bob = bindings.chat(), bindings.chat("bob")
    assert "已绑定" in await alice.say(line)
    assert alice.last
    assert any(isinstance(change, Spend) for change in alice.last.changes)
    assert "证明不对" in await bob.say(line)


async def test_invite_of_an_unknown_account(bindings: Bindings) -> None:
    """It may be made later, so the administrator is warned and gets a code."""
    answer = await bindings.admin().say("/invite kaoshixing nobody")
    assert "⚠ 考试星里现在没有这个账号" in answer
    assert "/bind kaoshixing nobody" in answer


async def test_invite_while_the_system_is_away(bindings: Bindings, sandbox: Asker) -> None:
    await sandbox.steer("fault", system="kaoshiyun", seconds=60, kind="reset")
    answer = await bindings.admin().say("/invite kaoshiyun linxiaowen")
    assert "⚠ 没能核对" in answer
    assert "/bind kaoshiyun linxiaowen" in answer


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/invite cet 440530242110305", "不用邀请码"),
        ("/invite wejh 10086", "/login"),
        ("/invite moon 1", "没有这个系统"),
        ("/invite", "哪个系统"),
        ("/invite kaoshiyun", "哪个账号"),
        ("/holders", "哪个系统"),
        ("/holders kaoshiyun linxiaowen", "没有人绑定"),
    ],
)
async def test_invite_and_holders_explain(bindings: Bindings, line: str, why: str) -> None:
    assert why in await bindings.admin().say(line)


@pytest.mark.parametrize(("command", "systems"), [("invite", 2), ("holders", 4)])
async def test_systems_are_offered(bindings: Bindings, command: str, systems: int) -> None:
    """As buttons, or as numbers where there are none."""
    chat = bindings.admin()
    form = chat.menu.named(command)
    assert form
    step = form.step("system")
    assert step
    assert isinstance(step.choices, tuple)
    assert len(step.choices) == systems
    for choice in step.choices:
        assert step.read(choice.value) == choice.value
    await chat.say(f"/{command}")
    assert "哪个账号" in await chat.say("1")


async def test_invite_where_a_system_is_off(bindings: Bindings) -> None:
    bindings.clients = replace(bindings.clients, kaoshixing=None)
    assert "考试星在这里没有开通" in await bindings.admin().say("/invite kaoshixing zhangsan")


@pytest.mark.parametrize("line", ["/invite kaoshiyun a", "/holders kaoshiyun a", "/approve WORD0", "/decline WORD0"])
async def test_hidden_from_everybody_else(bindings: Bindings, line: str) -> None:
    """The engine knows no such command for them, and help neither."""
    chat = bindings.chat()
    assert await chat.say(line) == ""
    assert await chat.say(f"/help {line.split(maxsplit=1)[0]}") == await chat.say("/help fly")


async def test_holders(bindings: Bindings) -> None:
    bindings.accounts.held["kaoshiyun/linxiaowen"] = (
        Holder("p1", ("web:1", "telegram:1"), None, 1_772_330_000.0, suspended=False),
        Holder("p2", ("web:2",), "en", 1_772_330_060.0, suspended=True),
    )
    assert await bindings.admin().say("/holders 考试云 linxiaowen") == (
        "绑定了 考试云 linxiaowen 的人：\n"
        "· web:1、telegram:1，2026-03-01 09:53 起\n"
        "· web:2，2026-03-01 09:54 起（已停用）"
    )


async def test_administrators_are_asked(bindings: Bindings) -> None:
    """It counts as a try until they have said yes, so that nobody keeps asking."""
    chat = bindings.chat(**NAME)
    answer = await chat.say(ASK)
    assert "已经请管理员核对" in answer
    assert set(told(chat)) == set(ADMINS)
    text, *lines = told(chat)[ADMINS[0]]
    assert all(part in text for part in ("web:alice", "考试云 c089d6", "张三"))
    assert lines == ["/approve WORD0", "/decline WORD0"]
    assert len(bindings.proofs.wrong) == 1


async def test_without_administrators(bindings: Bindings) -> None:
    """The person is told at once, and it was no try."""
    chat = bindings.chat(admins=[], **NAME)
    assert "没有管理员" in await chat.say(ASK)
    assert not told(chat)
    assert bindings.proofs.wrong == {}


async def test_approved(bindings: Bindings) -> None:
    """The account is bound for who asked, who is told; whoever comes second is told that it was decided."""
    chat, first, second = bindings.chat(**NAME), bindings.admin(), bindings.admin()
    second.person = replace(second.person, id="second")
    await chat.say(ASK)
    assert await first.say("/approve WORD0") == "已同意：考试云 c089d6"
    assert first.last
    account = Account("kaoshiyun/c089d6", "kaoshiyun", "c089d6")
    assert first.last.changes[0] == Bind(account, "alice", "web:alice")
    assert "已绑定：考试云 …9d6" in told(first)["web:alice"][0]
    assert bindings.proofs.wrong == {}
    for line in ("/approve WORD0", "/decline WORD0"):
        assert "已经处理过" in await second.say(line)
        assert not told(second)


async def test_approved_is_reminded_of_exams(bindings: Bindings) -> None:
    """At the chat where it was asked, as after any other bind."""
    chat, admin = bindings.chat(**NAME), bindings.admin()
    chat.person = replace(chat.person, address="web//private/alice/")
    await chat.say(ASK)
    await admin.say("/approve WORD0")
    assert admin.last
    [reminders] = [each for each in admin.last.changes if isinstance(each, WatchFor)]
    assert (reminders.person, reminders.address) == ("alice", "web//private/alice/")
    assert reminders.account == "kaoshiyun/c089d6"


async def test_declined(bindings: Bindings) -> None:
    chat, admin = bindings.chat(**NAME), bindings.admin()
    await chat.say(ASK)
    assert await admin.say("/decline WORD0") == "已拒绝：考试云 c089d6"
    assert "没有同意" in told(admin)["web:alice"][0]
    assert "已经处理过" in await admin.say("/approve WORD0")
    assert len(bindings.proofs.wrong) == 1


async def test_no_digits_on_record(bindings: Bindings) -> None:
    """Likewise where 考试星 has neither a phone nor an identity card."""
    chat = bindings.chat(kaoshixing={"proof": "digits"})
    assert "已经请管理员核对" in await chat.say("/bind kaoshixing 8110290 1234")


def held_by(*people: str, suspended: tuple[str, ...] = ()) -> tuple[Holder, ...]:
    return tuple(Holder(each, (f"web:{each}",), None, 1.0, suspended=each in suspended) for each in people)


async def test_holders_are_told(bindings: Bindings) -> None:
    """All but the suspended ones; each with a button of his own."""
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1", "p2", "p3", suspended=("p3",))
    chat = bindings.chat(**NAME)
    await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    notices = told(chat)
    assert set(notices) == {"web:p1", "web:p2"}
    assert all("有人也绑定了你的账号：考试云 …owen" in text for text, _line in notices.values())
    assert len({line for _text, line in notices.values()}) == 2


async def test_bound_again_tells_nobody(bindings: Bindings) -> None:
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1", "alice")
    chat = bindings.chat(**NAME)
    await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert not told(chat)


async def test_approval_tells_holders_too(bindings: Bindings) -> None:
    bindings.accounts.held["kaoshiyun/c089d6"] = held_by("p1")
    admin = bindings.admin()
    await bindings.chat(**NAME).say(ASK)
    await admin.say("/approve WORD0")
    assert set(told(admin)) == {"web:alice", "web:p1"}


def holder(bindings: Bindings, name: str, *, suspended: bool = False) -> Chat:
    chat = bindings.chat(name)
    account = Account("kaoshiyun/linxiaowen", "kaoshiyun", "linxiaowen", suspended=suspended)
    chat.person = replace(chat.person, accounts=(account,))
    return chat


async def test_not_me(bindings: Bindings) -> None:
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1")
    alice, p1 = bindings.chat(**NAME), holder(bindings, "p1")
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1", "alice")
    assert "已停用对方" in await p1.say(told(alice)["web:p1"][1])
    assert p1.last
    assert p1.last.changes[0] == Suspend("kaoshiyun/linxiaowen", "alice")
    assert "已停用" in told(p1)["web:alice"][0]


async def test_not_me_of_somebody_who_may_not(bindings: Bindings) -> None:
    """Suspended meanwhile, or gone; or a word that was never given."""
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1")
    alice = bindings.chat(**NAME)
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    line = told(alice)["web:p1"][1]
    for chat in (holder(bindings, "p1", suspended=True), bindings.chat("p1"), holder(bindings, "p2")):
        answer = await chat.say(line)
        assert "过期" in answer
        assert chat.last
        assert not chat.last.changes
    assert "过期" in await holder(bindings, "p1").say("/notme NONSENSE")


async def test_not_me_of_somebody_who_left(bindings: Bindings) -> None:
    bindings.accounts.held["kaoshiyun/linxiaowen"] = held_by("p1")
    alice, p1 = bindings.chat(**NAME), holder(bindings, "p1")
    await alice.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert "已经解绑" in await p1.say(told(alice)["web:p1"][1])
