"""The client of 码学堂 against the sandbox: signatures, all types, and results on their way."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from aiohttp import ClientSession

from providers.clock import CHINA
from providers.errors import NotFound, WrongCredentials
from providers.maxuetang.models import Judgement
from tests.systems.sandboxed import Hand, Sandboxed, sandboxed

# The documents' seven examples: type, problem and submission; the code and the score that they have.
EXAMPLES = (
    ("判断题", "8537", "40821001403244737", "6", "0"),
    ("单选题", "9175", "51658414959285203", "6", "1.9"),
    ("填空题", "9198", "66018434417440337", "20", "3"),
    ("程序填空题", "7789", "23157510715543360", "20", "10"),
    ("函数题", "1412", "655432", "4", "10"),
    ("编程题", "1008", "655435", "4", "15"),
    ("主观题", "8543", "32433312104014822", "0", "0"),
)


async def examples(systems: Sandboxed) -> list[Judgement]:
    client = systems.maxuetang()
    return [await client.result(kind, pid, solve_id) for kind, pid, solve_id, _code, _score in EXAMPLES]


async def test_examples(systems: Sandboxed) -> None:
    """The last one is never judged: 0 is its end."""
    judged = await examples(systems)
    assert [(each.verdict.code, each.score) for each in judged] == [(code, Decimal(s)) for *_, code, s in EXAMPLES]
    assert all(each.final for each in judged)
    assert [len(each.choices) for each in judged] == [2, 4, 0, 0, 0, 0, 0]
    assert [len(each.blanks) for each in judged] == [0, 0, 2, 3, 0, 0, 0]
    assert [len(each.runs) for each in judged] == [0, 0, 0, 0, 3, 5, 0]
    assert (judged[3].language, judged[6].text) == ("c", "答案")
    assert judged[0].at == datetime(2022, 4, 7, 11, 11, 26, tzinfo=CHINA)


async def test_json_in_text(systems: Sandboxed, session: ClientSession, hand: Hand, tmp_path: Path) -> None:
    """The samples and the table of the document mean the same."""
    changes = {"ans_as_text = false": "ans_as_text = true "}
    async with sandboxed(session, hand, tmp_path, changes) as as_text:
        assert await examples(as_text) == await examples(systems)


async def test_pending_to_final(systems: Sandboxed) -> None:
    """Asked for anew until it is final, and not again then."""
    client = systems.maxuetang()
    codes = [(await client.result("7", "1008", "655440")) for _ in range(6)]
    assert [(each.verdict.code, each.final) for each in codes] == [
        ("0", False), ("2", False), ("3", False), ("3", False), ("20", True), ("20", True),
    ]  # fmt: skip
    assert [run.verdict.meaning for run in codes[-1].runs if run.verdict] == ["答案正确", "运行超时"]
    assert len(await systems.asked("maxuetang")) == 5


async def test_compile_error(systems: Sandboxed, hand: Hand) -> None:
    client = systems.maxuetang()
    assert (await client.result("6", "1412", "655441")).verdict.meaning == "正在编译"
    hand.forward(seconds=10)
    judged = await client.result("6", "1412", "655441")
    assert (judged.verdict.meaning, judged.runs) == ("编译错误", ())
    assert judged.error.startswith("Main.c: In function 'main':\n")


async def test_judged_when_published(systems: Sandboxed) -> None:
    client = systems.maxuetang()
    for _ in range(3):
        assert not (await client.result("7", "1008", "655442")).final
    await systems.steer("publish", system="maxuetang", solve_id="655442")
    assert (await client.result("7", "1008", "655442")).score == 15


async def test_unknown_code(systems: Sandboxed) -> None:
    await systems.steer("publish", system="maxuetang", solve_id="655435", result=13)
    judged = await systems.maxuetang().result("7", "1008", "655435")
    assert (judged.verdict.meaning, judged.final) == ("13", True)


@pytest.mark.parametrize(("merchant", "key"), [("88", "wrong"), ("89", "testkey")])
async def test_not_signed(systems: Sandboxed, merchant: str, key: str) -> None:
    with pytest.raises(WrongCredentials):
        await systems.maxuetang(merchant, key).result("6", "1412", "655432")


@pytest.mark.parametrize("asked", [("6", "1412", "1"), ("6", "1413", "655432"), ("7", "1412", "655432")])
async def test_no_such_submission(systems: Sandboxed, asked: tuple[str, str, str]) -> None:
    """Nor one of another problem or type."""
    with pytest.raises(NotFound):
        await systems.maxuetang().result(*asked)


async def test_made_up(systems: Sandboxed) -> None:
    client = systems.maxuetang()
    assert [len((await client.result("7", "1008", str(900_000_000 + i))).runs) for i in range(0, 8, 2)] == [5] * 4
    assert not (await client.result("7", "1008", "900000001")).final
