"""Binding accounts: what is asked, what is kept, and what proves an account."""

import asyncio
from dataclasses import replace
from typing import Any, Final

import pytest

from bot.changes import Bind
from bot.people import Account
from handlers.proving import CODE_LIFE
from tests.handlers.binding import Bindings
from tests.handlers.chat import Chat
from tests.sandbox.asker import Asker

NAME: Final[dict[str, Any]] = {"kaoshiyun": {"proof": "name"}}
DIGITS: Final[dict[str, Any]] = {"kaoshixing": {"proof": "digits"}}


def held(chat: Chat) -> list[tuple[str, str, str]]:
    return [(each.system, each.number, each.name) for each in chat.person.accounts]


async def test_question_by_question(bindings: Bindings) -> None:
    chat = bindings.chat(**NAME)
    assert "哪个系统" in await chat.say("/bind")
    assert "账号" in await chat.say("考试云")
    assert "姓名" in await chat.say("linxiaowen")
    assert (await chat.say("林晓雯")).startswith("已绑定：考试云 …owen\n我加密保存了账号和姓名。")
    assert held(chat) == [("kaoshiyun", "linxiaowen", "林晓雯")]


@pytest.mark.parametrize(
    "line",
    [
        "/bind kaoshiyun linxiaowen 林晓雯",
        "/bind KaoShiYun  linxiaowen  林 晓 雯",
        "绑定 考试云 linxiaowen 林·晓雯",
        "／bind 考试云 linxiaowen 林晓雯",
    ],
)
async def test_all_in_one_line(bindings: Bindings, line: str) -> None:
    """The account is kept as the system writes it, the name too."""
    chat = bindings.chat(**NAME)
    assert "已绑定" in await chat.say(line)
    assert held(chat) == [("kaoshiyun", "linxiaowen", "林晓雯")]


@pytest.mark.parametrize("digits", ["0305", "０３０５", "03 05"])
async def test_digits_of_phone_or_card(bindings: Bindings, digits: str) -> None:
    chat = bindings.chat(**DIGITS)
    assert "没有保存证明" in await chat.say(f"/bind 考试星 linxiaowen {digits}")
    assert held(chat) == [("kaoshixing", "linxiaowen", "")]


@pytest.mark.parametrize("digits", ["8809", "880X", "880x"])
async def test_digits_of_either(bindings: Bindings, digits: str) -> None:
    chat = bindings.chat(**DIGITS)
    assert "已绑定" in await chat.say(f"/bind kaoshixing chenhao {digits}")


async def test_two_under_one_account(bindings: Bindings) -> None:
    """The documents' own example: each proves the account with the own name, and that one is kept."""
    kaoshiyun: dict[str, Any] = {"kaoshiyun": {"proof": "name", "exams_days": 3660}}
    for name in ("陈翰林", "李一鸣"):
        chat = bindings.chat(name, **kaoshiyun)
        assert "已绑定" in await chat.say(f"/bind kaoshiyun c089d6 {name}")
        assert held(chat) == [("kaoshiyun", "c089d6", name)]


async def test_lists_are_read_no_further_than_needed(bindings: Bindings) -> None:
    """One page of one exam was enough; and asked again within ten minutes, nothing is read."""
    chat = bindings.chat(**NAME)
    await chat.say("/bind kaoshiyun linxiaowen 张三")
    asked = [request["path"] for request in await bindings.asked("kaoshiyun")]
    assert len(asked) == 3
    assert sum("gradeaction" in path for path in asked) == 1
    await chat.say("林晓雯")
    assert held(chat) == [("kaoshiyun", "linxiaowen", "林晓雯")]
    assert len(await bindings.asked("kaoshiyun")) == 3


async def test_wrong_proof_is_asked_again(bindings: Bindings) -> None:
    chat = bindings.chat(**NAME)
    told = await chat.say("/bind kaoshiyun linxiaowen 张三")
    assert told.startswith("证明不对。今天对它还可以试 4 次。\n")
    assert "还可以试 3 次" in await chat.say("李四")
    assert "已绑定" in await chat.say("林晓雯")
    assert "还可以试 4 次" in await chat.say("/bind kaoshiyun linxiaowen 张三")


async def test_unknown_account_is_a_wrong_try(bindings: Bindings) -> None:
    """So that nobody can try accounts out."""
    chat = bindings.chat(**NAME, **DIGITS)
    for number in range(5):
        assert "考试云里没有这个账号。" in await chat.say(f"/bind kaoshiyun nobody{number} 张三")
        assert "考试星里没有这个账号。" in await chat.say(f"/bind kaoshixing nobody{number} 0000")
    assert "你今天试错的次数太多" in await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert not held(chat)


@pytest.mark.parametrize("wrong", ["张三", "x", "WRONGCODE", "1234", "·"])
async def test_sixth_try_is_refused_even_if_right(bindings: Bindings, wrong: str) -> None:
    chat, other = bindings.chat(**NAME), bindings.chat("bob", **NAME)
    for _again in range(4):
        assert "证明不对" in await chat.say(f"/bind kaoshiyun linxiaowen {wrong}")
    assert await chat.say(f"/bind kaoshiyun linxiaowen {wrong}") == "证明不对。今天不能再试它了。"
    asked = len(await bindings.asked("kaoshiyun"))
    assert "太多次" in await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert not held(chat)
    assert len(await bindings.asked("kaoshiyun")) == asked
    assert "已绑定" in await other.say("/bind kaoshiyun linxiaowen 林晓雯")


async def test_tries_are_counted_however_the_account_is_written(bindings: Bindings) -> None:
    """A system may mind no great and small letters, so the count does not."""
    chat = bindings.chat(**DIGITS)
    for number, account in enumerate(("linxiaowen", "LINXIAOWEN", "Linxiaowen", "linXIAOwen")):
        assert f"还可以试 {4 - number} 次" in await chat.say(f"/bind kaoshixing {account} 0000")


async def test_code_is_refused_after_five_wrong_ones(bindings: Bindings) -> None:
    """And is not spent by that."""
    chat, code = bindings.chat(), await bindings.tokens.put("code", "kaoshiyun linxiaowen", CODE_LIFE)
    for _again in range(5):
        await chat.say("/bind kaoshiyun linxiaowen WRONG")
    assert "太多次" in await chat.say(f"/bind kaoshiyun linxiaowen {code}")
    assert "已绑定" in await bindings.chat("bob").say(f"/bind kaoshiyun linxiaowen {code}")


async def test_after_twenty_wrong_ones_only_a_code(bindings: Bindings) -> None:
    for number in range(20):
        await bindings.chat(f"p{number}", **DIGITS).say("/bind kaoshixing linxiaowen 0000")
    chat = bindings.chat(**DIGITS)
    for _again in range(7):
        assert "只能用管理员给的邀请码" in await chat.say("/bind kaoshixing linxiaowen 0305")
    code = await bindings.tokens.put("code", "kaoshixing linxiaowen", CODE_LIFE)
    assert "已绑定" in await chat.say(f"/bind kaoshixing linxiaowen {code}")


FAULTS = [{"kind": "reset"}, {"kind": "garbage"}, {"kind": "status", "status": 503}, {"kind": "empty"}]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("system", "proof"), [("kaoshiyun", "林晓雯"), ("kaoshixing", "0305")])
async def test_try_is_free_where_the_system_does_not_answer(
    bindings: Bindings, sandbox: Asker, fault: dict[str, Any], system: str, proof: str
) -> None:
    chat = bindings.chat(**NAME, **DIGITS)
    await sandbox.steer("fault", system=system, seconds=60, **fault)
    assert "考试系统" in await chat.say(f"/bind {system} linxiaowen {proof}")
    assert bindings.proofs.wrong == {}
    assert not held(chat)


async def test_counted_before_anybody_looks(bindings: Bindings, sandbox: Asker) -> None:
    """Whatever ends the message while the system is asked, the try was counted."""
    await sandbox.steer("fault", system="kaoshixing", seconds=60, kind="latency", delay_s=60)
    asking = asyncio.create_task(bindings.chat(**DIGITS).say("/bind kaoshixing linxiaowen 0305"))
    while not await bindings.asked("kaoshixing"):
        assert not asking.done()
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert list(bindings.proofs.wrong.values()) == [("alice", "kaoshixing/linxiaowen")]


async def test_many_at_once(bindings: Bindings) -> None:
    """From many chats of one person; five are looked at, however they come together."""
    chats = [bindings.chat(**DIGITS) for _each in range(12)]
    told = await asyncio.gather(*(each.say("/bind kaoshixing linxiaowen 0000") for each in chats))
    assert sum("证明不对" in each for each in told) == 5
    assert sum("太多次" in each for each in told) == 7


async def test_system_that_is_off(bindings: Bindings) -> None:
    bindings.clients = replace(bindings.clients, kaoshixing=None)
    chat = bindings.chat()
    assert (await chat.say("/bind 考试星 zhangsan 7890")).startswith("考试星在这里没有开通。")
    assert "准考证号" in await chat.say("cet")


@pytest.mark.parametrize(
    ("system", "told"), [("wejh", "/login"), ("微精弘", "/login"), ("码学堂", "没有要绑定"), ("慕课", "没有这个系统")]
)
async def test_system_that_is_not_bound_here(bindings: Bindings, system: str, told: str) -> None:
    assert told in await bindings.chat().say(f"/bind {system} a b")


async def test_nothing_is_set_up(closed: Chat) -> None:
    assert await closed.say("/bind cet") == "这里没有可以绑定账号的系统。"


@pytest.mark.parametrize("system", ["cet", "四六级", "CET"])
async def test_ticket_and_name(bindings: Bindings, system: str) -> None:
    """The result is shown besides; it counts as a look-up and as no try."""
    chat = bindings.chat()
    told = await chat.say(f"/bind {system} 440530242110305 林晓雯")
    assert told.startswith("已绑定：四六级 …0305\n我加密保存了准考证号和姓名。")
    assert "总分 515" in told
    assert held(chat) == [("cet", "440530242110305", "林晓雯")]
    assert chat.last
    assert chat.last.counted
    assert bindings.proofs.begun == 0
    form = chat.menu.named("bind")
    assert form
    assert form.counts
    answers = {"system": "cet", "ticket": "440530242110305", "name": "林晓雯"}
    [counted] = form.counts(answers, chat.person)
    assert (counted.limit.kind, counted.thing) == ("lookup", "440530242110305 林晓雯")
    assert form.counts({"system": "kaoshiyun"}, chat.person) == ()


async def test_ticket_without_a_result_yet(bindings: Bindings) -> None:
    chat = bindings.chat()
    told = await chat.say("/bind cet 440010262101102 周雨欣")
    assert "已绑定" in told
    assert "查询失败" in told
    assert "没有成绩" not in told
    assert held(chat) == [("cet", "440010262101102", "周雨欣")]
    assert "已记下" in await chat.say(chat.buttons["公布后告诉我"])


async def test_ticket_while_the_system_is_away(bindings: Bindings, sandbox: Asker) -> None:
    await sandbox.steer("fault", system="cet", seconds=60, kind="reset")
    chat = bindings.chat()
    assert "已绑定" in await chat.say("/bind cet 440530242110305 林晓雯")
    assert held(chat)
    assert chat.last
    assert not chat.last.counted


async def test_ticket_question_by_question(bindings: Bindings) -> None:
    chat = bindings.chat()
    await chat.say("/bind")
    assert "准考证号" in await chat.say("四六级")
    assert "15 位" in await chat.say("123")
    assert "姓名" in await chat.say("4405 3024 2110 305")
    assert "总分 515" in await chat.say("林晓雯")


async def test_several_of_one_system(bindings: Bindings) -> None:
    chat = bindings.chat(**NAME)
    for account, name in (("linxiaowen", "林晓雯"), ("huangzixuan", "黄子轩"), ("linxiaowen", "林晓雯")):
        assert "已绑定" in await chat.say(f"/bind kaoshiyun {account} {name}")
    assert {each[1] for each in held(chat)} == {"linxiaowen", "huangzixuan"}


async def test_too_many(bindings: Bindings) -> None:
    chat = bindings.chat(**NAME)
    many = tuple(Account(f"id{number}", "cet", f"{number:015}") for number in range(50))
    chat.person = replace(chat.person, accounts=many)
    assert "太多" in await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert "太多" in await chat.say("/bind cet 440530242110305 林晓雯")


async def test_suspended_needs_a_code(bindings: Bindings) -> None:
    """Somebody who held it said no; an administrator may say yes."""
    chat = bindings.chat(**NAME)
    await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    chat.person = replace(chat.person, accounts=(replace(chat.person.accounts[0], suspended=True),))
    for _again in range(7):
        assert "停用" in await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    code = await bindings.tokens.put("code", "kaoshiyun linxiaowen", CODE_LIFE)
    assert "已绑定" in await chat.say(f"/bind kaoshiyun linxiaowen {code}")
    assert not chat.person.accounts[0].suspended


async def test_suspended_ticket(bindings: Bindings) -> None:
    chat = bindings.chat()
    await chat.say("/bind cet 440530242110305 林晓雯")
    chat.person = replace(chat.person, accounts=(replace(chat.person.accounts[0], suspended=True),))
    assert "停用" in await chat.say("/bind cet 440530242110305 林晓雯")
    assert chat.person.accounts[0].suspended


async def test_no_account_in_any_repr(bindings: Bindings) -> None:
    chat = bindings.chat(**NAME)
    await chat.say("/bind kaoshiyun linxiaowen 林晓雯")
    assert chat.last
    [bind] = (change for change in chat.last.changes if isinstance(change, Bind))
    assert "linxiaowen" not in repr(bind).replace(bind.account.id, "")
    assert "林晓雯" not in repr(bind)


async def test_ticket_with_another_name_is_another_account(bindings: Bindings) -> None:
    """Whoever binds a stranger's ticket with any name holds nothing of his, and can't stop him."""
    squatter, owner = bindings.chat("web:p1"), bindings.chat("web:p2")
    await squatter.say("/bind cet 440530242110305 谁谁谁")
    await owner.say("/bind cet 440530242110305 林晓雯")
    assert owner.last
    assert not owner.last.tells
    [theirs], [mine] = squatter.person.accounts, owner.person.accounts
    assert theirs.id != mine.id


async def test_ticket_bound_again_with_the_right_name(bindings: Bindings) -> None:
    chat = bindings.chat("web:p1")
    await chat.say("/bind cet 440530242110305 林小雯")
    await chat.say("/bind cet 440530242110305 林晓雯")
    assert [each.name for each in chat.person.accounts] == ["林晓雯"]
