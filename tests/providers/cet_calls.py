"""The calls of the CET system."""

from typing import Final

from aiohttp import ClientSession

from providers.cet.client import CetClient, CetConfig
from providers.cet.level import Level
from providers.cet.models import Asked, BySchool, ByTicket, CetResult, Local
from providers.cet.ticket import parse_ticket
from providers.cet.wire import decode
from providers.clock import Clock
from providers.http import Answer
from providers.system import Terms
from tests.providers.calls import Call, System
from tests.providers.cet_bodies import NAME, REAL, TICKET


def build(session: ClientSession, url: str, terms: Terms, clock: Clock) -> CetClient:
    return CetClient(session, CetConfig(url, terms), clock)


CET: Final = System("cet", build, (TICKET, NAME, "%E7%BD%97", "446", "GetCetScore"))

_FREE: Final = frozenset({"Contact_us"})


class Decoder:
    def __init__(self, asked: Asked) -> None:
        self._asked = asked

    def __call__(self, answer: Answer) -> CetResult:
        return decode(answer, self._asked)


_AT = ("广东", "韶关学院", Level.CET4, NAME)

CALLS: Final = (
    Call(
        CET,
        "by_ticket",
        lambda client: client.by_ticket(TICKET, NAME),
        REAL,
        Decoder(ByTicket(parse_ticket(TICKET), NAME)),
        free=_FREE,
    ),
    Call(CET, "by_school", lambda client: client.by_school(*_AT), REAL, Decoder(BySchool(*_AT)), free=_FREE),
    Call(
        CET,
        "local",
        lambda client: client.local(Level.CET6, NAME),
        REAL,
        Decoder(Local(Level.CET6, NAME)),
        free=_FREE,
    ),
)
