"""The one call of 码学堂, for each type of problem."""

from typing import Any, Final

from aiohttp import ClientSession

from providers.clock import Clock
from providers.http import Answer
from providers.maxuetang.client import MaxuetangClient, MaxuetangConfig
from providers.maxuetang.models import Judgement
from providers.maxuetang.submission import parse_submission
from providers.maxuetang.wire import decode
from providers.system import Terms
from tests.providers.calls import Call, System
from tests.providers.maxuetang_bodies import BY_TYPE, KEY, MERCHANT


def build(session: ClientSession, url: str, terms: Terms, clock: Clock) -> MaxuetangClient:
    return MaxuetangClient(session, MaxuetangConfig(url, MERCHANT, KEY, terms), clock)


MAXUETANG: Final = System("maxuetang", build, (KEY, "答案一", "mid+1", "'答案'"))


class Result:
    """Asks for, and decodes, the submission of an example body."""

    def __init__(self, problem_type: str, body: Any) -> None:
        self._asked = problem_type, body["data"]["pid"], body["data"]["solve_id"]

    async def __call__(self, client: MaxuetangClient) -> Judgement:
        return await client.result(*self._asked)

    def decode(self, answer: Answer) -> Judgement:
        return decode(answer, parse_submission(*self._asked))


def _call(problem_type: str, body: Any) -> Call:
    result = Result(problem_type, body)
    free = frozenset({"msg", "ptype", "merchant_id"})
    return Call(MAXUETANG, f"result-{problem_type}", result, body, result.decode, free=free)


CALLS: Final = tuple(_call(problem_type, body) for problem_type, body in BY_TYPE.items())
