"""The calls of 考试云."""

from typing import Final

from aiohttp import ClientSession

from providers.clock import Clock
from providers.kaoshiyun import wire
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.system import Terms
from tests.providers.calls import Call, System, first
from tests.providers.kaoshiyun_bodies import EXAMS, EXERCISES, GRADES, PENDING, TOKEN

ACCOUNT: Final = "c089d6"


def build(session: ClientSession, url: str, terms: Terms, clock: Clock) -> KaoshiyunClient:
    return KaoshiyunClient(session, KaoshiyunConfig(url, TOKEN, terms), clock)


KAOSHIYUN: Final = System("kaoshiyun", build, (TOKEN, ACCOUNT, "陈翰林", "dc3d4020622b46a0bf82d8fa1e38bc00", "75.0"))

_ENVELOPE: Final = frozenset({"currentPageIndex", "pageSize"})

CALLS: Final = (
    Call(KAOSHIYUN, "exams", lambda client: first(client.exams()), EXAMS, wire.page_of(wire.exam), free=_ENVELOPE),
    Call(
        KAOSHIYUN,
        "grades",
        lambda client: first(client.grades("b1e8ef")),
        GRADES,
        wire.page_of(wire.grade),
        free=_ENVELOPE,
    ),
    Call(
        KAOSHIYUN,
        "pending",
        lambda client: first(client.pending(ACCOUNT)),
        PENDING,
        wire.page_of(wire.pending),
        free=_ENVELOPE,
    ),
    Call(
        KAOSHIYUN,
        "exercises",
        lambda client: first(client.exercises(ACCOUNT)),
        EXERCISES,
        wire.page_of(wire.exercise),
        free=_ENVELOPE,
    ),
)
