"""Over TLS, to a server whose certificate was made here."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from yarl import URL

from exchange.http import Http, Unreached
from tests.exchange.server import saying

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfine"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    written = tmp_path / "certificate.pem"
    written.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return written


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_one_connection_for_all(certificate: Path, tls: ssl.SSLContext) -> None:
    trusting = ssl.create_default_context(cafile=certificate)
    async with saying(FINE, tls=tls) as server, ClientSession(connector=TCPConnector(ssl=trusting)) as session:
        http = Http(session)
        for body in (None, b"x", b"x" * 2**20):
            with await http.ask("POST", URL(server.url), body, "text/plain") as reply:
                assert await reply.read() == b"fine"
        assert server.connections == 1


@pytest.mark.parametrize("password", ["", "me:secret@"])
async def test_through_a_tunnel(certificate: Path, tls: ssl.SSLContext, password: str) -> None:
    """The proxy hears the server's name and its own password, and nothing of what is asked."""
    trusting = ssl.create_default_context(cafile=certificate)
    async with (
        saying(FINE, tls=tls) as server,
        saying(b"") as way,
        ClientSession(connector=TCPConnector(ssl=trusting)) as session,
    ):
        way.tunnel = True
        http = Http(session, proxy=way.url.replace("://", f"://{password}"))
        for body in (b"x", b"x" * 2**20):
            with await http.ask("POST", URL(server.url) / "secret", body) as reply:
                assert await reply.read() == b"fine"
    (tunnelled,) = way.requests
    assert tunnelled.startswith(b"CONNECT " + server.url.removeprefix("https://").encode())
    assert (b"Proxy-Authorization: Basic" in tunnelled) is bool(password)
    assert all(each.startswith(b"POST /secret HTTP/1.1") and b"Proxy" not in each for each in server.requests)


async def test_nobody_known(http: Http, tls: ssl.SSLContext) -> None:
    """Nothing is said to a server whose certificate nobody vouches for."""
    async with saying(FINE, tls=tls) as server:
        with pytest.raises(Unreached, match="Certificate") as caught:
            await http.ask("POST", URL(server.url) / "secret", b"x")
    assert server.requests == []
    assert "secret" not in repr(caught.value)
