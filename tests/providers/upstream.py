"""A real local server that answers as it is told and remembers how it was asked."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Self

from aiohttp import web

Reaction = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Seen:
    method: str
    target: str  # path and query as they came over the wire
    headers: Mapping[str, str]
    body: bytes


class Upstream:
    """Reactions in `next` are used up one by one, then `always` goes on."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.next: deque[Reaction] = deque()
        self.always: Reaction = says({"Status": "0"})
        self.asked = asyncio.Event()  # set by each request
        self.go_on = asyncio.Event()  # awaited by `holds`
        self.url = ""

    @classmethod
    @asynccontextmanager
    async def listening(cls) -> AsyncIterator[Self]:
        self = cls()
        # As soon as a client is gone its handler ends, so that nothing is left over at the end of a test.
        runner = web.ServerRunner(web.Server(self._answer, handler_cancellation=True))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        try:
            yield self
        finally:
            self.go_on.set()
            await runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.seen.append(Seen(request.method, request.raw_path, request.headers, await request.read()))
        self.asked.set()
        reaction = self.next.popleft() if self.next else self.always
        return await reaction(request)

    def holds(self, then: Reaction) -> Reaction:
        """Answer only when the test sets `go_on`."""

        async def react(request: web.BaseRequest) -> web.StreamResponse:
            await self.go_on.wait()
            return await then(request)

        return react


def says(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reaction:
    """Answer `body`: bytes and text as they are, anything else as JSON."""
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    raw = text.encode() if isinstance(text, str) else text

    async def react(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=raw, status=status, headers={"Content-Type": "text/html", **(headers or {})})

    return react


async def resets(request: web.BaseRequest) -> web.StreamResponse:
    """Drop the connection instead of answering."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def babbles(request: web.BaseRequest) -> web.StreamResponse:
    """Answer in something that is not HTTP."""
    assert request.transport is not None
    request.transport.write(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")
    return await resets(request)


async def breaks_off(request: web.BaseRequest) -> web.StreamResponse:
    """Drop the connection in the middle of the body."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b'{"Status": ')
    assert request.transport is not None
    request.transport.close()
    return response


class Flood:
    """Stream `total` bytes, without telling beforehand how many; `sent` is how far it came."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.sent = 0

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while self.sent < self.total:
            await response.write(b" " * 65536)
            self.sent += 65536
        return response
