"""Proxies as small as can be, which can die and come back on the same port."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Literal

from tests.pouring import join

Kind = Literal["http", "socks5"]
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Proxy:
    kind: Kind
    port: int = 0
    connections: int = 0
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] | None = None

    @property
    def url(self) -> str:
        return f"{self.kind}://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._open = set()
        serve = _http if self.kind == "http" else _socks

        async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self.connections += 1
            assert self._open is not None
            self._open.add(writer)
            try:
                await serve(reader, writer)
            except (OSError, asyncio.IncompleteReadError):
                pass
            finally:
                writer.close()

        self._server = await asyncio.start_server(count, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def die(self) -> None:
        """Refuse connections from now on and break those that are open."""
        if self._server:
            self._server.close()
            for writer in self._open or ():
                writer.transport.abort()
            self._server = None


@asynccontextmanager
async def proxy(kind: Kind) -> AsyncIterator[Proxy]:
    made = Proxy(kind)
    await made.start()
    try:
        yield made
    finally:
        await made.die()


async def _http(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Forward one request, with its whole address in its first line; a tunnel for TLS is refused."""
    head = await reader.readuntil(b"\r\n\r\n")
    method, address, rest = head.split(b" ", 2)
    if method == b"CONNECT":
        writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        return
    host, _, path = address.removeprefix(b"http://").partition(b"/")
    name, _, port = host.partition(b":")
    head = method + b" /" + path + b" " + rest.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    await join(reader, writer, name.decode(), int(port), head)


async def _socks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """RFC 1928 without a password: a greeting, CONNECT, and then whatever is said."""
    _version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    _version, command, _reserved, kind = await reader.readexactly(4)
    assert command == 1
    host = str(ip_address(await reader.readexactly(4))) if kind == 1 else (await _sized(reader)).decode()
    port = int.from_bytes(await reader.readexactly(2))
    writer.write(b"\x05\x00\x00\x01" + bytes(6))
    await join(reader, writer, host, port)


async def _sized(reader: asyncio.StreamReader) -> bytes:
    return await reader.readexactly((await reader.readexactly(1))[0])
