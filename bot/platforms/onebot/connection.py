"""One WebSocket to the QQ side of one account: calls with their answers, and everything else that comes in."""

import asyncio
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import ClientWebSocketResponse, WSMsgType, web

log = structlog.get_logger()

_ANSWER_S = 20.0
_UPLOAD_S = 120.0
_BEATS = 2.5  # heartbeats that may be missed
_WAITING = 1000  # frames that came and are not read yet
_OK = 0
_FAILED = "failed"
_CODE = re.compile("-?[0-9]{1,9}")

Json = Mapping[str, object]
Socket = web.WebSocketResponse | ClientWebSocketResponse
Take = Callable[[list[Json]], Awaitable[None]]


class NotSent(Exception):
    """The call did not leave: there is no connection."""


class NoAnswer(Exception):
    """Nobody knows what became of the call: no answer in time, or the connection broke."""


class Refused(Exception):
    """The QQ side says that it failed; the code says why."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"return code {code}")
        self.code = code
        self.words = words  # may quote what was sent: not for the log


class Connection:
    """Calls and events of one connection, until it closes."""

    def __init__(self, socket: Socket, take: Take, changed: Callable[[], None] = lambda: None) -> None:
        self._socket, self._take, self._changed = socket, take, changed
        self.online = True  # the QQ account; without it the other side may answer, and nothing arrives
        self._calls: dict[str, asyncio.Future[Json]] = {}
        self._came: asyncio.Queue[Json] = asyncio.Queue(_WAITING)
        self._silence_s = 0.0  # after which nobody is there; 0: they have not said how often they would say so
        self._heard_at = 0.0
        self._watching: asyncio.TimerHandle | None = None
        self._closing: asyncio.Future[bool] | None = None

    @property
    def open(self) -> bool:
        return not self._socket.closed

    def present(self, *, online: bool) -> None:
        """The QQ account behind it is online, or is not: then nothing is sent, as if nobody were connected."""
        if self.online is not online:
            self.online = online
            log.warning("QQ account online again" if online else "QQ account offline")
            self._changed()

    def beats(self, every_s: float) -> None:
        """The other side lives, and will say so again after so long."""
        self._silence_s = every_s * _BEATS
        if self._watching is None and self.open:
            self._watch()

    async def call(self, action: str, parameters: Mapping[str, Any], *, uploads: bool = False) -> Any:
        """The `data` of an action's answer. Raises `NotSent`, `NoAnswer` or `Refused`."""
        if not self.open:
            raise NotSent
        echo = secrets.token_hex(8)
        answer = self._calls[echo] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(_UPLOAD_S if uploads else _ANSWER_S):
                await self._socket.send_str(json.dumps({"action": action, "params": parameters, "echo": echo}))
                return _data(await answer)
        except (TimeoutError, ConnectionError) as problem:
            raise NoAnswer(type(problem).__name__) from None
        finally:
            del self._calls[echo]

    async def run(self) -> None:
        """Read until the connection closes; what waits for an answer then has none."""
        taking = asyncio.create_task(self._taking())
        try:
            while (frame := await self._next()) is not None:
                if "post_type" not in frame:
                    self._answered(frame)
                else:
                    await self._came.put(frame)
        finally:
            if self._watching:
                self._watching.cancel()
            for waiting in self._calls.values():
                if not waiting.done():
                    waiting.set_exception(NoAnswer("closed"))
            await self._came.join()
            taking.cancel()

    async def close(self) -> None:
        await self._socket.close()

    def abandon(self) -> None:
        """Close, without waiting for the other side to agree."""
        self._closing = asyncio.ensure_future(self._socket.close())

    async def _next(self) -> Json | None:
        """The next frame that is a JSON object; None where there will be none."""
        while True:
            message = await self._socket.receive()
            self._heard_at = asyncio.get_running_loop().time()
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return None
            frame = _object(message.data)
            if frame is not None:
                return frame

    def _watch(self) -> None:
        """Close once the other side has been silent for too long; what was heard puts it off."""
        loop = asyncio.get_running_loop()
        left_s = self._heard_at + self._silence_s - loop.time()
        if left_s > 0:
            self._watching = loop.call_later(left_s, self._watch)
        else:
            log.warning("QQ side silent, connection closed")
            self.abandon()

    async def _taking(self) -> None:
        """Hand over what came, all that waits at once: it is stored in one transaction. `take` never raises."""
        while True:
            frames = [await self._came.get()]
            while not self._came.empty():
                frames.append(self._came.get_nowait())
            await self._take(frames)
            for _frame in frames:
                self._came.task_done()

    def _answered(self, frame: Json) -> None:
        echo = frame.get("echo")
        waiting = self._calls.get(echo) if isinstance(echo, str) else None
        if waiting and not waiting.done():
            waiting.set_result(frame)
        elif echo is None and frame.get("status") == _FAILED:  # to nothing that was asked
            log.error("QQ side refuses us: is platforms.onebot.access_token right?", code=_code(frame))


def _object(data: str | bytes) -> Json | None:
    try:
        frame = json.loads(data)
    except (ValueError, RecursionError):
        frame = None
    if not isinstance(frame, dict):
        log.warning("frame passed over", lacks="a JSON object")
        return None
    return frame


def _data(answer: Json) -> Any:
    """Raises `Refused`. Some say nothing but the code, some nothing but the status."""
    code, status = answer.get("retcode"), answer.get("status")
    failed = status == _FAILED or (status not in ("ok", "async") and code not in (_OK, "0", 1, "1"))
    if failed:
        words = answer.get("wording") or answer.get("message") or answer.get("msg") or ""
        raise Refused(_code(answer), words if isinstance(words, str) else "")
    return answer.get("data")


def _code(answer: Json) -> int:
    """The return code, as a number or as digits; -1 where it is neither."""
    code = answer.get("retcode")
    if isinstance(code, str) and _CODE.fullmatch(code):
        return int(code)
    return code if isinstance(code, int) else -1
