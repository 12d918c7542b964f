"""`kill -9` at any moment loses no notification: grades come and go while the bot is killed again and again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.server import build, serving
from tests.botapi import Fake
from tests.botapi import serving as telegram
from tests.kill.test_kill import bots, listening
from tests.ports import free_port

PEOPLE, KILLS = 12, 18
FEWEST = 40  # notifications that must have been told for the figures to mean something
_PATIENCE_S = 60.0
_LIFE_S = (0.2, 1.4)  # from when it listens to its death


@dataclass
class Watching:
    """Somebody who is told of grades, one change after the other; the next one comes when the last was told."""

    number: int
    fake: Fake
    systems: str
    session: ClientSession
    enough: bool = False
    due: list[str] = field(default_factory=list)  # what is to be told, in order: a piece of each text

    @property
    def account(self) -> str:
        return f"watching{self.number}"

    @property
    def name(self) -> str:
        return "林" + "一二三四五六七八九十百千"[self.number]

    @property
    def texts(self) -> list[str]:
        """All that the bot ever said."""
        chat = self.fake.user(self.account).private.chat
        return [chat.messages[number].text for number in chat.sent]

    async def begin(self) -> None:
        """Bind and watch an account that has a grade."""
        await self._publish("start", score=1)
        for line, answer in (
            (f"/bind kaoshiyun {self.account} {self.name}", "已绑定"),
            (f"/watch {self.account}", "已订阅"),
        ):
            await self.fake.user(self.account).private.say(line)
            await self._hears(answer)

    async def watch(self) -> None:
        """Until it is enough: a grade is released, changed, changed back, withdrawn, and published again."""
        for exam in count():
            name, score = f"exam{exam}", exam * 10 + 10
            for word, grade in (
                ("有新成绩", {"score": score}),
                ("的成绩有变化", {"score": score + 1}),
                ("的成绩有变化", {"score": score}),
                ("的成绩被撤回了", {"withdrawn": True}),
                ("的成绩重新公布了", {"score": score + 2}),
            ):
                if self.enough:
                    return
                await self._publish(name, **grade)
                self.due.append(f"“{name}”{word}")
                await self._heard_all()

    async def _publish(self, exam: str, **grade: Any) -> None:
        """In an exam that others sat too, lest its list be empty, which is not believed."""
        about = {"id": exam, "name": exam, "begin": "-1 09:00", "end": "-1 10:00", "pass": 12, "full": 10000}
        for who in (
            {"account": "other", "name": "陈浩", "score": 5},
            {"account": self.account, "name": self.name, **grade},
        ):
            asked = {"system": "kaoshiyun", "exam": about, "grade": who}
            async with self.session.post(f"{self.systems}/_sandbox/publish", json=asked) as response:
                assert response.status == 200, await response.text()

    async def _hears(self, piece: str) -> None:
        assert await self._until(lambda: any(piece in text for text in self.texts)), (piece, self.texts)

    async def _heard_all(self) -> None:
        assert await self._until(lambda: len(self.told()) >= len(self.due)), (self.due, self.texts)

    async def _until(self, met: Callable[[], bool]) -> bool:
        with suppress(TimeoutError):
            await self.fake.world.bell.until(met, _PATIENCE_S)
        return met()

    def told(self) -> list[str]:
        """Its notifications in order, what came again right behind itself once."""
        told = [text for text in self.texts if "“exam" in text]
        return [text for text, before in zip(told, ["", *told], strict=False) if text != before]

    def doubled(self) -> int:
        return len([text for text in self.texts if "“exam" in text]) - len(self.told())


@pytest.mark.slow
async def test_every_change_is_told(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """In order, each once, save for those that were on their way when the bot was killed."""
    random, port = Random(11), free_port()
    async with (
        serving(app=build(people=5)) as systems,
        telegram() as fake,
        ClientSession() as session,
        bots(tmp_path, port, systems, "http://127.0.0.1:9", _settings(fake, systems)) as running,
    ):
        people = [Watching(number, fake, systems, session) for number in range(PEOPLE)]
        pid = await running.start()
        await asyncio.gather(*(each.begin() for each in people))
        async with asyncio.TaskGroup() as group:
            for each in people:
                group.create_task(each.watch())
            for _kill in range(KILLS):
                await asyncio.sleep(random.uniform(*_LIFE_S))
                await running.kill(pid)
                pid = await running.start()
                await listening(port)
            for each in people:
                each.enough = True
        await running.kill(pid)
        assert not fake.violations
    told, doubled = sum(len(each.due) for each in people), sum(each.doubled() for each in people)
    record_property("figures", f"{KILLS} kills, {PEOPLE} people: {told} notifications, {doubled} sent twice")
    assert told >= FEWEST
    assert doubled <= KILLS * PEOPLE
    for each in people:
        assert len(each.told()) == len(each.due), each.texts
        assert all(piece in text for piece, text in zip(each.due, each.told(), strict=True)), each.texts


def _settings(fake: Fake, systems: str) -> str:
    return f"""
        limits.watch_interval_s = 1
        providers.kaoshiyun = {{ base_url = "{systems}", token = "sandbox-token", proof = "name", per_second = 1000 }}
        platforms.web.enabled = false
        [platforms.telegram]
        enabled = true
        token = "{fake.token}"
        base_url = "{fake.url}"
        per_second = 100000
        per_chat_second = 1000
    """
