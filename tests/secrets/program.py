"""The real program, as an operator starts it: on the web and on Telegram at once, all systems, its log in a file."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from tests.bot.test_processes import ready
from tests.botapi import Fake
from tests.journeys.telegram import TelegramPlatform, free_port
from tests.journeys.web import Browsers, WebPlatform

ROOT = Path(__file__).parents[2]
HTTP_TOKEN, WEBHOOK_SECRET = "Marked-Http-Token-1", "Marked-Webhook-Secret-2"
KAOSHIYUN_SECRET, MAXUETANG_KEY, KAOSHIXING_KEY = "sandbox-secret", "testkey", "xf5ha3h67h4Ger34wh35p345h4"
_SETTINGS = """
[bot]
admins = {admins}
[store]
url = "sqlite:///{folder}/bot.db"
key_file = "{folder}/bot.key"
[http]
listen = "127.0.0.1:{port}"
public_url = "http://127.0.0.1:{port}"
token = "{http_token}"
[limits]
commands_per_minute = 10000
lookups_per_hour = 10000
[log]
level = "debug"
format = "json"
[platforms.web]
rooms = true
[platforms.telegram]
enabled = true
token = "{telegram_token}"
base_url = "{telegram}"
mode = "webhook"
webhook_secret = "{webhook_secret}"
per_second = 100000
per_chat_second = 1000
per_group_minute = 10000
[providers.cet]
base_url = "{systems}"
per_second = 1000
[providers.kaoshiyun]
base_url = "{systems}"
per_second = 1000
proof = "name"
token_url = "{systems}/kaoshiyun/token"
token_params = {{ appid = "gradebell", secret = "{kaoshiyun_secret}" }}
[providers.maxuetang]
base_url = "{systems}"
per_second = 1000
merchant_id = "88"
merchant_key = "{maxuetang_key}"
[providers.kaoshixing]
base_url = "{systems}"
per_second = 1000
app_id = "14343"
app_key = "{kaoshixing_key}"
proof = "digits"
[providers.wejh]
base_url = "{systems}"
per_second = 1000
"""


@dataclass
class Program:
    """A bot that runs, the people who talk to it, and what it leaves behind."""

    folder: Path
    systems: str
    address: str
    web: WebPlatform
    browsers: Browsers
    telegram: TelegramPlatform
    process: asyncio.subprocess.Process

    async def steer(self, what: str, **values: Any) -> dict[str, Any]:
        """Tell the sandbox to do something, as docs/sandbox.md has it."""
        async with ClientSession() as session, session.post(f"{self.systems}/_sandbox/{what}", json=values) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == 200, answer
            return answer

    def log(self) -> bytes:
        return (self.folder / "log").read_bytes()

    def stored(self) -> Mapping[str, bytes]:
        """The raw bytes of the database and of the files beside it, and of copies."""
        return {file.name: file.read_bytes() for file in (*self.folder.glob("bot.db*"), *self.folder.glob("copy*"))}

    async def back_up(self) -> None:
        """A copy, beside the running bot."""
        command = str(ROOT / "bot.py"), "--settings", str(self.folder / "settings.toml")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *command, "backup", str(self.folder / "copy.db")), stdout=asyncio.subprocess.DEVNULL
        )
        assert await process.wait() == 0

    async def metrics(self) -> bytes:
        """What `/metrics` tells; nothing where it is not there."""
        headers = {"Authorization": f"Bearer {HTTP_TOKEN}"}
        async with ClientSession() as session, session.get(f"{self.address}/metrics", headers=headers) as response:
            return await response.read() if response.status == 200 else b""

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


@asynccontextmanager
async def started(folder: Path, systems: str, fake: Fake, admin: str) -> AsyncIterator[Program]:
    port = free_port()
    values = {"folder": folder, "port": port, "systems": systems, "telegram": fake.url, "telegram_token": fake.token}
    secrets = {
        "http_token": HTTP_TOKEN,
        "webhook_secret": WEBHOOK_SECRET,
        "kaoshiyun_secret": KAOSHIYUN_SECRET,
        "maxuetang_key": MAXUETANG_KEY,
        "kaoshixing_key": KAOSHIXING_KEY,
    }
    file = folder / "settings.toml"
    file.write_text(_SETTINGS.format(admins=f'["{admin}"]', **values, **secrets))
    async with AsyncExitStack() as stack:
        log = stack.enter_context((folder / "log").open("wb"))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *(str(ROOT / "bot.py"), "--settings", str(file), "run"),
            cwd=ROOT,
            env=dict(os.environ),
            stdout=log,
            stderr=log,
        )
        try:
            address, browsers = f"http://127.0.0.1:{port}", Browsers()
            await ready(address)
            web = await stack.enter_async_context(WebPlatform(address, browsers))
            yield Program(folder, systems, address, web, browsers, TelegramPlatform(fake), process)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()
