"""The way to the Bot API: python-telegram-bot's requests, carried by aiohttp, with its errors told apart.

Through httpx, which it brings along, a bot answers a quarter as many updates (docs/performance.md). No error quotes an
address: the token stands in it.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import field
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiohttp import BaseConnector, ClientError, ClientSession, DummyCookieJar, FormData, TCPConnector
from pydantic_core import from_json, to_json
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.values import dataclass
from exchange.http import Http, Unreached

_CONNECT_S = 10.0
_READ_S = 30.0
_UPLOAD_S = 120.0
_PAUSE = re.compile(rb'"retry_after"\s*:\s*[1-9]')
_PAUSE_S = 5  # after a 429 that names no time
_CONNECTIONS = 300
_TOLD_APART = (400, 401, 403, 404, 409, 429)  # refusals that python-telegram-bot knows


@dataclass(frozen=True, slots=True)
class Plain:
    """Parameters without a file, as they are."""

    parameters: Mapping[str, Any] = field(repr=False)


class NotConnected(NetworkError):
    """Nothing reached Telegram."""


class Transport(BaseRequest):
    """One session for everything that one bot asks."""

    def __init__(self, proxy: str = "") -> None:
        self._proxy = proxy
        self._session: ClientSession | None = None
        self._http: Http | None = None

    @property
    def read_timeout(self) -> float:
        return _READ_S

    async def initialize(self) -> None:
        self._opened()

    async def shutdown(self) -> None:
        if self._session:
            await self._session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        url: str,
        method: str,
        request_data: RequestData | Plain | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,  # noqa: ARG002
        connect_timeout: Any = None,  # noqa: ARG002
        pool_timeout: Any = None,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """The status and the body of an answer. Raises `NotConnected`, `TimedOut`, `RetryAfter` or `NetworkError`."""
        try:
            async with asyncio.timeout(_within_s(read_timeout, request_data)):
                body, kind = await _body(request_data)
                with await self._opened().ask(method, URL(url), body, kind) as reply:
                    return _known(reply.status, await reply.read(), reply.headers)
        except Unreached as problem:
            raise NotConnected(str(problem)) from None
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError, asyncio.IncompleteReadError) as problem:
            raise NetworkError(type(problem).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the base class, which would write the whole body to the log."""
        try:
            answer = _read(payload)
        except ValueError:
            raise TelegramError("not JSON") from None
        if not isinstance(answer, dict) or not (("result" in answer) or answer.get("ok") is False):
            raise TelegramError("not an answer of the Bot API")
        return answer

    def _opened(self) -> Http:
        if self._http is None:
            by_socks = self._proxy.startswith("socks")
            connector, failures = _by_socks(self._proxy) if by_socks else (TCPConnector(limit=_CONNECTIONS), ())
            # Cookies and environment would only be surprises.
            self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())
            proxy = None if by_socks else self._proxy
            self._http = Http(self._session, proxy=proxy, connect_s=_CONNECT_S, failures=failures)
        return self._http


def _by_socks(proxy: str) -> tuple[BaseConnector, tuple[type[Exception], ...]]:
    """What connects through a SOCKS proxy, and its own errors."""
    # Most bots do without these many modules.
    from aiohttp_socks import (  # noqa: PLC0415
        ProxyConnectionError,
        ProxyConnector,
        ProxyError,
        ProxyTimeoutError,
    )

    failures = (ProxyError, ProxyConnectionError, ProxyTimeoutError)
    return ProxyConnector.from_url(proxy, limit=_CONNECTIONS), failures


async def _body(request_data: RequestData | Plain | None) -> tuple[bytes | None, str]:
    if request_data is None:
        return None, ""
    if isinstance(request_data, Plain) or not request_data.contains_files:
        return to_json(request_data.parameters), "application/json"
    form = FormData(quote_fields=False)  # else a Chinese file name arrives percent-encoded
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        file = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, file, filename=filename, content_type=mime)
    payload = form()
    return await payload.as_bytes(), payload.headers["Content-Type"]


def _read(payload: bytes) -> Any:
    try:
        return from_json(payload, cache_strings="keys")  # texts are people's: no parser need remember them
    except ValueError:
        return json.loads(payload)


def _within_s(read_s: object, request_data: RequestData | Plain | None) -> float:
    if isinstance(read_s, (int, float)):
        return float(read_s)
    return _UPLOAD_S if isinstance(request_data, RequestData) and request_data.contains_files else _READ_S


def _known(status: int, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    """The answer with a status that python-telegram-bot tells apart; it knows a 429 only by its body.

    A refusal that is no JSON is somebody else's page, which may quote the address and says nothing of Telegram.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS and not _PAUSE.search(body):
        pause = headers.get("Retry-After", "")
        raise RetryAfter(int(pause) if pause.isdecimal() else _PAUSE_S)
    refused = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    if status >= HTTPStatus.MULTIPLE_CHOICES and not body.lstrip().startswith(b"{"):
        page = f"a page with status {status}"
        raise NetworkError(page) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else NotConnected(page)
    return (HTTPStatus.BAD_REQUEST if refused and status not in _TOLD_APART else status), body
