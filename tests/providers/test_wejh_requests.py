"""What the campus system is asked: forms, hashes in upper case, one field a call."""

from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientSession

from providers.errors import BadInput, NotFound, Problem
from providers.system import Terms
from providers.wejh.client import WejhClient, WejhConfig
from tests.providers import wejh_bodies as bodies
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Upstream, says
from tests.providers.wejh_bodies import CREDIT, HASHED, PASSWORD
from tests.providers.wejh_calls import build, forget

Use = Callable[[WejhClient], Awaitable[object]]


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> WejhClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


@pytest.mark.parametrize(
    ("use", "path", "form", "body"),
    [
        (
            lambda c: c.register("test1", PASSWORD),
            "user",
            {"method": "register2", "password": HASHED, "nickname": "test1"},
            bodies.REGISTERED,
        ),
        (
            lambda c: c.register_named("test1", "test1", PASSWORD),
            "user",
            {"method": "register", "username": "test1", "password": HASHED, "nickname": "test1"},
            bodies.REGISTERED_NAMED,
        ),
        (
            lambda c: c.login("10086", PASSWORD, forget),
            "user",
            {"method": "login", "username": "10086", "password": HASHED, "devicetype": "pc"},
            bodies.LOGGED_IN,
        ),
        (
            lambda c: c.autologin(CREDIT, forget),
            "user",
            {"method": "autologin", "credit": CREDIT},
            bodies.RENEWED,
        ),
        (
            lambda c: c.change_password("10086", PASSWORD, "654321"),
            "user",
            {
                "method": "changepw",
                "username": "10086",
                "password": HASHED,
                "newpassword": "C33367701511B4F6020EC61DED352059",
            },
            bodies.PASSWORD_CHANGED,
        ),
        (
            lambda c: c.change_nickname(CREDIT, "小明 & co"),
            "user",
            {"method": "changenickname", "credit": CREDIT, "nickname": "小明 & co"},
            bodies.NICKNAME_CHANGED,
        ),
        (
            lambda c: c.bind_jh(CREDIT, "２０１８０６０６１７７７", "a b=&"),
            "bind",
            {"bindname": "jh", "credit": CREDIT, "pid": "201806061777", "password": "a b=&"},
            bodies.BOUND_JH,
        ),
        (
            lambda c: c.bind_zfedu(CREDIT, PASSWORD),
            "bind",
            {"bindname": "zfedu", "credit": CREDIT, "password": PASSWORD},
            bodies.BOUND_ZF,
        ),
        (lambda c: c.bindings(CREDIT), "getinfo", {"type": "bind", "credit": CREDIT}, bodies.BINDINGS),
        (lambda c: c.profile(CREDIT), "getinfo", {"type": "base", "credit": CREDIT}, bodies.PROFILE),
        (
            lambda c: c.users(["10086", " 小明 "]),
            "shared",
            {"type": "user", "query": '["10086","小明"]'},
            bodies.USERS,
        ),
        (lambda c: c.user_digests(["10086"]), "shared", {"type": "usermd5", "query": '["10086"]'}, bodies.DIGESTS),
        (lambda c: c.set_email(CREDIT, "a@b.cn"), "setinfo", {"credit": CREDIT, "email": "a@b.cn"}, bodies.SET),
        (lambda c: c.set_phone(CREDIT, "1111111111"), "setinfo", {"credit": CREDIT, "phone": "1111111111"}, bodies.SET),
        (
            lambda c: c.set_portrait(CREDIT, b"\xaf\x01"),
            "setinfo",
            {"credit": CREDIT, "portrait": "af01"},
            bodies.SET,
        ),
        (
            lambda c: c.courses(CREDIT, 2018, 3),
            "course",
            {"credit": CREDIT, "year": "2018", "term": "3"},
            bodies.COURSES,
        ),
    ],
)
async def test_request(client: WejhClient, upstream: Upstream, use: Use, path: str, form: object, body: object) -> None:  # noqa: PLR0913, PLR0917 (a table of five columns)
    upstream.always = says(body)
    await use(client)
    (seen,) = upstream.seen
    assert (seen.method, seen.target) == ("POST", f"/api/{path}")
    assert seen.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert dict(parse_qsl(seen.body.decode(), keep_blank_values=True)) == form


async def test_time(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.TIME)
    await client.time()
    (seen,) = upstream.seen
    assert (seen.method, seen.target, seen.body) == ("GET", "/api/time", b"")


async def test_mobile(session: ClientSession, upstream: Upstream) -> None:
    upstream.always = says(bodies.LOGGED_IN)
    await WejhClient(session, WejhConfig(upstream.url, "mobile")).login("10086", PASSWORD, forget)
    assert b"devicetype=mobile" in upstream.seen[0].body


async def test_wejh_login(client: WejhClient, upstream: Upstream) -> None:
    """It is gone, and no password travels to find that out."""
    with pytest.raises(NotFound, match="taken away"):
        await client.wejh_login()
    assert upstream.seen == []


@pytest.mark.parametrize(
    ("use", "field", "problem"),
    [
        (lambda c: c.register("a", PASSWORD), "nickname", Problem.TOO_SHORT),
        (lambda c: c.register("a" * 16, PASSWORD), "nickname", Problem.TOO_LONG),
        (lambda c: c.register("test1", "12345"), "password", Problem.TOO_SHORT),
        (lambda c: c.register("test1", "1" * 21), "password", Problem.TOO_LONG),
        (lambda c: c.register("test1", ""), "password", Problem.EMPTY),
        (lambda c: c.register_named("12345", "test1", PASSWORD), "username", Problem.MALFORMED),
        (lambda c: c.register_named("a-b", "test1", PASSWORD), "username", Problem.MALFORMED),
        (lambda c: c.register_named("a", "test1", PASSWORD), "username", Problem.TOO_SHORT),
        (lambda c: c.login("", PASSWORD, forget), "username", Problem.EMPTY),
        (lambda c: c.login("10086", "", forget), "password", Problem.EMPTY),
        (lambda c: c.autologin("", forget), "credit", Problem.EMPTY),
        (lambda c: c.autologin("a\n", forget), "credit", Problem.MALFORMED),
        (lambda c: c.change_password("10086", "", PASSWORD), "old", Problem.EMPTY),
        (lambda c: c.change_password("10086", PASSWORD, "1"), "new", Problem.TOO_SHORT),
        (lambda c: c.bind_jh(CREDIT, "", PASSWORD), "pid", Problem.EMPTY),
        (lambda c: c.bind_jh(CREDIT, "2018 06", PASSWORD), "pid", Problem.MALFORMED),
        (lambda c: c.bind_zfedu(CREDIT, ""), "password", Problem.EMPTY),
        (lambda c: c.users([]), "usernames", Problem.EMPTY),
        (lambda c: c.users([" "]), "username", Problem.EMPTY),
        (lambda c: c.users(["a"] * 101), "usernames", Problem.TOO_LONG),
        (lambda c: c.set_email(CREDIT, "lalala@cht. com"), "email", Problem.MALFORMED),
        (lambda c: c.set_phone(CREDIT, ""), "phone", Problem.EMPTY),
        (lambda c: c.set_phone(CREDIT, "call me"), "phone", Problem.MALFORMED),
        (lambda c: c.set_portrait(CREDIT, b""), "portrait", Problem.EMPTY),
        (lambda c: c.set_portrait(CREDIT, bytes(1_000_001)), "portrait", Problem.TOO_LONG),
        (lambda c: c.courses(CREDIT, 18, 3), "year", Problem.UNKNOWN),
        (lambda c: c.courses(CREDIT, 2018, 2), "term", Problem.UNKNOWN),
    ],
)
async def test_bad_input(client: WejhClient, upstream: Upstream, use: Use, field: str, problem: Problem) -> None:
    """Refused before anything is sent."""
    with pytest.raises(BadInput) as caught:
        await use(client)
    assert (caught.value.field, caught.value.problem) == (field, problem)
    assert upstream.seen == []
