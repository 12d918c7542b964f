"""A program that is killed after so many steps: dying.py rotate|restore URL KEYFILE STEPS [FILE]."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[3]))

from bot.store.restoring import restored
from bot.store.rotation import rotated
from bot.store.vault import KeySource


async def main() -> None:
    what, url, key, steps, *file = sys.argv[1:]
    keys, left = KeySource(Path(key)), int(steps)
    going: AsyncIterator[Any] = (
        rotated(url, keys, at_once=1) if what == "rotate" else restored(url, keys, Path(file[0]), force=True)
    )
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    async for _step in going:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    asyncio.run(main())
