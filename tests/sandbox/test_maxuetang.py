"""码学堂 over HTTP, as the merchants' guide and the vendor's own code describe it."""

from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.maxuetang.signature import sign
from sandbox.server import build, serving
from tests.sandbox.asker import Asker, Clock

KEY = "testkey"
RIGHT = {"result": "4", "score": "3", "memory": "2412", "time": "0"}
MERCHANT = {"merchant_id": "88"}
EXAMPLES = [
    {
        "result": "6", "score": "0", "ans": {"0": "0", "1": "1"},
        "pid": "8537", "ptype": "1", "time": "20220407111126", "solve_id": "40821001403244737",
    },
    MERCHANT | {
        "result": "6", "score": "1.9", "ans": {"A": "0", "B": "0", "C": "0", "D": "1"},
        "pid": "9175", "ptype": "2", "time": "20220407112728", "solve_id": "51658414959285203",
    },
    MERCHANT | {
        "result": "20", "score": "3",
        "ans": {
            "1": {"result": "4", "score": "3", "ans": "答案一"},
            "2": {"result": "6", "score": "0", "ans": "答案"},
        },
        "pid": "9198", "ptype": "4", "time": "20220407113455", "solve_id": "66018434417440337",
    },
    MERCHANT | {
        "result": "20", "score": "10",
        "ans": {
            "1": {"result": "11", "score": "0", "ans": ""},
            "2": {"result": "4", "score": "5", "ans": "a, mid+1, high, k"},
            "3": {"result": "4", "score": "5", "ans": "-1"},
            "length": "3",
            "language": "c",
        },
        "pid": "7789", "ptype": "5", "time": "20220407104020", "solve_id": "23157510715543360",
    },
    MERCHANT | {
        "result": "4", "score": "10",
        "score_json": {
            "0": {"result": "4", "score": "4", "memory": "1120", "time": "0", "desc": "my"},
            "test": {"result": "4", "score": "4", "memory": "1120", "time": "1", "desc": "test"},
            "sample": {"result": "4", "score": "2", "memory": "1120", "time": "0", "desc": "sample"},
        },
        "pid": "1412", "ptype": "6", "time": "20220407172430", "solve_id": "655432",
    },
    MERCHANT | {
        "result": "4", "score": "15",
        "score_json": {
            "0": RIGHT | {"desc": "fjz1"},
            "1": RIGHT | {"desc": "fjz3"},
            "2": RIGHT | {"desc": "fjz4"},
            "3": RIGHT | {"desc": "fjz5"},
            "test": RIGHT | {"desc": "test"},
        },
        "pid": "1008", "ptype": "7", "time": "20220407181855", "solve_id": "655435",
    },
    MERCHANT | {
        "result": "0", "score": "0", "ans": {"ans": "答案"},
        "pid": "8543", "ptype": "8", "time": "20220407182714", "solve_id": "32433312104014822",
    },
]  # fmt: skip


async def asked(sandbox: Asker, solve_id: object, pid: object, ptype: object, **more: object) -> dict[str, Any]:
    form = {"merchant_id": "88", "pid": str(pid), "ptype": str(ptype), "solve_id": str(solve_id)}
    form |= {name: str(value) for name, value in more.items()}
    return await sandbox.post("/result", **({"sign": sign(form, KEY)} | form))


async def results(sandbox: Asker, solve_id: str, pid: int, ptype: int, times: int) -> list[str]:
    return [(await asked(sandbox, solve_id, pid, ptype))["data"]["result"] for _ in range(times)]


def test_known_signature() -> None:
    """The values in the order of their names, then the key, nothing in between."""
    form = {"solve_id": "655432", "pid": "1412", "merchant_id": "88", "timestamp": "1649323470000", "ptype": "6"}
    assert sign(form, KEY) == "ccafdf9512d8d1df501a4f5b9f39a363626005fedaeebeebe7f97ecb33fabaf3"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"ptype {example['ptype']}")
async def test_documents_examples(sandbox: Asker, example: dict[str, Any]) -> None:
    """All values are texts, and `ans` and `score_json` are objects."""
    told = await asked(sandbox, example["solve_id"], example["pid"], example["ptype"], timestamp=1649323470000)
    assert told == {"success": True, "msg": "", "data": example}


async def test_order_of_parts_stays(sandbox: Asker) -> None:
    told = await asked(sandbox, "655432", 1412, 6)
    assert list(told["data"]["score_json"]) == ["0", "test", "sample"]


async def test_text_instead_of_objects(session: ClientSession, tmp_path: Any) -> None:
    """As the document's table of fields says."""
    data = tmp_path / "data.toml"
    data.write_text(
        "[maxuetang]\nans_as_text = true\n[[maxuetang.solves]]\nsolve_id = '1'\npid = 2\nptype = 2\nresult = 4\n"
        "ans = { A = '1' }\n"
    )
    async with serving(app=build(data)) as url:
        told = await asked(Asker(session, url), 1, 2, 2)
        assert told["data"]["ans"] == '{"A": "1"}'


@pytest.mark.parametrize(
    "bad", ["", "0" * 64, "ccafdf9512d8d1df501a4f5b9f39a363626005fedaeebeebe7f97ecb33fabaf3", "签"]
)
async def test_wrong_signature(sandbox: Asker, bad: str) -> None:
    told = await asked(sandbox, "655432", 1412, 6, sign=bad)
    assert told == {"success": False, "msg": "签名错误" if bad else "缺少参数sign"}


async def test_all_that_is_sent_is_signed(sandbox: Asker) -> None:
    """The optional timestamp too: a signature without it is wrong."""
    form = {"merchant_id": "88", "pid": "1412", "ptype": "6", "solve_id": "655432"}
    signed = sign(form, KEY)
    assert (await sandbox.post("/result", **form, sign=signed))["success"] is True
    assert (await sandbox.post("/result", **form, sign=signed.upper()))["success"] is True
    assert (await sandbox.post("/result", **form, sign=signed, timestamp=1))["msg"] == "签名错误"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"merchant_id": ""}, "缺少参数merchant_id"),
        ({"pid": ""}, "缺少参数pid"),
        ({"ptype": ""}, "缺少参数ptype"),
        ({"solve_id": ""}, "缺少参数solve_id"),
        ({"merchant_id": "89"}, "商户不存在"),
        ({"ptype": "9"}, "参数ptype错误"),
        ({"pid": "x"}, "参数pid错误"),
        ({"solve_id": "9" * 30}, "参数solve_id错误"),
        ({"solve_id": "655433"}, "提交记录不存在"),
        ({"pid": "1413"}, "提交记录不存在"),
        ({"ptype": "7"}, "提交记录不存在"),
    ],
)
async def test_failures(sandbox: Asker, more: dict[str, str], why: str) -> None:
    """HTTP 200, `success` false and words; there are no codes."""
    form = {"merchant_id": "88", "pid": "1412", "ptype": "6", "solve_id": "655432"} | more
    assert await sandbox.post("/result", **form, sign=sign(form, KEY)) == {"success": False, "msg": why}


async def test_only_post(sandbox: Asker) -> None:
    answer = await sandbox.raw("/result?merchant_id=88")
    assert (answer.status, answer.headers["Allow"]) == (405, "POST")


async def test_final_after_some_asks(sandbox: Asker) -> None:
    """0 and 2 once each, 3 twice, then 20; what is pending has no parts."""
    first = await asked(sandbox, "655440", 1008, 7)
    assert first["data"] == MERCHANT | {
        "result": "0", "score": "0", "pid": "1008", "ptype": "7", "time": "20261101093000", "solve_id": "655440",
    }  # fmt: skip
    assert await results(sandbox, "655440", 1008, 7, 5) == ["2", "3", "3", "20", "20"]
    await sandbox.steer("reset")
    assert await results(sandbox, "655440", 1008, 7, 1) == ["0"]


async def test_final_after_some_seconds(sandbox: Asker, clock: Clock) -> None:
    """Counted from the first question. The compiler's words come with result 11."""
    assert await results(sandbox, "655441", 1412, 6, 9) == ["2"] * 9
    clock.now += 9.9
    assert await results(sandbox, "655441", 1412, 6, 1) == ["2"]
    clock.now += 0.1
    told = await asked(sandbox, "655441", 1412, 6)
    assert told["data"]["result"] == "11"
    assert told["data"]["error"].startswith("Main.c")
    assert "score_json" not in told["data"]


async def test_publish_the_next_stage(sandbox: Asker) -> None:
    """Without a result it moves on by one; at the end it stays."""
    assert await results(sandbox, "655442", 1008, 7, 20) == ["3"] * 20
    told = await sandbox.steer("publish", system="maxuetang", solve_id="655442")
    assert told["published"] == {"solve_id": "655442", "result": "4", "final": True}
    assert await results(sandbox, "655442", 1008, 7, 1) == ["4"]
    told = await sandbox.steer("publish", system="maxuetang", solve_id="655440")
    assert told["published"] == {"solve_id": "655440", "result": "2", "final": False}


async def test_publish_a_result(sandbox: Asker) -> None:
    """With one it is final at once, unless there are stages too; what is left out stays."""
    await sandbox.steer("publish", system="maxuetang", solve_id="655440", result=7, score=4.5)
    data = (await asked(sandbox, "655440", 1008, 7))["data"]
    assert (data["result"], data["score"], len(data["score_json"])) == ("7", "4.5", 2)
    stages = [{"result": 1, "asks": 1}, {"result": 12, "seconds": 5}]
    await sandbox.steer("publish", system="maxuetang", solve_id="655440", judging=stages)
    assert await results(sandbox, "655440", 1008, 7, 3) == ["1", "12", "12"]


async def test_publish_a_new_submission(sandbox: Asker) -> None:
    await sandbox.steer(
        "publish", system="maxuetang", solve_id=7, pid=9175, ptype=3, result="4", score=2, ans={"A": "1", "B": "1"}
    )
    data = (await asked(sandbox, 7, 9175, 3))["data"]
    assert (data["result"], data["ans"]) == ("4", {"A": "1", "B": "1"})


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "solve_id"),
        ({"solve_id": "x"}, "solve_id"),
        ({"solve_id": "1"}, "pid"),
        ({"solve_id": "1", "pid": 1, "ptype": 9}, "ptype"),
        ({"solve_id": "655440", "result": "right"}, "result"),
        ({"solve_id": "655440", "judging": [{"result": 1, "times": 1}]}, "judging[0].times"),
        ({"solve_id": "655440", "ans": {"1": {"result": 4}}}, "ans.1.result"),
    ],
)
async def test_publish_with_a_mistake(sandbox: Asker, fields: dict[str, object], field: str) -> None:
    status, named, _ = await sandbox.refused("publish", system="maxuetang", **fields)
    assert (status, named) == (400, field)


async def test_nothing_expires(sandbox: Asker) -> None:
    assert (await sandbox.refused("expire", system="maxuetang"))[0] == 400


async def test_made_up_submissions(sandbox: Asker) -> None:
    """One each; those of odd numbers take their time."""
    assert set(await results(sandbox, "900000004", 1008, 7, 3)) <= {"4", "6", "20"}
    assert (await results(sandbox, "900000005", 1008, 7, 3)) == ["0", "2", "3"]
    assert (await asked(sandbox, "900000200", 1008, 7))["msg"] == "提交记录不存在"


@pytest.mark.parametrize(
    ("ptype", "ans", "way", "part"),
    [
        (2, '{"A":1,"B":0}', ["0", "2", "3", "4"], "ans"),
        (7, '{"language":"c","source":"int main(){}"}', ["0", "2", "3", "4"], "score_json"),
        (8, '{"ans":"答案"}', ["0", "0", "0", "0"], "ans"),
    ],
)
async def test_submit(sandbox: Asker, ptype: int, ans: str, way: list[str], part: str) -> None:
    """Submitted, then judged by and by."""
    form = {"merchant_id": "88", "pid": "1008", "ptype": str(ptype), "ans": ans, "order_id": "o-1"}
    told = await sandbox.post("/solve", **form, sign=sign(form, KEY))
    assert (told["success"], told["data"]["merchant_order_id"], told["data"]["result"]) == (True, "o-1", "0")
    assert told["data"]["time"] == "20261220100000"
    solve_id = told["data"]["solve_id"]
    assert await results(sandbox, solve_id, 1008, ptype, 4) == way
    assert part in (await asked(sandbox, solve_id, 1008, ptype))["data"]


async def test_submit_nonsense(sandbox: Asker) -> None:
    form = {"merchant_id": "88", "pid": "1008", "ptype": "7", "ans": "int main", "order_id": "o-1"}
    assert (await sandbox.post("/solve", **form, sign=sign(form, KEY)))["msg"] == "参数ans错误"
