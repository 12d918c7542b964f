"""What becomes of a server's answer, and of its connection."""

import asyncio
import gzip
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from socket import socket

import pytest
from aiohttp import ClientError, ClientPayloadError, ClientSession, TCPConnector
from yarl import URL

from exchange.http import Http, TooLong, Unreached
from tests.exchange.server import Saying, bit_by_bit, greeting, late, saying, then_closes, then_later
from tests.ports import free_port

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nfi\r\n2\r\nne\r\n0\r\n\r\n"
TO_THE_END = b"HTTP/1.0 200 OK\r\n\r\nfine"
NOTHING = b"HTTP/1.1 204 No Content\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"


def packed(body: bytes, coding: str = "gzip") -> bytes:
    data = gzip.compress(body, mtime=0) if coding == "gzip" else zlib.compress(body)
    return (
        b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (coding.encode(), len(data)) + data
    )


async def answer(http: Http, url: str, method: str = "GET") -> tuple[int, bytes]:
    with await http.ask(method, URL(url)) as reply:
        return reply.status, await reply.read()


@pytest.mark.parametrize(
    "said",
    [
        FINE,
        CHUNKED,
        packed(b"fine"),
        packed(b"fine", "deflate"),
        HINTS + FINE,
        b"HTTP/1.1 100 Continue\r\n\r\n" + HINTS + CHUNKED,
        bit_by_bit(FINE),
        bit_by_bit(HINTS + CHUNKED),
        bit_by_bit(packed(b"fine")),
        then_closes(TO_THE_END),
    ],
    ids=["plain", "chunked", "gzip", "deflate", "hints", "continue", "slow", "slow-hints", "slow-gzip", "to-the-end"],
)
async def test_body(http: Http, said: Saying | bytes) -> None:
    async with saying(said) as server:
        for _ in range(3):
            assert await answer(http, server.url) == (200, b"fine")


async def test_no_body(http: Http) -> None:
    async with saying(NOTHING, FINE) as server:
        assert await answer(http, server.url) == (204, b"")
        assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 1


@pytest.mark.parametrize("size", [0, 2**20])
async def test_redirect_is_not_followed(http: Http, size: int) -> None:
    async with saying(b"HTTP/1.1 307 Elsewhere\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n") as server:
        with await http.ask("POST", URL(server.url), b"x" * size) as reply:
            assert reply.status == 307
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("declared", "charset"),
    [
        (b"text/html; charset=gb2312", "gb2312"),
        (b'text/html; Charset="UTF-8"; a=b', "UTF-8"),
        (b"text/html", None),
        (b"", None),
    ],
)
async def test_charset(http: Http, declared: bytes, charset: str | None) -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: 0\r\n\r\n" % declared
    async with saying(said) as server:
        with await http.ask("GET", URL(server.url)) as reply:
            assert reply.charset == charset


@pytest.mark.parametrize(
    "said",
    [FINE, CHUNKED, packed(b"fine"), bit_by_bit(FINE), then_closes(TO_THE_END)],
    ids=["plain", "chunked", "gzip", "slow", "to-the-end"],
)
async def test_size(http: Http, said: Saying | bytes) -> None:
    """Bytes are counted after they were unpacked."""
    async with saying(said) as server:
        with await http.ask("GET", URL(server.url)) as reply:
            assert await reply.read(4) == b"fine"
        with await http.ask("GET", URL(server.url)) as reply, pytest.raises(TooLong):
            await reply.read(3)


async def test_little_that_unpacks_to_much(http: Http) -> None:
    async with saying(packed(bytes(2**26)), FINE) as server:
        with await http.ask("GET", URL(server.url)) as reply, pytest.raises(TooLong):
            await reply.read(2**20)
        assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 2


async def test_connection_is_kept(http: Http) -> None:
    async with saying(FINE, CHUNKED, packed(b"fine"), FINE) as server:
        for _ in range(4):
            assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 1


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 4\r\n\r\nfine",
        b"HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\nfine",
        FINE + b"HTTP/1.1 500 Not Asked For\r\nContent-Length: 4\r\n\r\nevil",
    ],
)
async def test_connection_is_not_kept(http: Http, said: bytes) -> None:
    """Where the server ends it, or says more than it was asked: that is no answer to the next request."""
    async with saying(said, FINE) as server:
        for _ in range(2):
            assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 2


@pytest.fixture
async def spoilt(http: Http) -> AsyncIterator[str]:
    """A server that said more, on each of two connections that are kept."""
    more = then_later(FINE, b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 4\r\n\r\nevil")
    async with saying(more, more, FINE) as server:
        await asyncio.gather(answer(http, server.url), answer(http, server.url))
        server.go_on.set()
        async with ClientSession() as other:  # by whose answer the rest has come too
            await answer(Http(other), server.url)
        yield server.url


@pytest.mark.parametrize("size", [0, 2**20])
async def test_words_that_nobody_asked_for(http: Http, spoilt: str, size: int) -> None:
    """They are no answer to the next request."""
    with await http.ask("POST", URL(spoilt), b"x" * size) as reply:
        assert (reply.status, await reply.read()) == (200, b"fine")


async def test_server_that_speaks_first(http: Http) -> None:
    """As one does that has too much to do; it is not asked again and again."""
    async with greeting(b"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbusy") as server:
        with suppress(ClientError, OSError):
            assert await answer(http, server.url) == (503, b"busy")
    assert server.connections == 1


async def test_unread_body(http: Http) -> None:
    async with saying(b"HTTP/1.1 500 Oh\r\nContent-Length: 400\r\n\r\nno", FINE) as server:
        with await http.ask("GET", URL(server.url)) as reply:
            assert reply.status == 500
        assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 2


async def test_answer_to_a_call_that_was_given_up(http: Http) -> None:
    """It is not taken for the answer to the next call."""
    async with saying(late(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"), FINE) as server:
        given_up = asyncio.create_task(answer(http, server.url))
        await server.asked.wait()
        given_up.cancel()
        await asyncio.wait([given_up])
        server.go_on.set()
        assert await answer(http, server.url) == (200, b"fine")
    assert server.connections == 2


@pytest.mark.parametrize(
    "said",
    [
        then_closes(b""),
        then_closes(b"HTTP/1.1 200 OK\r\nContent-Le"),
        then_closes(b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\nfine"),
        then_closes(CHUNKED[:-8]),
        then_closes(HINTS),
        FINE + b"more",
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nfine",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_answer(http: Http, said: Saying | bytes, method: str) -> None:
    """Asked once: whether again is for the caller to say. No error quotes the address."""
    async with saying(said) as server:
        with pytest.raises((ClientError, OSError)) as caught:
            await answer(http, f"{server.url}/bot1:secret/getMe", method)
    assert not isinstance(caught.value, Unreached)
    assert "secret" not in repr(caught.value)
    assert len(server.requests) == 1


async def test_half_of_a_body(http: Http) -> None:
    """The status stands, and what it says can be used."""
    async with saying(then_closes(b"HTTP/1.1 503 Busy\r\nContent-Length: 40\r\n\r\nfine")) as server:
        with await http.ask("GET", URL(server.url)) as reply:
            assert reply.status == 503
            with pytest.raises(ClientPayloadError):
                await reply.read()


async def test_nobody_listens(http: Http) -> None:
    with pytest.raises(Unreached):
        await answer(http, f"http://127.0.0.1:{free_port()}")


async def test_nobody_accepts(session: ClientSession) -> None:
    with socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        with socket() as first, socket() as second:  # one more than it takes
            first.connect(address)
            second.setblocking(False)
            second.connect_ex(address)
            with pytest.raises(Unreached) as caught:
                await answer(Http(session, connect_s=0.05), f"http://127.0.0.1:{address[1]}/secret")
    assert "secret" not in repr(caught.value)


async def test_closed_session() -> None:
    session = ClientSession(connector=TCPConnector())
    await session.close()
    with pytest.raises(RuntimeError):
        await answer(Http(session), "http://127.0.0.1:9")
