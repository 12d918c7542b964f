"""The calls of the campus system."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Final

from aiohttp import ClientSession

from providers.clock import Clock
from providers.http import Answer
from providers.system import Terms
from providers.wejh import wire
from providers.wejh.client import WejhClient, WejhConfig
from tests.providers import wejh_bodies as bodies
from tests.providers.calls import Call, System
from tests.providers.wejh_bodies import CREDIT, HASHED, NEW_CREDIT

PASSWORD: Final = "pa55-word"


def build(session: ClientSession, url: str, terms: Terms, clock: Clock) -> WejhClient:
    return WejhClient(session, WejhConfig(url, terms=terms), clock)


WEJH: Final = System(
    "wejh",
    build,
    (CREDIT, NEW_CREDIT, PASSWORD, HASHED, "e749e26edf7049448d3f555c83ad5a57", "10086", "test1", "201806061201"),
)


async def forget(_: str) -> None:
    """Keep no credit."""


def _call(
    name: str, run: Callable[[WejhClient], Awaitable[object]], good: Any, decode: Callable[[Answer], object]
) -> Call:
    reads = {"bindings", "profile", "users", "user_digests", "time", "courses"}
    unread = {"devicetype"} | ({"data"} if decode is wire.done else set())
    if name.startswith("set_"):
        unread |= {"e_email", "e_portrait", "e_phone"} - {f"e_{name.removeprefix('set_')}"}
    return Call(
        WEJH,
        name,
        run,
        good,
        decode,
        changes=name not in reads,
        free=frozenset(unread),
        falls_back=name == "time",
    )


def _session(answer: Answer) -> object:
    _credit, rest = wire.credit_first(answer)
    return wire.session(rest)


CALLS: Final = (
    _call("register", lambda client: client.register("test1", PASSWORD), bodies.REGISTERED, wire.registered),
    _call(
        "register_named",
        lambda client: client.register_named("test1", "test1", PASSWORD),
        bodies.REGISTERED_NAMED,
        wire.done,
    ),
    _call("login", lambda client: client.login("10086", PASSWORD, forget), bodies.LOGGED_IN, _session),
    _call("autologin", lambda client: client.autologin(CREDIT, forget), bodies.RENEWED, _session),
    _call(
        "change_password",
        lambda client: client.change_password("10086", PASSWORD, PASSWORD),
        bodies.PASSWORD_CHANGED,
        wire.done,
    ),
    _call(
        "change_nickname",
        lambda client: client.change_nickname(CREDIT, "test2"),
        bodies.NICKNAME_CHANGED,
        wire.done,
    ),
    _call("bind_jh", lambda client: client.bind_jh(CREDIT, "201806061201", PASSWORD), bodies.BOUND_JH, wire.done),
    _call("bind_zfedu", lambda client: client.bind_zfedu(CREDIT, PASSWORD), bodies.BOUND_ZF, wire.done),
    _call("bindings", lambda client: client.bindings(CREDIT), bodies.BINDINGS, wire.bindings),
    _call("profile", lambda client: client.profile(CREDIT), bodies.PROFILE, wire.profile),
    _call("users", lambda client: client.users(["10086"]), bodies.USERS, wire.users),
    _call("user_digests", lambda client: client.user_digests(["10086"]), bodies.DIGESTS, wire.digests),
    _call(
        "set_email",
        lambda client: client.set_email(CREDIT, "a@b.cn"),
        bodies.SET,
        lambda answer: wire.taken(answer, "email"),
    ),
    _call(
        "set_phone",
        lambda client: client.set_phone(CREDIT, "13333333333"),
        bodies.SET,
        lambda answer: wire.taken(answer, "phone"),
    ),
    _call(
        "set_portrait",
        lambda client: client.set_portrait(CREDIT, b"\x89PNG"),
        bodies.SET,
        lambda answer: wire.taken(answer, "portrait"),
    ),
    _call("time", lambda client: client.time(), bodies.TIME, lambda answer: wire.term(answer, date(2018, 12, 20))),
    _call("courses", lambda client: client.courses(CREDIT, 2018, 3), bodies.COURSES, wire.courses),
)
