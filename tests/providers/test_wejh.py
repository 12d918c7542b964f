"""What becomes of the campus system's answers."""

import base64
from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal

import pytest
from aiohttp import ClientSession

from providers.errors import Changed, Unavailable
from providers.system import Terms
from providers.wejh.client import WejhClient
from providers.wejh.models import (
    BindState,
    Board,
    Bound,
    Course,
    Profile,
    PublicUser,
    Registered,
    Session,
    Source,
    Taken,
    Term,
    UserDigest,
)
from providers.wejh.terms import guess
from providers.wejh.weeks import parse_sections, parse_weeks
from tests.providers import wejh_bodies as bodies
from tests.providers.hand_clock import HandClock
from tests.providers.upstream import Reaction, Upstream, resets, says
from tests.providers.wejh_bodies import CREDIT, NEW_CREDIT, PASSWORD, body
from tests.providers.wejh_calls import build, forget

Use = Callable[[WejhClient], Awaitable[object]]


@pytest.fixture
def client(session: ClientSession, upstream: Upstream, hand_clock: HandClock) -> WejhClient:
    return build(session, upstream.url, Terms(per_second=1000), hand_clock.clock)


class Kept:
    """Keeps credits."""

    def __init__(self) -> None:
        self.credits: list[str] = []

    async def __call__(self, credit: str) -> None:
        self.credits.append(credit)


async def test_registered(client: WejhClient, upstream: Upstream) -> None:
    upstream.next += [says(bodies.REGISTERED), says(bodies.REGISTERED_NAMED)]
    assert await client.register("test1", PASSWORD) == Registered("10086", "test1", "COMMON")
    await client.register_named("test1", "test1", PASSWORD)
    upstream.always = says(bodies.REGISTERED_NAMED)
    with pytest.raises(Changed):  # without its username nobody can log in
        await client.register("test1", PASSWORD)


async def test_login(client: WejhClient, upstream: Upstream) -> None:
    kept = Kept()
    upstream.always = says(bodies.LOGGED_IN)
    credit = "e749e26edf7049448d3f555c83ad5a57"
    assert await client.login("10086", PASSWORD, kept) == Session("test1", "test1", "COMMON", credit)
    assert kept.credits == [credit]


async def test_autologin(client: WejhClient, upstream: Upstream) -> None:
    """With a device and no nickname, as the example; and the other way round, as the program."""
    kept = Kept()
    upstream.next.append(says(bodies.RENEWED))
    assert await client.autologin(CREDIT, kept) == Session("test1", "", "COMMON", NEW_CREDIT)
    upstream.always = says(body(200, "自动登录成功", bodies.LOGGED_IN["data"] | {"usertype": "common"}))
    assert (await client.autologin(CREDIT, kept)).usertype == "COMMON"
    assert kept.credits == [NEW_CREDIT, "e749e26edf7049448d3f555c83ad5a57"]


async def test_long_credit(client: WejhClient, upstream: Upstream) -> None:
    kept = Kept()
    upstream.always = says(body(200, "自动登录成功", bodies.RENEWED["data"] | {"credit": "af" * 4000}))
    assert (await client.autologin(CREDIT, kept)).credit == "af" * 4000 == kept.credits[0]


@pytest.mark.parametrize(
    "answer",
    [
        body(200, "自动登录成功", bodies.RENEWED["data"] | {"username": ["x"]}),
        body(200, "自动登录成功", {"credit": NEW_CREDIT}),
        body(200, "自动登录成功", [{"credit": NEW_CREDIT}]),
        {"code": [], "msg": "自动登录成功", "data": {"credit": NEW_CREDIT}},
        f'{{"code":200,"msg":"自动登录成功","data":{{"username":"test1","credit" : "{NEW_CREDIT}","usert',
        b"\xff" + f'{{"credit":"{NEW_CREDIT}"'.encode(),
    ],
)
async def test_credit_first(client: WejhClient, upstream: Upstream, answer: object) -> None:
    """It is handed over even where the rest can't be read."""
    kept = Kept()
    upstream.always = says(answer)
    with pytest.raises(Changed):
        await client.autologin(CREDIT, kept)
    assert kept.credits == [NEW_CREDIT]


async def test_kept_before_anything_else(client: WejhClient, upstream: Upstream) -> None:
    """Where it can't be kept, nothing else happens."""
    upstream.always = says(bodies.RENEWED)

    async def fail(_: str) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await client.autologin(CREDIT, fail)


@pytest.mark.parametrize("credit", [None, "", 1, True, " ", "a\nb", "x" * 16_385])
async def test_no_credit(client: WejhClient, upstream: Upstream, credit: object) -> None:
    """A success without a credit is none."""
    kept = Kept()
    upstream.always = says(body(200, "自动登录成功", {"username": "test1", "credit": credit}))
    with pytest.raises(Changed, match="credit"):
        await client.autologin(CREDIT, kept)
    assert kept.credits == []


@pytest.mark.parametrize("reaction", [resets, says("", 502)])
async def test_sent_once(client: WejhClient, upstream: Upstream, reaction: Reaction) -> None:
    upstream.always = reaction
    with pytest.raises(Unavailable):
        await client.autologin(CREDIT, forget)
    assert len(upstream.seen) == 1


async def test_bindings(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.BINDINGS)
    found = await client.bindings(CREDIT)
    assert found[:2] == (Bound("jh", "201806061201", BindState.BOUND), Bound("lib", "", BindState.UNBOUND))
    assert [each.name for each in found] == ["jh", "lib", "zfedu", "ycedu", "card"]
    upstream.always = says(body(200, "获取成功", [{"bindname": "jh", "pid": 2018, "state": 7}]))
    assert await client.bindings(CREDIT) == (Bound("jh", "2018", None),)


async def test_profile(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.PROFILE)
    assert await client.profile(CREDIT) == Profile("10086", "test1", "COMMON", None, "", "", Board.USER)
    data = bodies.PROFILE["data"] | {"permission_msgboard": None, "premission_msgboard": "1"}
    upstream.always = says(body(200, "获取成功", data))
    assert (await client.profile(CREDIT)).board is Board.ADMIN


@pytest.mark.parametrize(
    ("written", "image"),
    [
        ("default::unset", None),
        ("", None),
        (None, None),
        ("ff00", b"\xff\x00"),
        (base64.b64encode(b"\x89PNG\r\n").decode(), b"\x89PNG\r\n"),
        ("fff", None),
        ("!", None),
        ("AESD532YND632...", None),
    ],
)
async def test_portrait(client: WejhClient, upstream: Upstream, written: str | None, image: bytes | None) -> None:
    upstream.always = says(body(200, "获取信息成功", [bodies.USERS["data"][0] | {"portrait": written}]))
    assert await client.users(["10086"]) == (PublicUser("10086", "test1", "COMMON", image),)


async def test_users(client: WejhClient, upstream: Upstream) -> None:
    """Unknown ones are left out, down to nobody."""
    upstream.next += [says(bodies.USERS), says(body(200, "获取信息成功", [])), says(bodies.DIGESTS)]
    assert [user.username for user in await client.users(["10086", "10087"])] == ["10086"]
    assert await client.users(["10087"]) == ()
    assert await client.user_digests(["10086"]) == (UserDigest("10086", "CCC8263BE1056CC88382FBD983E0B674"),)


@pytest.mark.parametrize(("number", "taken"), [(0, Taken.UNCHANGED), (1, Taken.FAILED), ("2", Taken.DONE)])
async def test_set(client: WejhClient, upstream: Upstream, number: object, taken: Taken) -> None:
    upstream.always = says(body(200, "修改信息成功", {"e_email": 0, "e_portrait": 0, "e_phone": number}))
    assert await client.set_phone(CREDIT, "13333333333") is taken
    upstream.always = says(body(200, "修改信息成功", {"e_email": 3}))
    with pytest.raises(Changed):
        await client.set_email(CREDIT, "a@b.cn")


DOCUMENTED = Term(2018, 3, date(2018, 9, 24), date(2019, 1, 27), 4, 13, 18, Source.SYSTEM)


async def test_time(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.TIME)
    assert await client.time() == DOCUMENTED
    sunday = bodies.TIME["data"] | {"dayofweek": 0, "week": None, "weeklasting": None}
    upstream.always = says(body(200, "获取时间成功", sunday))
    term = await client.time()
    assert (term.weekday, term.weeks) == (7, 18)
    assert term.week is not None


@pytest.mark.parametrize(
    "first",
    [
        body(200, "获取时间成功", None),
        body(200, "获取时间成功", {"year": None, "term": None}),
        body(400, "无效的访问"),
        body(403, "不存在该类型信息"),
        body(500, "System.NullReferenceException at …"),
        body(200, "获取时间成功", {"year": 2018, "term": 3, "begin": 5}),
    ],
)
async def test_time_from_list(client: WejhClient, upstream: Upstream, first: object) -> None:
    """Later builds have it elsewhere; the hand-set clock says Sunday, 1 March 2026."""
    upstream.next += [says(first), says(bodies.TERMS)]
    term = Term(2025, 12, date(2026, 2, 23), date(2026, 7, 5), 7, 1, 19, Source.SYSTEM)
    assert await client.time() == term
    assert upstream.seen[1].body == b"type=termtime&query=ZJUT"


async def test_time_from_calendar(client: WejhClient, upstream: Upstream) -> None:
    """In the holidays, and where the system has nothing at all."""
    upstream.next += [says(body(200, "", None)), says(body(200, "获取信息成功", bodies.TERMS["data"][:1]))]
    assert await client.time() == Term(2025, 12, None, None, 7, None, None, Source.CALENDAR)
    upstream.next += [says("", 404), says(body(403, "不存在该类型信息"))]
    assert (await client.time()).source is Source.CALENDAR
    upstream.always = says("<html>")
    with pytest.raises(Changed):
        await client.time()


@pytest.mark.parametrize(
    ("today", "year", "code"),
    [
        (date(2026, 9, 1), 2026, 3),
        (date(2026, 1, 31), 2025, 3),
        (date(2026, 2, 1), 2025, 12),
        (date(2026, 7, 1), 2025, 16),
    ],
)
def test_guess(today: date, year: int, code: int) -> None:
    assert (guess(today).year, guess(today).code) == (year, code)


async def test_courses(client: WejhClient, upstream: Upstream) -> None:
    upstream.always = says(bodies.COURSES)
    assert await client.courses(CREDIT, 2018, 3) == (
        Course(
            name="高等数学",
            college="理学院",
            kind="考试",
            teacher="王老师",
            campus="屏峰",
            place="广A101",
            weekday=1,
            sections=(1, 2),
            weeks=tuple(range(1, 17)),
            weeks_written="1-16",
            credits=Decimal("4.5"),
            hours="72",
        ),
    )
    upstream.always = says(body(200, "获取成功", None))
    assert await client.courses(CREDIT, 2018, 3) == ()


@pytest.mark.parametrize(
    ("written", "weeks"),
    [
        ("1-3", (1, 2, 3)),
        ("1-2周,14-16", (1, 2, 14, 15, 16)),
        ("1-5周(单", (1, 3, 5)),
        ("2-6周(双),9", (2, 4, 6, 9)),
        ("5-3", ()),
        ("0-2", (1, 2)),
        ("99", ()),
        ("", ()),
        ("待定", ()),
    ],
)
def test_weeks(written: str, weeks: tuple[int, ...]) -> None:
    assert parse_weeks(written) == weeks


@pytest.mark.parametrize(("written", "sections"), [("1-2", (1, 2)), ("5", (5, 5)), ("", None), ("2-1", None)])
def test_sections(written: str, sections: tuple[int, int] | None) -> None:
    assert parse_sections(written) == sections
