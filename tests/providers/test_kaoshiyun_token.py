"""Where the token of 考试云 comes from, and when another one is got."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from yarl import URL

from providers.errors import Changed, Expired, Unavailable
from providers.http import Answer
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.kaoshiyun.token import TokenAddress, read_token
from providers.system import Terms
from tests.providers.calls import first, whole
from tests.providers.hand_clock import HandClock
from tests.providers.kaoshiyun_bodies import EXAMS, EXPIRED
from tests.providers.upstream import Reaction, Upstream, says

TERMS = Terms(per_second=1000)


class Issuer:
    """考试云 that takes the token of the day, and the address that gives it."""

    def __init__(self) -> None:
        self.valid = "t1"
        self.given: object = {"access_token": "t1", "expires_in": 7200}
        self.token_status = 200
        self.page: object = EXAMS
        self.fetched = 0

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        url = URL(request.raw_path)
        if url.path == "/token":
            self.fetched += 1
            return await says(self.given, self.token_status)(request)
        return await says(self.page if url.query["token"] == self.valid else EXPIRED)(request)


@pytest.fixture
def issuer(upstream: Upstream) -> Issuer:
    upstream.always = issuer = Issuer()
    return issuer


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, issuer: Issuer, hand_clock: HandClock) -> KaoshiyunClient:
    address = TokenAddress(f"{upstream.url}/token?v=1", {"appid": "a b", "secret": "s3cret"})
    return KaoshiyunClient(session, KaoshiyunConfig(upstream.url, address, TERMS), hand_clock.clock)


async def test_fetched(client: KaoshiyunClient, upstream: Upstream) -> None:
    """By GET, the parameters in the query beside what the address has already."""
    assert len(await first(client.exams())) == 2
    assert (upstream.seen[0].method, upstream.seen[0].target) == ("GET", "/token?v=1&appid=a+b&secret=s3cret")
    assert "token=t1" in upstream.seen[1].target


async def test_kept(client: KaoshiyunClient, issuer: Issuer, hand_clock: HandClock) -> None:
    """Until shortly before it expires."""
    await first(client.exams())
    hand_clock.forward(6899)
    await first(client.exams())
    assert issuer.fetched == 1
    hand_clock.forward(1)
    await first(client.exams())
    assert issuer.fetched == 2


async def test_fetched_once(client: KaoshiyunClient, issuer: Issuer) -> None:
    await asyncio.gather(*(first(client.exams()) for _ in range(20)))
    assert issuer.fetched == 1


async def test_renewed(client: KaoshiyunClient, upstream: Upstream, issuer: Issuer) -> None:
    """On 40006 one renewal for all, and each call once more."""
    await first(client.exams())
    issuer.valid, issuer.given = "t2", {"access_token": "t2"}
    results = await asyncio.gather(*(first(client.exams()) for _ in range(10)))
    assert all(len(items) == 2 for items in results)
    assert issuer.fetched == 2
    assert len(upstream.seen) == 2 + 1 + 20


async def test_renewed_between_pages(client: KaoshiyunClient, issuer: Issuer) -> None:
    issuer.page = {"totalCount": 2, "items": [{"examID": "a"}]}
    seen = []
    async for page in client.exams():
        seen += [exam.exam_id for exam in page.items]
        issuer.valid, issuer.given = "t2", {"access_token": "t2"}
        issuer.page = {"totalCount": 2, "items": [{"examID": "b"}]}
    assert seen == ["a", "b"]


async def test_refused_all_the_same(client: KaoshiyunClient, upstream: Upstream, issuer: Issuer) -> None:
    """A new token that is refused too is not asked for a third time."""
    issuer.valid = "none"
    issuer.given = {"access_token": "t1"}
    with pytest.raises(Expired):
        await whole(client.exams())
    issuer.given = {"access_token": "t2"}
    with pytest.raises(Expired):
        await whole(client.exams())
    assert (issuer.fetched, len(upstream.seen)) == (3, 3 + 3)


async def test_secret(client: KaoshiyunClient, issuer: Issuer) -> None:
    issuer.token_status = 404
    with pytest.raises(Changed) as caught:
        await first(client.exams())
    assert "while token_url was asked" in caught.value.__notes__
    assert "s3cret" not in repr(caught.value)


async def test_no_token(client: KaoshiyunClient, issuer: Issuer) -> None:
    """What the address answers instead of a token, with an error's status or without."""
    issuer.given = {"errcode": 40013, "errmsg": "invalid appid"}
    for issuer.token_status in (200, 401):
        with pytest.raises(Expired, match="token_url"):
            await first(client.exams())


@pytest.mark.parametrize(("reaction", "error"), [(says("<html>"), Changed), (says("", 500), Unavailable)])
async def test_token_url_down(
    client: KaoshiyunClient, upstream: Upstream, reaction: Reaction, error: type[Exception]
) -> None:
    upstream.next.append(reaction)
    with pytest.raises(error):
        await first(client.exams())
    assert len(upstream.seen) == 1


@pytest.mark.parametrize(
    ("body", "path", "token", "life"),
    [
        ({"access_token": "t"}, "access_token", "t", 6900),
        ({"access_token": " t ", "expires_in": "600"}, "access_token", "t", 540),
        ({"data": {"token": "t", "expires_in": 100}}, "data.token", "t", 90),
        ({"data": [{"token": "t"}], "expires_in": 100}, "data.0.token", "t", 90),
        ({"token": 42, "expires_in": "soon"}, "token", "42", 6900),
        ({"token": "t", "expires_in": -1}, "token", "t", 6900),
        ({"token": "t", "expires_in": 10**12}, "token", "t", 30 * 86400 - 300),
    ],
)
def test_read(body: object, path: str, token: str, life: float) -> None:
    fetched = read_token(Answer(200, json.dumps(body).encode()), path, asked_at=0)
    assert (fetched.token, fetched.until) == (token, life)
    assert f"'{token}'" not in repr(fetched)


@pytest.mark.parametrize(
    "body", [{}, [], None, {"a": None}, {"a": ""}, {"a": True}, {"a": {}}, {"a": [1]}, {"a": "\ud800"}]
)
def test_read_nothing(body: object) -> None:
    with pytest.raises(Expired):
        read_token(Answer(200, json.dumps(body).encode()), "a", asked_at=0)


async def test_file(session: ClientSession, upstream: Upstream, issuer: Issuer, tmp_path: Path) -> None:
    """Read anew when it changes; while it is gone the last token holds."""
    path = tmp_path / "token"
    client = KaoshiyunClient(session, KaoshiyunConfig(upstream.url, path, TERMS))
    with pytest.raises(Expired, match="token_file"):
        await first(client.exams())
    path.write_text("\ufefft1\n", encoding="utf-8")
    await first(client.exams())
    path.unlink()
    await first(client.exams())
    path.write_text("another", encoding="utf-8")
    with pytest.raises(Expired):
        await first(client.exams())
    assert [URL(seen.target).query["token"] for seen in upstream.seen] == ["t1", "t1", "another"]


async def test_file_refused(session: ClientSession, upstream: Upstream, issuer: Issuer, tmp_path: Path) -> None:
    """A change that the file's time and size don't show is found when the token is refused."""
    path = tmp_path / "token"
    path.write_text("t1", encoding="utf-8")
    client = KaoshiyunClient(session, KaoshiyunConfig(upstream.url, path, TERMS))
    await first(client.exams())
    before = path.stat()
    path.write_text("t2", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    issuer.valid = "t2"
    assert len(await first(client.exams())) == 2
    assert [URL(seen.target).query["token"] for seen in upstream.seen] == ["t1", "t1", "t2"]


async def test_config() -> None:
    config = KaoshiyunConfig("http://x.cn", TokenAddress("http://x.cn?k=s3cret", {"secret": "s3cret"}))
    assert "s3cret" not in repr(config) + repr(config.token)
    assert "s3cret" not in repr(KaoshiyunConfig("http://x.cn", "s3cret"))
