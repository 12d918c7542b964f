"""`kill -9` at any moment loses nothing: fifty people talk to a real process that is killed hundreds of times."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from sandbox.server import build, serving
from tests.botapi import serving as telegram
from tests.kill.talker import Talker, TelegramTalker, WebTalker
from tests.ports import free_port

PEOPLE = 50
LONGEST_S = 0.9  # a life of the bot: every second one from the start of its process, the others once it listens
FEWEST = 1000  # messages that must have been answered for the figures to mean something
MOST = 3  # times as many kills, on a machine on which a bot hardly comes to answering before the next one
ROOT = Path(__file__).parents[2]


class Bots:
    """Starts one bot after the other on the same database and port."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def start(self) -> int:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"\n")
        return int(await self._process.stdout.readline())

    async def kill(self, pid: int) -> None:
        assert self._process.stdout
        os.kill(pid, signal.SIGKILL)
        assert await self._process.stdout.readline() == b"ended\n"


@asynccontextmanager
async def shop() -> AsyncIterator[tuple[str, Counter[str]]]:
    """A system in which something must not happen twice; it counts what does."""
    orders: Counter[str] = Counter()

    async def order(request: web.Request) -> web.Response:
        orders[request.match_info["number"]] += 1
        await asyncio.sleep(0)
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/{number}", order)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}", orders
    await runner.cleanup()


@asynccontextmanager
async def bots(folder: Path, port: int, systems: str, shop_at: str, platforms: str) -> AsyncIterator[Bots]:
    settings = folder / "settings.toml"
    settings.write_text(f"""
        store.url = "sqlite:///{folder}/bot.db"
        store.key_file = "{folder}/bot.key"
        http.listen = "127.0.0.1:{port}"
        bot.pictures = false  # whose process takes longer to start than these bots live
        limits.commands_per_minute = 1000000
        limits.lookups_per_hour = 1000000
        providers.cet = {{ base_url = "{systems}", per_second = 10000, at_once = 100 }}
        {platforms}
    """)
    command = (sys.executable, "-m", "tests.kill.process", str(settings), shop_at)
    with (folder / "log").open("wb") as log:
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=log)
        yield Bots(process)
        assert process.stdin
        process.stdin.close()
        await process.wait()


async def listening(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return


@asynccontextmanager
async def on_the_web(port: int) -> AsyncIterator[tuple[str, list[Talker]]]:
    """Settings of the bot, and the people."""
    yield "", [WebTalker(number, f"http://127.0.0.1:{port}", Random(number)) for number in range(PEOPLE)]


@asynccontextmanager
async def on_telegram(_port: int) -> AsyncIterator[tuple[str, list[Talker]]]:
    async with telegram() as fake:
        settings = f"""
            platforms.web.enabled = false
            platforms.telegram = {{ enabled = true, token = "{fake.token}", base_url = "{fake.url}", \
                per_second = 100000, per_chat_second = 1000 }}
        """.replace("\\\n", "")
        yield settings, [TelegramTalker(number, fake, Random(number)) for number in range(PEOPLE)]
        assert not fake.violations


Place = Callable[[int], AbstractAsyncContextManager[tuple[str, list[Talker]]]]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "kills"), [(on_the_web, 200), (on_telegram, 100)], ids=["web", "telegram"])
async def test_kill_loses_nothing(
    tmp_path: Path, place: Place, kills: int, record_property: Callable[[str, object], None]
) -> None:
    random, port, killed = Random(7), free_port(), 0
    async with serving(app=build(people=5000)) as systems, shop() as (shop_at, orders), place(port) as there:
        platforms, talkers = there
        async with bots(tmp_path, port, systems, shop_at, platforms) as running, asyncio.TaskGroup() as group:
            for talker in talkers:
                group.create_task(talker.talk())
            while killed < kills or (_figures(talkers)["answered"] < FEWEST and killed < MOST * kills):
                pid = await running.start()
                killed += 1
                if killed % 2 == 0:
                    await listening(port)
                await asyncio.sleep(random.uniform(0, LONGEST_S))
                await running.kill(pid)
            for talker in talkers:
                talker.enough = True
            pid = await running.start()
            async with asyncio.timeout(120):
                while not all(talker.done for talker in talkers):
                    await asyncio.sleep(0.05)
            await running.kill(pid)
    figures = _figures(talkers)
    figures["sent twice"] = sum(talker.doubled for talker in talkers)
    record_property("figures", f"{killed} kills, {PEOPLE} people: {dict(figures)}, {orders.total()} orders made")
    assert figures["answered"] >= FEWEST
    assert figures["sent twice"] <= killed * PEOPLE
    assert max(orders.values()) == 1
    for talker in talkers:
        _check(talker)
        for said in talker.sent:
            if f"ordered {said.expects}" in talker.heard:
                assert orders[said.expects] == 1


def _figures(talkers: Sequence[Talker]) -> Counter[str]:
    return Counter(_kind(text) for talker in talkers for text in talker.heard)


def _kind(answer: str) -> str:
    if "编号" not in answer:
        return "answered"
    return "orders left in doubt" if "不确定" in answer else "set aside after three crashes"


def _check(talker: Talker) -> None:
    """Each message has one answer, in order; one that was set aside takes the rest of its conversation with it."""
    answers = talker.heard
    assert len(answers) == len(talker.sent)
    broken = ""
    for said, answer in zip(talker.sent, answers, strict=True):
        if "编号" in answer:
            broken = said.exchange
        assert said.expects in answer or said.exchange == broken, (said, answer)
