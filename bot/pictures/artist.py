"""Has pictures drawn, by a process that is there only while there is something to draw."""

import asyncio
import os
import pickle
import struct
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

import structlog
from cachetools import TTLCache

from bot.pictures.wire import HEAD, SCALE, Told, framed
from bot.recipes import Picture, Recipe

log = structlog.get_logger()

_WORKER = (sys.executable, "-m", "bot.pictures.worker")
_WITHIN_S = 5.0  # of which a picture takes a tenth of a second: the rest is for a machine that has much else to do
_PATIENT = 10  # different ones that wait for their turn, about half a second; who comes then does without
_PAGES = 100  # that wait, with those that browsers ask for
_REST_S = 60.0  # without pictures, after a worker that could not be had
_KEPT, _KEPT_S = 200, 120.0  # pictures, for who is sent the same, or asks for it by its address
_SIZE = struct.Struct(">16x2I")  # where a PNG says it
_HOUSE = Path(__file__).parents[2]
_SETTINGS = "GRADEBELL__"  # how they begin in the environment; secrets among them are none of the worker's business


_Key: TypeAlias = tuple[Recipe[str], bool]


class NotDrawn(Exception):
    """The worker ended, or did not answer."""


class Artist:
    """Draws recipes; None stands for one that has to do without a picture."""

    def __init__(self, worker: Sequence[str] = _WORKER, within_s: float = _WITHIN_S) -> None:
        self._command, self._within_s = worker, within_s
        self._process: Process | None = None
        self._alone = asyncio.Lock()
        self._now, self._rests = time.monotonic, 0.0
        self._wanted: dict[_Key, asyncio.Task[Picture | None]] = {}
        self._kept: TTLCache[_Key, Picture | None] = TTLCache(_KEPT, _KEPT_S)

    @property
    def worker(self) -> int | None:
        """The id of the process that draws; None while there is none."""
        return self._process.pid if self._process else None

    async def draw(self, recipe: Recipe[str], /, *, dark: bool = False) -> Picture | None:
        """The same picture each time; what can't be drawn is logged once, without a word of what is on it."""
        key = recipe, dark
        if key not in self._kept and key not in self._wanted and len(self._wanted) >= _PATIENT:
            self._kept[key] = None  # words must not wait for pictures
        return await self._whole(key)

    async def redraw(self, recipe: Recipe[str], /, *, dark: bool = False) -> Picture | None:
        """As `draw`, for a page that waits for nothing else."""
        return await self._whole((recipe, dark)) if len(self._wanted) < _PAGES else None

    async def _whole(self, key: _Key) -> Picture | None:
        if key in self._kept:
            return self._kept[key]
        if key not in self._wanted:
            self._wanted[key] = task = asyncio.create_task(self._drawn(key))
            task.add_done_callback(lambda _task: self._wanted.pop(key, None))
        return await asyncio.shield(self._wanted[key])  # others may want it too

    async def _drawn(self, key: _Key) -> Picture | None:
        recipe, dark = key
        async with self._alone:
            if self._now() < self._rests:
                return None
            try:
                kind, data = await self._told(recipe, dark=dark)
            except (NotDrawn, OSError, TimeoutError) as problem:
                log.warning("picture not drawn", reason=type(problem).__name__)
                self._rests = self._now() + _REST_S
                return None
            self._kept[key] = picture = _picture(kind, data)
        return picture

    async def close(self) -> None:
        """Draws nothing more."""
        wanted = list(self._wanted.values())
        for task in wanted:
            task.cancel()
        await asyncio.gather(*wanted, return_exceptions=True)
        await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _told(self, recipe: Recipe[str], *, dark: bool) -> tuple[Told, bytes]:
        question = framed(dark, pickle.dumps(recipe))
        try:
            async with asyncio.timeout(self._within_s):
                if self._process:
                    with suppress(NotDrawn, OSError):  # it had nothing to do and is gone
                        return await _asked(self._process, question)
                    await self._end()
                self._process = await self._started()
                return await _asked(self._process, question)
        except BaseException:  # whatever ends it half-way: the next answer would be to this question
            await self._end()
            raise

    async def _started(self) -> Process:
        passed_on = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
        return await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=_HOUSE, env=passed_on
        )


async def _asked(worker: Process, question: bytes) -> tuple[Told, bytes]:
    if worker.stdin is None or worker.stdout is None:
        raise NotDrawn
    try:
        worker.stdin.write(question)
        await worker.stdin.drain()
        length, kind = HEAD.unpack(await worker.stdout.readexactly(HEAD.size))
        told, data = Told(kind), await worker.stdout.readexactly(length)
    except (asyncio.IncompleteReadError, RuntimeError, ValueError):  # uvloop's word for a closed pipe; no such kind
        raise NotDrawn from None
    if told is Told.DRAWN and len(data) < _SIZE.size:
        raise NotDrawn
    return told, data


def _picture(kind: Told, data: bytes) -> Picture | None:
    match kind:
        case Told.DRAWN:
            width, height = _SIZE.unpack_from(data)
            return Picture(data, round(width / SCALE), round(height / SCALE))
        case Told.MISSING:
            log.info("picture not drawn", reason="the font lacks a character")
        case Told.FAILED:
            log.error("picture not drawn", reason=data.decode(errors="replace"))
    return None
