"""The fake as a process of its own; says its address once it listens, and stops at SIGTERM."""

import argparse
import asyncio
import signal
from typing import cast

from tests.botapi.limits import Limits
from tests.botapi.serve import serving
from tests.botapi.world import TOKEN, Settings


def _asked() -> tuple[Settings, str, int]:
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--limits", action="store_true", help="answer 429 to a bot that sends too fast")
    parser.add_argument("--lenient", action="store_true", help="note unknown parameters and don't refuse them")
    parser.add_argument("--no-privacy", action="store_true", help="let the bot read everything in groups")
    parser.add_argument("--fast", action="store_true", help="for benchmarks: parse no text, keep nothing")
    parser.add_argument("--journal", default="", help="a file that gets each call as a line of JSON")
    asked = parser.parse_args()
    settings = Settings(
        token=asked.token,
        privacy=not asked.no_privacy,
        strict=not asked.lenient,
        fast=asked.fast,
        limits=Limits() if asked.limits else None,
        journal=asked.journal,
    )
    return settings, cast("str", asked.host), cast("int", asked.port)


async def _main() -> None:
    settings, host, port = _asked()
    over = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, over.set)
    async with serving(settings, host=host, port=port) as fake:
        print(fake.url, flush=True)
        await over.wait()


asyncio.run(_main())
