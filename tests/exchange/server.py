"""A server that answers with bytes as it is told, well made or not, and keeps the bytes that it was sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext

from tests.pouring import join

Saying = Callable[["Server", asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """An answer for each request, the last one for all that come after it."""

    answers: list[Saying | bytes]
    url: str = ""
    tunnel: bool = False  # whether a CONNECT is done, as a proxy does it
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)  # awaited by what comes late

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                self.requests.append(head + await reader.readexactly(_length(head)))
                self.asked.set()
                if head.startswith(b"CONNECT") and self.tunnel:
                    host, _, port = head.split()[1].decode().partition(":")
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    await join(reader, writer, host, int(port))
                    return
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if isinstance(answer, bytes):
                    writer.write(answer)
                else:
                    await answer(self, writer)
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()


def then_closes(answer: bytes) -> Saying:
    async def say(_server: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return say


def late(answer: bytes) -> Saying:
    """When the test sets `go_on`."""

    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        await server.go_on.wait()
        writer.write(answer)

    return say


def then_later(answer: bytes, more: bytes) -> Saying:
    """What nobody asked for comes when the test sets `go_on`."""

    async def say(server: Server, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await late(more)(server, writer)

    return say


def bit_by_bit(answer: bytes) -> Saying:
    async def say(_server: Server, writer: asyncio.StreamWriter) -> None:
        for byte in answer:
            writer.write(bytes([byte]))
            await asyncio.sleep(0)  # so that it leaves by itself

    return say


@asynccontextmanager
async def saying(*answers: Saying | bytes, tls: SSLContext | None = None) -> AsyncIterator[Server]:
    made = Server(list(answers))
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0, ssl=tls)
    made.url = f"http{'s' if tls else ''}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        made.go_on.set()
        server.close()


@asynccontextmanager
async def greeting(words: bytes) -> AsyncIterator[Server]:
    """A server that speaks first and hangs up, as one does that has too much to do."""

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        made.connections += 1
        writer.write(words)
        writer.close()

    made = Server([])
    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
