"""What 码学堂 is asked, and what becomes of its answers."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientSession

from providers.clock import CHINA
from providers.errors import Ambiguous, BadInput, Changed, NotFound, Problem, Throttled, WrongCredentials
from providers.maxuetang.client import MaxuetangClient
from providers.maxuetang.models import MEANINGS, Blank, Choice, Judgement, TestRun, Verdict
from providers.maxuetang.signature import sign
from providers.maxuetang.submission import ProblemType, parse_type
from providers.system import Terms
from tests.providers.hand_clock import HandClock
from tests.providers.maxuetang_bodies import (
    BLANKS,
    CHOICE,
    ESSAY,
    FUNCTION,
    KEY,
    PROGRAM,
    PROGRAM_BLANKS,
    TRUE_FALSE,
)
from tests.providers.maxuetang_calls import build
from tests.providers.upstream import Upstream, resets, says


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> MaxuetangClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


async def judged(client: MaxuetangClient, upstream: Upstream, body: Any, **changed: object) -> Judgement:
    body = body | {"data": body["data"] | changed}
    upstream.always = says(body)
    data = body["data"]
    return await client.result(data["ptype"], data["pid"], data["solve_id"])


def test_signature() -> None:
    """The vector of the vendor's own rule (upstreams, 3.2)."""
    asked = {"timestamp": "1649323470000", "merchant_id": "88", "pid": "1412", "ptype": "6", "solve_id": "655432"}
    assert sign(asked, "testkey") == "ccafdf9512d8d1df501a4f5b9f39a363626005fedaeebeebe7f97ecb33fabaf3"


async def test_request(client: MaxuetangClient, upstream: Upstream) -> None:
    """A form, with the time in milliseconds, signed."""
    await judged(client, upstream, FUNCTION)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", "/result")
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"
    millis = str(int(datetime(2026, 3, 1, 9, tzinfo=UTC).timestamp() * 1000))
    asked = {"merchant_id": "88", "pid": "1412", "ptype": "6", "solve_id": "655432", "timestamp": millis}
    assert dict(parse_qsl(seen.body.decode())) == asked | {"sign": sign(asked, KEY)}


async def test_signed_anew(client: MaxuetangClient, upstream: Upstream, hand_clock: HandClock) -> None:
    """A repetition has a time and a signature of its own."""
    upstream.next.append(resets)
    hand_clock.slept = Sleeps(hand_clock)
    await judged(client, upstream, FUNCTION)
    first, second = (dict(parse_qsl(seen.body.decode())) for seen in upstream.seen)
    assert first["timestamp"] < second["timestamp"]
    assert second.pop("sign") == sign(second, KEY)


class Sleeps(list[float]):
    """Lets a hand-set clock go on by what is slept."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock

    def append(self, seconds: float) -> None:
        self._clock.forward(seconds)


async def test_true_false(client: MaxuetangClient, upstream: Upstream) -> None:
    assert await judged(client, upstream, TRUE_FALSE) == Judgement(
        problem_type=ProblemType.TRUE_FALSE,
        pid="8537",
        solve_id="40821001403244737",
        verdict=Verdict("6"),
        score=Decimal(0),
        at=datetime(2022, 4, 7, 11, 11, 26, tzinfo=CHINA),
        choices=(Choice("0", chosen=False), Choice("1", chosen=True)),
    )


async def test_choice(client: MaxuetangClient, upstream: Upstream) -> None:
    """Wrong, and with points: both are shown as they are."""
    result = await judged(client, upstream, CHOICE)
    assert (result.verdict.meaning, result.score) == ("答案错误", Decimal("1.9"))
    assert [choice.key for choice in result.choices if choice.chosen] == ["D"]
    assert (await judged(client, upstream, CHOICE, ptype="3")).choices == result.choices


async def test_blanks(client: MaxuetangClient, upstream: Upstream) -> None:
    result = await judged(client, upstream, BLANKS)
    assert (result.verdict.meaning, result.final) == ("部分正确", True)
    assert result.blanks == (
        Blank("1", Verdict("4"), Decimal(3), "答案一"),
        Blank("2", Verdict("6"), Decimal(0), "答案"),
    )


async def test_program_blanks(client: MaxuetangClient, upstream: Upstream) -> None:
    """What stands between the numbers is no blank."""
    result = await judged(client, upstream, PROGRAM_BLANKS)
    assert [(blank.number, blank.answer) for blank in result.blanks] == [
        ("1", ""),
        ("2", "a, mid+1, high, k"),
        ("3", "-1"),
    ]
    assert (result.language, result.choices, result.text) == ("c", (), "")


@pytest.mark.parametrize("length", [None, "-1", "100000", ""])
async def test_no_length(client: MaxuetangClient, upstream: Upstream, length: str | None) -> None:
    """Then the numbers are those that there are, in their order."""
    inner = PROGRAM_BLANKS["data"]["ans"]["2"]
    ans = {"10": inner, "2": inner, "language": "c", "length": length}
    assert [blank.number for blank in (await judged(client, upstream, PROGRAM_BLANKS, ans=ans)).blanks] == ["2", "10"]


async def test_function(client: MaxuetangClient, upstream: Upstream) -> None:
    result = await judged(client, upstream, FUNCTION)
    assert [run.name for run in result.runs] == ["0", "test", "sample"]
    assert result.runs[0] == TestRun("0", Verdict("4"), Decimal(4), Decimal(1120), Decimal(0), "my")
    assert result.blanks == ()


async def test_program(client: MaxuetangClient, upstream: Upstream) -> None:
    result = await judged(client, upstream, PROGRAM)
    assert [run.name for run in result.runs] == ["0", "1", "2", "3", "test"]
    assert result.score == 15


async def test_essay(client: MaxuetangClient, upstream: Upstream) -> None:
    """It is never judged, so that 未判 is its end."""
    result = await judged(client, upstream, ESSAY)
    assert (result.text, result.verdict.meaning, result.final) == ("答案", "未判", True)


@pytest.mark.parametrize("body", [TRUE_FALSE, CHOICE, BLANKS, PROGRAM_BLANKS, FUNCTION, PROGRAM, ESSAY])
async def test_json_in_text(client: MaxuetangClient, session: ClientSession, upstream: Upstream, body: Any) -> None:
    """`ans` and `score_json` as the table describes them; a pending verdict keeps it from being remembered."""
    plain = await judged(client, upstream, body)
    written = {key: json.dumps(body["data"][key]) for key in ("ans", "score_json") if key in body["data"]}
    solve_id = {"solve_id": body["data"]["solve_id"].rjust(19, "0")}
    upstream.always = says({"success": "true", "data": body["data"] | written})
    data = body["data"] | solve_id
    assert await client.result(data["ptype"], f"0{data['pid']}", data["solve_id"]) == plain
    assert len(upstream.seen) == 1  # the same submission, remembered
    fresh = build(session, upstream.url, Terms(), client._clock)
    assert await fresh.result(data["ptype"], data["pid"], data["solve_id"]) == plain


@pytest.mark.parametrize("nothing", [None, "", " ", {}, "{}", "null"])
async def test_nothing(client: MaxuetangClient, upstream: Upstream, nothing: object) -> None:
    result = await judged(client, upstream, PROGRAM, ans=nothing, score_json=nothing)
    assert (result.choices, result.blanks, result.runs, result.text) == ((), (), (), "")


async def test_essay_as_written(client: MaxuetangClient, upstream: Upstream) -> None:
    assert (await judged(client, upstream, ESSAY, ans="第一行\r\n第二行\x00")).text == "第一行\n第二行"


async def test_program_told(client: MaxuetangClient, upstream: Upstream) -> None:
    """As it was handed in, should it come back."""
    result = await judged(client, upstream, PROGRAM, ans={"language": "py", "source": "a\n\tb"})
    assert (result.language, result.text, result.blanks) == ("py", "a\n\tb", ())


async def test_compile_error(client: MaxuetangClient, upstream: Upstream) -> None:
    """Several lines, and no test was run."""
    error = "Main.c:3:5: error: 'x' undeclared\n     ^" + "~" * 50_000
    result = await judged(client, upstream, PROGRAM, result="11", score_json=None, error=error)
    assert (result.verdict.meaning, result.runs) == ("编译错误", ())
    assert (result.error, len(result.error)) == (error[:20_000], 20_000)


@pytest.mark.parametrize(("code", "meaning"), [*MEANINGS.items(), ("13", "13"), ("-1", "-1"), (20, "部分正确")])
async def test_codes(client: MaxuetangClient, upstream: Upstream, code: object, meaning: str) -> None:
    """Every code has its word, an unknown one stands for itself and is final."""
    result = await judged(client, upstream, FUNCTION, result=code)
    assert result.verdict.meaning == meaning
    assert result.final is (str(code) not in {"0", "1", "2", "3", "12"})
    assert len(MEANINGS) == 14


async def test_pending(client: MaxuetangClient, upstream: Upstream) -> None:
    """What is still being judged is asked for anew, what is final is remembered."""
    for code in ("0", "12", "4", "4"):
        await judged(client, upstream, FUNCTION, result=code)
    assert len(upstream.seen) == 3


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("签名错误", WrongCredentials),
        ("商户不存在", WrongCredentials),
        ("提交记录不存在", NotFound),
        ("请求过于频繁", Throttled),
        ("系统繁忙", Ambiguous),
        ("", Ambiguous),
        (None, Ambiguous),
    ],
)
@pytest.mark.parametrize("success", [False, "false", 0])
async def test_failure(
    client: MaxuetangClient, upstream: Upstream, text: str | None, error: type[Exception], success: object
) -> None:
    upstream.always = says({"success": success, "msg": text, "data": None})
    with pytest.raises(error) as caught:
        await client.result("6", "1412", "655432")
    assert (text or "-") not in str(caught.value)


@pytest.mark.parametrize("changed", [{"result": None}, {"solve_id": "1"}, {"ans": "not JSON"}, {"score_json": "[1]"}])
async def test_misfit(client: MaxuetangClient, upstream: Upstream, changed: dict[str, object]) -> None:
    """Somebody else's submission is no answer either."""
    upstream.always = says(FUNCTION | {"data": FUNCTION["data"] | changed})
    with pytest.raises(Changed):
        await client.result("6", "1412", "655432")


@pytest.mark.parametrize("body", [{"success": True}, {"success": True, "data": []}, {"data": FUNCTION["data"]}])
async def test_no_data(client: MaxuetangClient, upstream: Upstream, body: object) -> None:
    upstream.always = says(body)
    with pytest.raises(Changed):
        await client.result("6", "1412", "655432")


@pytest.mark.parametrize(
    ("asked", "field", "problem"),
    [
        (("9", "1", "1"), "problem_type", Problem.UNKNOWN),
        (("", "1", "1"), "problem_type", Problem.EMPTY),
        (("7", "x", "1"), "problem", Problem.MALFORMED),
        (("7", "", "1"), "problem", Problem.EMPTY),
        (("7", "2147483648", "1"), "problem", Problem.TOO_LONG),
        (("7", "1", "9223372036854775808"), "solve_id", Problem.TOO_LONG),
        (("7", "1", "-1"), "solve_id", Problem.MALFORMED),
    ],
)
async def test_bad_input(
    client: MaxuetangClient, upstream: Upstream, asked: tuple[str, str, str], field: str, problem: Problem
) -> None:
    with pytest.raises(BadInput) as caught:
        await client.result(*asked)
    assert (caught.value.field, caught.value.problem) == (field, problem)
    assert upstream.seen == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("５", 5), ("程序填空题", 5), ("函数", 6), ("判断题", 1), ("单选题", 2), ("多项选择题", 3), (" 主观 ", 8)],
)
def test_types(typed: str, meant: int) -> None:
    assert parse_type(typed) == meant
