"""`Http`: one request and its answer, over the connections of an aiohttp session.

The session's own `request` takes three times as much CPU for three hundred bytes (docs/performance.md), since it can do
so much more. aiohttp still does what is hard: connections and their pool, names, TLS and proxies, and the reading of an
answer, however it is packed. Ours is to write the request, in one piece. No redirects, no cookies, and no repetition,
which the session does by itself for a GET.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self
from weakref import WeakSet

from aiohttp import (
    ClientError,
    ClientHttpProxyError,
    ClientPayloadError,
    ClientRequest,
    ClientSession,
    ClientTimeout,
    EofStream,
    ServerDisconnectedError,
    StreamReader,
)
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http import HttpProcessingError
from yarl import URL

_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""", re.IGNORECASE)
_UNKNOWN_TO_PROXY: Final = 407  # Proxy Authentication Required
_NOT_YET: Final = {*range(100, 200)} - {101}  # such as 103 (Early Hints): the answer is still to come


class Unreached(ClientError):
    """There is no connection, so that the server knows of nothing; the text is the kind of what went wrong."""


class ProxyRefused(Unreached):
    """The proxy passes nothing on: it wants a name and a password, or others."""

    def __init__(self) -> None:
        super().__init__(f"the proxy answered {_UNKNOWN_TO_PROXY}")


class TooLong(ClientError):
    """An answer's body has more bytes than its caller takes."""


@dataclass(slots=True)
class Reply:
    """An answer, its body still to be read: within a `with`, at whose end the connection is given back or closed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: StreamReader = field(repr=False)
    _connection: Connection = field(repr=False)

    @property
    def charset(self) -> str | None:
        """As declared; None where it is not."""
        declared = _CHARSET.search(self.headers.get("Content-Type", ""))
        return declared[1] if declared else None

    async def read(self, most: float = float("inf")) -> bytes:
        """The decoded body. Raises TooLong where it has more than `most` bytes, of which hardly more are read."""
        body = await self.content.readany()
        if not self.content.at_eof():  # seldom: nearly every answer fits one packet
            rest = bytearray(body)
            while len(rest) <= most and (piece := await self.content.readany()):
                rest += piece
            body = bytes(rest)
        if len(body) > most:
            raise TooLong
        return body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.release()  # which closes it where the body was not read to its end


class Http:
    """What one session sends to servers, directly or through an http(s) proxy."""

    def __init__(
        self,
        session: ClientSession,
        *,
        proxy: str | None = None,
        connect_s: float | None = None,
        failures: Sequence[type[Exception]] = (),
    ) -> None:
        """`failures` are errors of the session's own connector, which other ones don't raise.

        `connect_s` bounds connecting and nothing else: how long all of it may take is for the caller to say.
        """
        self._session = session
        self._unreached: tuple[type[BaseException], ...] = (ClientError, OSError, EOFError, *failures)
        self._proxy = URL(proxy) if proxy else None
        self._timeout = ClientTimeout(total=None, connect=connect_s, sock_connect=None)
        self._ways: dict[tuple[str, str], _Way] = {}
        self._used = WeakSet[ResponseHandler]()

    async def ask(self, method: str, url: URL, body: bytes | None = None, kind: str = "") -> Reply:
        """Send once, anything but a HEAD. `kind` is the body's Content-Type.

        Raises Unreached where nothing was written, else ClientError and OSError.
        """
        way = self._way(url)
        connection = await self._connected(way)
        try:
            return await _exchanged(connection, way.written(method, url, body, kind), by_proxy=way.by_proxy)
        except BaseException:
            connection.close()  # an answer that comes later would be taken for that of another request
            raise

    def _way(self, url: URL) -> "_Way":
        key = url.scheme, url.raw_authority
        if key not in self._ways:
            self._ways[key] = _Way(
                ClientRequest("GET", url.with_path("/"), headers=self._session.headers, proxy=self._proxy)
            )
        return self._ways[key]

    async def _connected(self, way: "_Way") -> Connection:
        connector = self._session.connector
        if connector is None:
            raise RuntimeError("the session is closed")
        while True:
            try:
                connection = await connector.connect(way.opening, [], self._timeout)
            except self._unreached as error:
                if isinstance(error, ClientHttpProxyError) and error.status == _UNKNOWN_TO_PROXY:
                    raise ProxyRefused from None
                raise Unreached(type(error).__name__) from None
            protocol = connection.protocol
            if protocol is not None and not (protocol in self._used and protocol.should_close):
                self._used.add(protocol)
                return connection
            # Kept, and the server has spoken since, such as a 408 before it closes: that would be taken for our answer.
            connection.close()


class _Way:
    """To one server: what every request to it begins with."""

    def __init__(self, opening: ClientRequest) -> None:
        self.opening = opening  # what aiohttp's connector is asked with; itself never sent
        self.by_proxy = opening.proxy is not None and not opening.is_ssl()  # it reads and answers each request
        self._headers = ""

    def written(self, method: str, url: URL, body: bytes | None, kind: str) -> bytes:
        if not self._headers:  # not before the first connection, at which a proxy's password is added to them
            self._headers = "".join(f"{name}: {value}\r\n" for name, value in self.opening.headers.items())
        target = url.raw_path_qs
        if self.by_proxy:
            target = f"{url.origin()}{target}"
        if not target.isprintable() or " " in target:
            raise ValueError("no address")  # it would end the line, and begin another one
        head = f"{method} {target} HTTP/1.1\r\n{self._headers}"
        if body is None:
            return (head + ("\r\n" if method == "GET" else "Content-Length: 0\r\n\r\n")).encode()
        return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def _exchanged(connection: Connection, request: bytes, *, by_proxy: bool) -> Reply:
    protocol, transport = connection.protocol, connection.transport
    if protocol is None or transport is None:  # closed since
        raise ServerDisconnectedError
    protocol.set_response_params(read_until_eof=True)
    transport.write(request)
    try:
        message, content = await protocol.read()
        while message.code in _NOT_YET:
            message, content = await protocol.read()
    except (HttpProcessingError, EofStream):
        raise ClientPayloadError("not an answer of HTTP") from None
    if by_proxy and message.code == _UNKNOWN_TO_PROXY:
        raise ProxyRefused
    return Reply(message.code, message.headers, content, connection)
