"""`kill -9` at any moment repeats no line of a file and loses none: five hundred grants, each made once or told of."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession

from sandbox.people import person
from sandbox.server import build, serving
from tests.botapi import Fake
from tests.botapi import serving as telegram
from tests.botapi.people import Seat
from tests.journeys.systems import settings as systems_settings
from tests.kill.test_kill import bots, listening
from tests.ports import free_port

LINES, EXAM = 500, "55401"
FEWEST = 8  # kills that must have hit the work for the figures to mean something
TOGETHER = 4  # lines that are under way at once
_PER_SECOND = 40  # so that the work outlives so many bots
_LIFE_S = (0.1, 1.2)  # from when it listens to its death
_LATENCY_S = 0.04
_PATIENCE_S = 60.0


@pytest.mark.slow
async def test_each_line_once(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    random, port = Random(5), free_port()
    users = [person(number).account for number in range(LINES)]
    async with (
        serving(app=build(people=LINES)) as systems,
        telegram() as fake,
        bots(tmp_path, port, systems, "http://127.0.0.1:9", _settings(fake, systems)) as running,
    ):
        await _steer(systems, "fault", system="kaoshixing", kind="latency", delay_s=_LATENCY_S, seconds=3600)
        boss = fake.user("boss").private
        pid = await running.start()
        await _said_yes(boss, users)
        kills = 0
        while not _result(boss):
            with suppress(TimeoutError):
                await fake.world.bell.until(lambda: bool(_result(boss)), random.uniform(*_LIFE_S))
            if _result(boss):
                break
            await running.kill(pid)
            kills += 1
            pid = await running.start()
            await listening(port)
            if kills == FEWEST:
                await fake.world.bell.until(lambda: bool(_result(boss)), _PATIENCE_S)
        await running.kill(pid)
        assert not fake.violations
        asked = await _granted(systems)
    ends = {row["user"]: row["结果"] for row in _rows(_result(boss))}
    figures = Counter(ends.values())
    record_property("figures", f"{kills} kills, {LINES} lines: {dict(figures)}, asked for {asked.total()}")
    assert kills >= FEWEST
    assert set(ends) == set(users)
    assert set(ends.values()) <= {"成功", "不确定"}
    assert max(asked.values()) == 1
    assert all(asked[user] == 1 for user, end in ends.items() if end == "成功")
    assert figures["不确定"] <= kills * TOGETHER


async def _said_yes(boss: Seat, users: list[str]) -> None:
    """The file comes with the command as its caption."""
    boss.chat.started = True
    lines = "".join(f"{user},{EXAM}\r\n" for user in users)
    await boss.upload("list.csv", lines.encode("utf-8-sig"), caption="/grant")
    await boss.hears(f"共 {LINES} 行", "确定吗")
    await boss.press("确认")
    await boss.hears("开始了")


def _result(boss: Seat) -> bytes:
    """The file that the bot sent; empty until it did."""
    files = (each.file for each in boss.chat.messages.values() if each.sender.is_bot and each.file)
    return next((file.upload.body for file in files), b"")


def _rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.decode("utf-8-sig"))))


async def _granted(systems: str) -> Counter[str]:
    """How often the system was asked to let each candidate in."""
    told = await _steer(systems, "requests", system="kaoshixing")
    requests = told["requests"]
    assert isinstance(requests, list)
    bodies = (json.loads(request["body"]) for request in requests)
    return Counter(body["user_id"] for body in bodies if body.get("event_type") == "add")


async def _steer(systems: str, what: str, **values: object) -> dict[str, object]:
    async with ClientSession() as session, session.post(f"{systems}/_sandbox/{what}", json=values) as response:
        told: dict[str, object] = await response.json()
        assert response.status == 200, told
        return told


def _settings(fake: Fake, systems: str) -> str:
    kaoshixing = {**systems_settings(systems)["kaoshixing"], "per_second": _PER_SECOND}
    section = "\n".join(f"{name} = {json.dumps(value)}" for name, value in kaoshixing.items())
    return f"""
        bot.admins = ["telegram:{fake.user("boss").private.account.id}"]
        platforms.web.enabled = false
        [providers.kaoshixing]
        {section}
        [platforms.telegram]
        enabled = true
        token = "{fake.token}"
        base_url = "{fake.url}"
        per_second = 100000
        per_chat_second = 1000
    """
