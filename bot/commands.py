"""What the commands of the command line do."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from aiohttp import ClientSession
from pydantic import SecretStr

from bot import app, garbage
from bot.errors import PortTaken
from bot.pages.demo import DemoPanel, Steer
from bot.settings import Settings, load

log = structlog.get_logger()

_DEMO = Path("data/demo")


async def run(settings: Settings) -> int:
    """Run the bot until it is told to stop."""
    async with _told_to_stop() as stop, app.running(settings) as state:
        log.info("running", listen=f"{settings.http.host}:{state.port}")
        await stop.wait()
        log.info("stopping")
    return 0


async def demo(settings: Settings) -> int:
    """Run the sandbox and a bot that asks it."""
    from sandbox.server import serving  # noqa: PLC0415 - a bot alone does not need it

    async with (
        _told_to_stop() as stop,
        serving("127.0.0.1", 0) as systems,
        steering(systems) as steer,
    ):
        panel = DemoPanel(steer, f"demo-{time.time():.0f}", settings.bot.language)
        await panel.prepare()
        async with app.running(sandboxed(settings, systems), panel=panel) as state:
            print(_welcome(state.port, systems), flush=True)
            await stop.wait()
            print("\nStopping …", flush=True)
    return 0


@asynccontextmanager
async def steering(systems: str) -> AsyncIterator[Steer]:
    """The sandbox's steering, as docs/sandbox.md has it."""
    async with ClientSession(raise_for_status=True) as session:

        async def steer(what: str, values: Mapping[str, object]) -> None:
            async with session.post(f"{systems}/_sandbox/{what}", json=values):
                pass

        yield steer


def demo_settings(port: int) -> Settings:
    """The defaults and the environment, a database and port of the demo's own, rooms to try, looks every second."""
    overlay = {
        "store": {"url": f"sqlite:///{_DEMO}/gradebell.db", "key_file": str(_DEMO / "gradebell.key"), "key": ""},
        "http": {"listen": f"127.0.0.1:{port}", "public_url": ""},
        "platforms": {
            "telegram": {"enabled": False},
            "onebot": {"enabled": False},
            "web": {"enabled": True, "rooms": True},
        },
        "limits": {"watch_interval_s": 1, "group_gather_s": 2},
        "log": {"level": "warning"},
    }
    return load(Path("there is no settings file for the demo"), overlay, required=False)


def sandboxed(settings: Settings, address: str) -> Settings:
    """Let all five systems be asked there, with the keys that stand in sandbox/data.toml.

    An account is proven without an administrator, since a demo has none.
    """
    keys: dict[str, dict[str, object]] = {
        "cet": {},
        "kaoshiyun": {
            "token": SecretStr(""),
            "token_file": "",
            "token_url": f"{address}/kaoshiyun/token",
            "token_params": {"appid": "gradebell", "secret": "sandbox-secret"},
            "proof": "name",
        },
        "maxuetang": {"merchant_id": "88", "merchant_key": SecretStr("testkey")},
        "kaoshixing": {
            "app_id": "14343",
            "app_key": SecretStr("xf5ha3h67h4Ger34wh35p345h4"),
            "exp_unit": "ms",
            "proof": "digits",
        },
        "wejh": {},
    }
    sections = {
        name: getattr(settings.providers, name).model_copy(update={"base_url": address, "proxy": "", **keys[name]})
        for name in keys
    }
    return settings.model_copy(update={"providers": settings.providers.model_copy(update=sections)})


def _welcome(port: int, systems: str) -> str:
    page = f"http://127.0.0.1:{port}"
    return f"""
Gradebell is ready:  {page}

Three things to try there:
  /cet                                 then answer two questions: 440530242110305 and 林晓雯
  /cet 440530151110612 罗增榕           all in one line
  /cetfind 重庆 重庆邮电大学 四级 黄子轩  without a ticket

Beside the chat a panel publishes a grade, changes and withdraws it, and lets a system fail.
A group room:  {page}/room?name=class
The sandboxed exam systems listen on {systems}; their people stand in sandbox/data.toml.
Ctrl-C stops it.
"""


async def sandbox(host: str, port: int, people: int) -> int:
    """Run the sandboxed exam systems until told to stop."""
    from sandbox.server import build, serving  # noqa: PLC0415 - as above

    async with _told_to_stop() as stop:
        try:
            async with serving(host, port, app=build(people=people)) as address:
                print(f"The sandboxed exam systems listen on {address}. docs/sandbox.md tells what to ask them.")
                print("Ctrl-C stops them.", flush=True)
                with garbage.seldom():
                    await stop.wait()
        except OSError as problem:
            raise PortTaken(f"can not listen on {host}:{port}: {problem.strerror}") from problem
    return 0


@asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
