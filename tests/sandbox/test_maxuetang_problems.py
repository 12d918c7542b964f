"""码学堂's problems over HTTP, as other chapters of its guide and the vendor's demo tell of them."""

from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.maxuetang.signature import sign
from sandbox.server import build, serving
from tests.sandbox.asker import Asker


async def problems(sandbox: Asker, **asked: str) -> dict[str, Any]:
    asked = {"merchant_id": "88", **asked}
    return await sandbox.post("/problem", **asked, sign=sign(asked, "testkey"))


async def test_list(sandbox: Asker) -> None:
    told = await problems(sandbox, ptype="2", start="0")
    listed = {
        "pid": "9175",
        "title": "C语言里哪个是合法的变量名",
        "desc": "<p>A. 1a　B. a-b　C. int　D. _a</p>",
        "score": "1.9",
        "diff": "1",
        "teacher": "码学堂",
        "source": "基础",
    }
    data = {"start": "0", "limit": "10", "rows": "1", "list": [listed]}
    assert told == {"success": True, "msg": "", "data": data}


async def test_one(sandbox: Asker) -> None:
    """With what the list leaves out; one of another type is none."""
    (problem,) = (await problems(sandbox, ptype="7", pid="1008"))["data"]["list"]
    assert (problem["sample_out"], problem["other_in_out"]) == ("3", [{"in": "-1 1", "out": "0"}])
    assert "sample_in" not in (await problems(sandbox, ptype="7"))["data"]["list"][0]
    assert (await problems(sandbox, ptype="6", pid="1008"))["data"]["rows"] == "0"


async def test_pages(session: ClientSession, tmp_path: Path) -> None:
    data = tmp_path / "data.toml"
    rows = "".join(f"[[maxuetang.problems]]\npid = {at}\nptype = 1\n" for at in range(1, 24))
    data.write_text(rows, encoding="utf-8")
    async with serving(app=build(data)) as url:
        asker = Asker(session, url)
        pages = [(await problems(asker, ptype="1", start=str(start)))["data"] for start in range(4)]
    assert [len(page["list"]) for page in pages] == [10, 10, 3, 0]
    assert {page["rows"] for page in pages} == {"23"}


@pytest.mark.parametrize(
    ("asked", "why"),
    [({}, "缺少参数ptype"), ({"ptype": "9"}, "参数ptype错误"), ({"ptype": "7", "start": "-1"}, "参数start错误")],
)
async def test_refused(sandbox: Asker, asked: dict[str, str], why: str) -> None:
    assert await problems(sandbox, **asked) == {"success": False, "msg": why}
