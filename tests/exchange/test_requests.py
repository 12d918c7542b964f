"""What a server is sent."""

import base64

import pytest
from aiohttp import ClientSession
from yarl import URL

from exchange.http import Http, Unreached
from tests.exchange.server import Server, saying, then_closes

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


async def asked(http: Http, url: str, *request: object) -> bytes:
    method, *more = request or ("GET",)
    with await http.ask(str(method), URL(url), *more) as reply:  # type: ignore[arg-type]
        return await reply.read()


def lines(server: Server) -> list[bytes]:
    return server.requests[-1].split(b"\r\n")


async def test_get(http: Http) -> None:
    async with saying(FINE) as server:
        await asked(http, f"{server.url}/cet?a=1")
    first, host, agent, *others, end, body = lines(server)
    assert first == b"GET /cet?a=1 HTTP/1.1"
    assert host == b"Host: " + server.url.removeprefix("http://").encode()
    assert agent == b"User-Agent: Gradebell"
    assert {line.partition(b":")[0] for line in others} == {b"Accept", b"Accept-Encoding"}
    assert (end, body) == (b"", b"")


async def test_post(http: Http) -> None:
    async with saying(FINE) as server:
        await asked(http, server.url, "POST", "罗".encode(), "text/plain")
    assert server.requests[0].startswith(b"POST / HTTP/1.1\r\nHost: ")
    assert server.requests[0].endswith(b"\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\n\xe7\xbd\x97")


@pytest.mark.parametrize("body", [None, b""])
async def test_post_of_nothing(http: Http, body: bytes | None) -> None:
    """Some servers wait for a body where no length is named."""
    async with saying(FINE) as server:
        await asked(http, server.url, "POST", body, "text/plain")
    assert b"Content-Length: 0" in lines(server)


async def test_what_people_type_stays_in_its_place(http: Http) -> None:
    async with saying(FINE) as server:
        await http_get_with(http, server, "罗 三\r\nX-Evil: 1 HTTP/1.1&b=2#c")
    assert lines(server)[0] == b"GET /?name=%E7%BD%97+%E4%B8%89%0D%0AX-Evil:+1+HTTP/1.1%26b%3D2%23c HTTP/1.1"
    assert not any(line.startswith(b"X-Evil") for line in lines(server))


async def http_get_with(http: Http, server: Server, name: str) -> None:
    with await http.ask("GET", URL(server.url) / "" % {"name": name}):
        pass


async def test_fragment_is_not_sent(http: Http) -> None:
    async with saying(FINE) as server:
        await asked(http, f"{server.url}/a#b")
    assert lines(server)[0] == b"GET /a HTTP/1.1"


async def test_password_in_the_address(http: Http) -> None:
    async with saying(FINE) as server:
        await asked(http, server.url.replace("://", "://me:p%40ss@") + "/a")
        await asked(http, server.url + "/b")
    named, unnamed = server.requests
    assert b"Authorization: Basic " + base64.b64encode(b"me:p@ss") in named
    assert b"@" not in named.replace(base64.b64encode(b"me:p@ss"), b"")
    assert b"Authorization" not in unnamed


@pytest.mark.parametrize("password", ["", "me:secret@"])
async def test_http_proxy(session: ClientSession, password: str) -> None:
    """It is told the whole address, and its own password alone."""
    async with saying(FINE) as server:
        http = Http(session, proxy=server.url.replace("://", f"://{password}"))
        for _ in range(2):
            await asked(http, "http://you:hidden@upstream.example/a?b=1")
    for request in server.requests:
        first, host, *_ = request.split(b"\r\n")
        assert (first, host) == (b"GET http://upstream.example/a?b=1 HTTP/1.1", b"Host: upstream.example")
        assert (b"Proxy-Authorization: Basic " + base64.b64encode(b"me:secret") in request) is bool(password)
    assert server.connections == 1


async def test_tunnel_of_a_proxy(session: ClientSession) -> None:
    """With TLS to the server itself the proxy hears a name, and neither address nor headers."""
    async with saying(then_closes(b"HTTP/1.1 200 Connection established\r\n\r\nno TLS")) as server:
        with pytest.raises(Unreached):
            await asked(Http(session, proxy=server.url), "https://upstream.example/bot1:secret/getMe")
    assert server.requests[0].startswith(b"CONNECT upstream.example:443 HTTP/1.1\r\n")
    assert b"secret" not in server.requests[0]


@pytest.mark.parametrize("size", [2**16, 2**22])
async def test_large_body(http: Http, size: int) -> None:
    async with saying(FINE) as server:
        assert await asked(http, server.url, "POST", b"x" * size, "image/png") == b"{}"
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert b"Content-Type: image/png" in head
    assert len(body) == size


@pytest.mark.parametrize("target", ["/a b", "/a\r\nX-Evil: 1", "/a?b=\n"])
async def test_address_that_would_end_its_line(http: Http, target: str) -> None:
    path, _, query = target.partition("?")
    async with saying(FINE) as server:
        url = URL.build(scheme="http", authority=server.url[7:], path=path, query_string=query, encoded=True)
        with pytest.raises(ValueError, match="no address"):
            await http.ask("GET", url)
    assert server.requests == []
