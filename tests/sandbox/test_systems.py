"""What holds for all five systems: one port, faults, requests, reset, and people who are in several."""

import hashlib
from typing import Any

import pytest

from sandbox.people import person
from tests.sandbox.asker import Asker
from tests.sandbox.kaoshixing_caller import NOW_MS, Caller, token

JWT = token({"exp": NOW_MS + 10_000, "action_id": "209"})
CALLS = {
    "cet": ("GET", "/GetCetScore/440530242110305/%E6%9E%97%E6%99%93%E9%9B%AF", b""),
    "kaoshiyun": ("GET", "/api/v5/examaction.ashx?token=sandbox-token&action=getExamList", b""),
    "maxuetang": ("POST", "/result", b"merchant_id=88"),
    "kaoshixing": ("POST", f"/api/company/data/14343/?jwt={JWT}", b'{"user_id":"zhangsan"}'),
    "wejh": ("GET", "/api/time", b""),
}
HASH = hashlib.md5(b"123456").hexdigest().upper()


async def statuses(sandbox: Asker) -> dict[str, int]:
    asked = {name: await sandbox.raw(target, method, body) for name, (method, target, body) in CALLS.items()}
    return {name: answer.status for name, answer in asked.items()}


async def test_all_on_one_port(sandbox: Asker) -> None:
    assert await statuses(sandbox) == dict.fromkeys(CALLS, 200)
    for elsewhere in ("/", "/api", "/api/v5/", "/api/company/", "/api/user/", "/kaoshiyun/", "/results"):
        assert (await sandbox.raw(elsewhere)).status == 404


@pytest.mark.parametrize("system", CALLS)
async def test_fault_of_one_system(sandbox: Asker, system: str) -> None:
    """The other four are left alone."""
    await sandbox.steer("fault", system=system, kind="status", seconds=60, status=502)
    assert await statuses(sandbox) == dict.fromkeys(CALLS, 200) | {system: 502}
    await sandbox.steer("reset")
    assert await statuses(sandbox) == dict.fromkeys(CALLS, 200)


@pytest.mark.parametrize("system", CALLS)
async def test_truncated(sandbox: Asker, system: str) -> None:
    method, target, body = CALLS[system]
    whole = (await sandbox.raw(target, method, body)).body
    await sandbox.steer("fault", system=system, kind="truncated", seconds=60)
    assert (await sandbox.raw(target, method, body)).body == whole[: len(whole) // 2]


async def test_requests_of_one_system(sandbox: Asker) -> None:
    await statuses(sandbox)
    for system, (method, target, body) in CALLS.items():
        told = await sandbox.steer("requests", system=system)
        assert isinstance(told["requests"], list)
        (entry,) = told["requests"]
        assert (entry["method"], entry["target"], entry["body"]) == (method, target, body.decode())


@pytest.mark.parametrize("nonsense", ["?token=%ff&action=%ff", "?=&&;", "?token=%00", "?jwt=%F0%9F%98%80"])
async def test_nonsense(sandbox: Asker, nonsense: str) -> None:
    """Never breaks anything."""
    paths = ("/api/v5/examaction.ashx", "/api/v5/gradeaction.ashx", "/result", "/api/company/data/14343/", "/api/user")
    for path in paths:
        for body in (b"", b"\xff=\xff&sign=\xff&credit=%ff", b"[" * 3):
            assert (await sandbox.raw(path + nonsense, "POST", body)).status == 200


@pytest.mark.parametrize(
    ("account", "ticket", "name"),
    [
        ("linxiaowen", "440530242110305", "林晓雯"),
        ("chenhao", "430020241108809", "陈浩"),
        ("huangzixuan", "500060232101911", "黄子轩"),
        (person(42).account, person(42).ticket, person(42).name),
    ],
)
async def test_one_person_everywhere(sandbox: Asker, account: str, ticket: str, name: str) -> None:
    """Under one name: a CET ticket, an account of 考试云, of 考试星 and of the campus server."""
    assert (await sandbox.cet("GetCetScore", ticket, name))["name"] == name
    grades = await sandbox.get(
        "/api/v5/gradeaction.ashx", token="sandbox-token", action="getExamGrade", examid="c3a001"
    )
    assert next(row["userName"] for row in grades["items"] if row["account"] == account) == name
    candidate: dict[str, Any] = (await Caller(sandbox)("209", user_id=account))["rows"][0]
    assert candidate["user_name"] == name
    campus = await sandbox.post("/api/user", method="login", username=account, password=HASH, devicetype="mobile")
    assert campus["data"]["nickname"] == name
