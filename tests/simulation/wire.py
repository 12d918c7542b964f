"""The network between the bot and the exam systems: the real client's bytes, carried in memory, and cut where it hurts.

A `Server` gets each request whole and says what it answers and how that fares; to the client it is a TCP connection.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import BaseConnector, ClientConnectorError
from aiohttp.client_proto import ResponseHandler
from yarl import URL


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as its bytes say."""

    method: str
    url: URL  # with the host it went to
    body: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """The bytes that come back, in `after_s`; then the connection stays, ends, or is reset."""

    after_s: float
    data: bytes
    cut: str = ""  # "end", "reset", "silence": nothing more ever comes


Server = Callable[[Asked], Answered]


def http(status: int, body: bytes, *, headers: str = "", length: int | None = None) -> bytes:
    """An answer's bytes; `length` says another one than the body has."""
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n{headers}\r\n"
    return head.encode() + body


class Wires(BaseConnector):
    """Connects every host to one server; `refuses` says whether nobody listens just now."""

    def __init__(self, server: Server, refuses: Callable[[], bool]) -> None:
        super().__init__(limit=0)
        self._server, self._refuses = server, refuses

    async def _create_connection(self, req: Any, traces: Any, timeout: Any) -> ResponseHandler:  # noqa: ASYNC109 - as the library asks
        await asyncio.sleep(0.001)
        if self._refuses():
            raise ClientConnectorError(req.connection_key, ConnectionRefusedError("refused"))
        handler = ResponseHandler(self._loop)
        handler.connection_made(_Wire(handler, self._server, req.url.host))
        return handler


class _Wire(asyncio.Transport):
    """The client's end of a connection."""

    def __init__(self, handler: ResponseHandler, server: Server, host: str) -> None:
        super().__init__()
        self._handler, self._server, self._host = handler, server, host
        self._written = b""
        self._closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self._written += bytes(data)
        head, end, body = self._written.partition(b"\r\n\r\n")
        if not end:
            return
        line, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _colon, value in (each.partition(":") for each in lines)}
        if len(body) < int(headers.get("content-length", "0")):
            return
        self._written = b""
        method, path, _version = line.split(" ")
        answered = self._server(Asked(method, URL(f"http://{self._host}{path}", encoded=True), body))
        asyncio.get_running_loop().call_later(answered.after_s, self._answer, answered)

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def _answer(self, answered: Answered) -> None:
        if self._closing:
            return
        if answered.data:
            self._handler.data_received(answered.data)
        if answered.cut == "reset":
            self._end(ConnectionResetError("reset"))
        elif answered.cut == "end":
            self._end(None)

    def _end(self, why: Exception | None) -> None:
        if not self._closing:
            self._closing = True
            asyncio.get_running_loop().call_soon(self._handler.connection_lost, why)

    def close(self) -> None:
        self._end(None)

    def abort(self) -> None:
        self._end(None)

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...

    def get_write_buffer_size(self) -> int:
        return 0
