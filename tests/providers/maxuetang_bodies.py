"""Bodies of 码学堂, as its document prints them (seeds/002, 4.6), without the comments."""

from typing import Any, Final

MERCHANT: Final = "88"
KEY: Final = "k-5be1d0c9"


def _body(**data: Any) -> dict[str, Any]:
    return {"success": True, "msg": "", "data": data}


TRUE_FALSE: Final = _body(
    result="6",
    score="0",
    ans={"0": "0", "1": "1"},
    pid="8537",
    ptype="1",
    time="20220407111126",
    solve_id="40821001403244737",
)
CHOICE: Final = _body(
    result="6",
    score="1.9",
    ans={"A": "0", "B": "0", "C": "0", "D": "1"},
    pid="9175",
    ptype="2",
    merchant_id="88",
    time="20220407112728",
    solve_id="51658414959285203",
)
BLANKS: Final = _body(
    result="20",
    score="3",
    ans={
        "1": {"result": "4", "score": "3", "ans": "答案一"},
        "2": {"result": "6", "score": "0", "ans": "答案"},
    },
    pid="9198",
    ptype="4",
    merchant_id="88",
    time="20220407113455",
    solve_id="66018434417440337",
)
PROGRAM_BLANKS: Final = _body(
    result="20",
    score="10",
    ans={
        "1": {"result": "11", "score": "0", "ans": ""},
        "2": {"result": "4", "score": "5", "ans": "a, mid+1, high, k"},
        "3": {"result": "4", "score": "5", "ans": "-1"},
        "length": "3",
        "language": "c",
    },
    pid="7789",
    ptype="5",
    merchant_id="88",
    time="20220407104020",
    solve_id="23157510715543360",
)
FUNCTION: Final = _body(
    result="4",
    score="10",
    score_json={
        "0": {"result": "4", "score": "4", "memory": "1120", "time": "0", "desc": "my"},
        "test": {"result": "4", "score": "4", "memory": "1120", "time": "1", "desc": "test"},
        "sample": {"result": "4", "score": "2", "memory": "1120", "time": "0", "desc": "sample"},
    },
    pid="1412",
    ptype="6",
    merchant_id="88",
    time="20220407172430",
    solve_id="655432",
)
PROGRAM: Final = _body(
    result="4",
    score="15",
    score_json={
        "0": {"result": "4", "score": "3", "memory": "2412", "time": "0", "desc": "fjz1"},
        "1": {"result": "4", "score": "3", "memory": "2412", "time": "0", "desc": "fjz3"},
        "2": {"result": "4", "score": "3", "memory": "2412", "time": "0", "desc": "fjz4"},
        "3": {"result": "4", "score": "3", "memory": "2412", "time": "0", "desc": "fjz5"},
        "test": {"result": "4", "score": "3", "memory": "2412", "time": "0", "desc": "test"},
    },
    pid="1008",
    ptype="7",
    merchant_id="88",
    time="20220407181855",
    solve_id="655435",
)
ESSAY: Final = _body(
    result="0",
    score="0",
    ans={"ans": "答案"},
    pid="8543",
    ptype="8",
    merchant_id="88",
    time="20220407182714",
    solve_id="32433312104014822",
)
# 单项选择题与多项选择题返回格式一致.
BY_TYPE: Final = {
    "1": TRUE_FALSE,
    "2": CHOICE,
    "3": _body(**(CHOICE["data"] | {"ptype": "3"})),
    "4": BLANKS,
    "5": PROGRAM_BLANKS,
    "6": FUNCTION,
    "7": PROGRAM,
    "8": ESSAY,
}
