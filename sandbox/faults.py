"""Faults on demand: which one strikes a request, and what it does to it."""

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from aiohttp import web

# SO_LINGER on, zero seconds: closing sends a reset, where a plain close would end the stream politely.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

PAGE = "<html>\n<head><title>{0}</title></head>\n<body>\n<center><h1>{0}</h1></center>\n</body>\n</html>\n"
GARBAGE = (
    (PAGE.format("Welcome to nginx!").encode(), "text/html"),
    (b"<script>top.location='http://10.0.0.1/portal?from=exam'</script>", "text/html"),
    (b"fail", "text/plain"),
    (b"\x1f\x8b\x08\x00\xd4\xc2\xd4\xf6\xe9\xc5\x00", "application/json"),
    ("Warning: mysql_connect(): 服务器忙".encode("gb2312"), "text/html"),
)


class Kind(StrEnum):
    LATENCY = "latency"
    STATUS = "status"
    RESET = "reset"
    GARBAGE = "garbage"
    TRUNCATED = "truncated"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Fault:
    system: str
    kind: Kind
    share: float  # of the requests, 0 to 1
    until: float  # on the clock that `Faults` was given
    delay_s: float = 0  # latency only
    status: int = 503  # status only
    retry_after: str = ""  # status only; seconds or an HTTP date, as the header has it


class Faults:
    """The faults at work: at most one of a kind in a system, a newer one takes the older one's place."""

    def __init__(self, clock: Callable[[], float], seed: int) -> None:
        self._clock = clock
        self._seed = seed
        self.clear()

    def clear(self) -> None:
        self._at_work: dict[tuple[str, Kind], Fault] = {}
        # Anew each time, so that after a reset the same requests meet the same faults.
        self.chance = Random(self._seed)  # noqa: S311 - no secret hangs on it

    def set(self, fault: Fault) -> None:
        self._at_work[fault.system, fault.kind] = fault

    def striking(self, system: str) -> list[Fault]:
        """Return what befalls the system's next request, latency first; forgets what is over."""
        if not self._at_work:
            return []
        now = self._clock()
        self._at_work = {key: fault for key, fault in self._at_work.items() if now < fault.until}
        own = [fault for fault in self._at_work.values() if fault.system == system]
        struck = [fault for fault in own if self.chance.random() < fault.share]
        return sorted(struck, key=lambda fault: fault.kind is not Kind.LATENCY)


def error_page(fault: Fault) -> web.Response:
    """Answer as the proxy in front of a system does when the system is away."""
    headers = {"Retry-After": fault.retry_after} if fault.retry_after else None
    text = PAGE.format(f"{fault.status} {web.Response(status=fault.status).reason}")
    return web.Response(status=fault.status, text=text, content_type="text/html", headers=headers)


def garbage(chance: Random) -> web.Response:
    body, kind = chance.choice(GARBAGE)
    return web.Response(body=body, content_type=kind)


def halved(answer: web.Response) -> web.Response:
    """Keep the first half of the body, under a length that fits it."""
    body = answer.body if isinstance(answer.body, bytes) else b""
    return web.Response(status=answer.status, body=body[: len(body) // 2], content_type=answer.content_type)


def reset(request: web.Request) -> web.Response:
    """Break the connection off; the response is for aiohttp alone, nobody gets it."""
    if request.transport is not None:
        raw = request.transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        request.transport.abort()
    return web.Response()
