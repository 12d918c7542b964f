"""What administrators are asked before everybody is told something, and what is then done for each."""

from bot.batches import End, Ended, Telling
from bot.changes import BeginBatch
from bot.staff import Reached
from handlers.admin.broadcast import broadcasting
from tests.examples import person
from tests.handlers.binding import Bindings
from tests.in_memory import People

KNOWN = (
    Reached("a", "telegram:1"),
    Reached("b", "onebot:2"),
    Reached("c", "telegram:3", "web//private/x/"),
)


def people(bindings: Bindings) -> People:
    assert isinstance(bindings.keeping.people, People)
    return bindings.keeping.people


async def test_says_first_how_many_and_where(bindings: Bindings) -> None:
    people(bindings).known = KNOWN
    chat = bindings.admin()
    answer = await chat.say("/broadcast 明天 维护 一小时")
    assert "会发给 3 人（Telegram 1、QQ 1、网页 1）" in answer
    assert "明天 维护 一小时" in answer
    assert "账号可能被限制" in answer
    assert "一共 3 人" in await chat.say("确认")
    assert chat.last
    (begun,) = chat.last.changes
    assert isinstance(begun, BeginBatch)
    assert [values["person"] for _number, values in begun.rows] == ["a", "b", "c"]


async def test_nothing_is_sent_without_yes(bindings: Bindings) -> None:
    people(bindings).known = KNOWN
    chat = bindings.admin()
    await chat.say("/broadcast 明天维护")
    assert "没有发送" in await chat.say("取消")


async def test_nobody_to_be_told(bindings: Bindings) -> None:
    assert "还没有可以群发的人" in await bindings.admin().say("/broadcast 明天维护")


async def test_too_long_a_text_is_asked_again(bindings: Bindings) -> None:
    assert "太长了" in await bindings.admin().say("/broadcast " + "长" * 1501)


async def test_whom_nothing_is_kept_of_any_more_is_passed_over(bindings: Bindings) -> None:
    """Slowly, so that answers are never held up and there is time to stop it."""
    rests: list[float] = []

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    people(bindings).known = KNOWN
    do = broadcasting(people(bindings), sleep).do
    told = await do({"person": "c", "text": "hi"}, person())
    assert told == Ended(End.DONE, tell=Telling("telegram:3", "web//private/x/", "hi"))
    assert (await do({"person": "gone", "text": "hi"}, person())).end is End.REFUSED
    assert rests == [0.4, 0.4]
