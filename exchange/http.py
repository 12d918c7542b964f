"""`Http`: one request and its answer, over the connections of an aiohttp session.

The session's own `request` takes three times as much CPU for three hundred bytes (docs/performance.md), since it can do
so much more. aiohttp still does what is hard: connections and their pool, names, TLS and proxies, and the reading of an
answer, however it is packed. Ours is to write the request, in one piece. No redirects, no cookies, and no repetition,
which the session does by itself for a GET.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final, Self

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientPayloadError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    EofStream,
    FormData,
    ServerDisconnectedError,
    StreamReader,
)
from aiohttp.connector import Connection
from aiohttp.http import HttpProcessingError
from yarl import URL

_IN_ONE_PIECE: Final = 2**16  # bytes; more is sent bit by bit, by the session
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([^\s"';]+)""", re.IGNORECASE)
_SPOILT: Final = 100  # kept connections that are thrown away at a time
_NOT_YET: Final = {*range(100, 200)} - {101}  # such as 103 (Early Hints): the answer is still to come


class TooLong(ClientError):
    """An answer's body has more bytes than its caller takes."""


class Unasked(ClientError):
    """A server that speaks before it is asked: its words would be taken for the answer, be they meant for whomever."""


NOTHING_WRITTEN: Final = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError, Unasked)


@dataclass(slots=True)
class Reply:
    """An answer, its body still to be read: within a `with`, at whose end the connection is given back or closed."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: StreamReader = field(repr=False)
    _source: Connection | ClientResponse = field(repr=False)

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
        self._source.release()  # which closes it where the body was not read to its end


class Http:
    """What one session sends to servers, directly or through an http(s) proxy."""

    def __init__(self, session: ClientSession, *, proxy: str | None = None, connect_s: float | None = None) -> None:
        """`connect_s` bounds connecting and nothing else: how long all of it may take is for the caller to say."""
        self._session = session
        self._proxy = URL(proxy) if proxy else None
        self._timeout = ClientTimeout(total=None, connect=connect_s, sock_connect=None)
        self._ways: dict[tuple[str, str], _Way] = {}

    async def ask(self, method: str, url: URL, body: bytes | FormData | None = None, kind: str = "") -> Reply:
        """Send once. `kind` is the Content-Type of a body of bytes.

        Raises ClientError and OSError; NOTHING_WRITTEN are those after which the server knows of nothing.
        """
        if isinstance(body, FormData) or (body and len(body) > _IN_ONE_PIECE):
            return await self._uploaded(method, url, body, kind)
        way = self._way(url)
        connection = await self._connected(way)
        try:
            return await _exchanged(connection, way.written(method, url, body, kind))
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
        for _ in range(_SPOILT):
            try:
                connection = await connector.connect(way.opening, [], self._timeout)
            except TimeoutError:
                raise ConnectionTimeoutError from None
            if connection.protocol is not None and not connection.protocol.should_close:
                return connection
            connection.close()  # some say 408 before they close a connection that nobody uses
        raise Unasked

    async def _uploaded(self, method: str, url: URL, body: bytes | FormData, kind: str) -> Reply:
        response = await self._session.request(
            method,
            url,
            data=BytesIO(body) if isinstance(body, bytes) else body,
            headers={"Content-Type": kind} if isinstance(body, bytes) else None,
            proxy=self._proxy,
            timeout=self._timeout,
            allow_redirects=False,
        )
        return Reply(response.status, response.headers, response.content, response)


class _Way:
    """To one server: what every request to it begins with."""

    def __init__(self, opening: ClientRequest) -> None:
        self.opening = opening  # what aiohttp's connector is asked with; itself never sent
        self._headers = ""

    def written(self, method: str, url: URL, body: bytes | None, kind: str) -> bytes:
        if not self._headers:  # not before the first connection, at which a proxy's password is added to them
            self._headers = "".join(f"{name}: {value}\r\n" for name, value in self.opening.headers.items())
        target = url.raw_path_qs
        if self.opening.proxy and not self.opening.is_ssl():
            target = f"{url.origin()}{target}"
        head = f"{method} {target} HTTP/1.1\r\n{self._headers}"
        if body is None:
            return (head + ("\r\n" if method == "GET" else "Content-Length: 0\r\n\r\n")).encode()
        return f"{head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def _exchanged(connection: Connection, request: bytes) -> Reply:
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
    return Reply(message.code, message.headers, content, connection)
