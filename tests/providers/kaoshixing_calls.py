"""The calls of 考试星."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import ClientSession

from providers.clock import Clock
from providers.http import Answer
from providers.kaoshixing import wire
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.system import Terms
from tests.providers.calls import Call, System, first
from tests.providers.kaoshixing_bodies import (
    ADDED,
    APP_ID,
    APP_KEY,
    DONE,
    EXAMS,
    FOUND,
    LOGIN,
    RESULTS,
    SILENT_LOGIN,
    UPDATED,
)

PASSWORD: Final = "S3cret-pass"


def build(session: ClientSession, url: str, terms: Terms, clock: Clock) -> KaoshixingClient:
    return KaoshixingClient(session, KaoshixingConfig(url, APP_ID, APP_KEY, terms=terms), clock)


KAOSHIXING: Final = System(
    "kaoshixing",
    build,
    (APP_KEY, PASSWORD, "zhangsan", "张三", "1234567890", "eyJ", "Rr_nCUdWJ27g", "87.5", "9001"),
)
_FREE: Final = frozenset(
    {"msg", "desc", "englishDesc", "current", "rowCount", "examTimeRestrict"}
    | {f"bizContent.{name}" for name in ("current", "rowCount")}
)


def _call(
    name: str,
    run: Callable[[KaoshixingClient], Awaitable[object]],
    good: Any,
    decode: Callable[[Answer], object],
    *,
    changes: bool = True,
) -> Call:
    return Call(KAOSHIXING, name, run, good, decode, changes=changes, free=_FREE)


def _candidate(answer: Answer) -> object:
    return wire.candidates(answer)


WHO: Final = ("zhangsan", "张三", "总部/财务部")

CALLS: Final = (
    _call("login_link", lambda client: client.login_link(*WHO), LOGIN, wire.login_link),
    _call("update", lambda client: client.update("zhangsan", {"password": PASSWORD}), UPDATED, wire.done),
    _call("silent_login_link", lambda client: client.silent_login_link("zhangsan"), SILENT_LOGIN, wire.login_link),
    _call("add", lambda client: client.add(*WHO), ADDED, wire.added),
    _call("grant", lambda client: client.grant("zhangsan", "55400"), DONE, wire.done),
    _call("revoke", lambda client: client.revoke("zhangsan", "55400"), DONE, wire.done),
    _call("move_department", lambda client: client.move_department("部门分类/一级部门", "部门分类"), DONE, wire.done),
    _call("candidate", lambda client: client.candidate("zhangsan"), FOUND, _candidate, changes=False),
    _call("exams", lambda client: first(client.exams()), EXAMS, wire.exams, changes=False),
    _call("results", lambda client: first(client.results("zhangsan")), RESULTS, wire.results, changes=False),
)
