"""Load problems, submit, ask for the result: signed forms by POST. What went wrong only `success` and `msg` tell."""

import json
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from sandbox.fields import Fields, Wrong
from sandbox.maxuetang.data import filed, publish
from sandbox.maxuetang.models import Solve, Stage
from sandbox.maxuetang.problems import Problem, loaded, problems
from sandbox.maxuetang.records import Records, submitted
from sandbox.maxuetang.signature import SIGN, is_signed, sign
from sandbox.moments import Time
from sandbox.system import Answer, Route
from sandbox.wire import parameters, told

# Their least and largest values.
INTEGERS = {"ptype": (1, 8), "pid": (1, 2**31 - 1), "solve_id": (1, 2**63 - 1), "start": (0, 10**6)}
ALWAYS = ("merchant_id", "ptype", SIGN)

# No document has these words: the guide's page about errors is not known.
NO_MERCHANT, NOT_SIGNED, NO_SOLVE = "商户不存在", "签名错误", "提交记录不存在"
NOT_ALLOWED = "<!doctype html><html><head><title>HTTP Status 405 – Method Not Allowed</title></head></html>"

Asked = Mapping[str, str]


class Maxuetang:
    name = "maxuetang"

    def __init__(
        self,
        records: Records,
        known: Sequence[Problem],
        merchant: tuple[str, str],
        time: Time,
        *,
        ans_as_text: bool,
    ) -> None:
        """`merchant` is id and key; `ans_as_text` wraps `ans` and `score_json` as the document's table has it."""
        self._records = records
        self._problems = known
        self._merchant_id, self._merchant_key = merchant
        self._time = time
        self._ans_as_text = ans_as_text

    def routes(self) -> Sequence[Route]:
        return (
            Route("/result", self._posted(self._result, "pid", "solve_id")),
            Route("/solve", self._posted(self._submitted, "pid", "ans", "order_id")),
            Route("/problem", self._posted(self._loaded)),
        )

    def publish(self, wanted: Fields) -> dict[str, object]:
        return publish(wanted, self._records)

    def expire(self, wanted: Fields) -> dict[str, object]:  # noqa: ARG002 - System's signature
        raise Wrong("system", "maxuetang has no tokens or credits, nothing in it can expire")

    def reset(self) -> None:
        self._records.reset()

    def _posted(self, answer: Callable[[Asked], web.Response], *needed: str) -> Answer:
        async def posted(request: web.Request) -> web.Response:
            if request.method != "POST":
                return web.Response(status=405, text=NOT_ALLOWED, content_type="text/html", headers={"Allow": "POST"})
            asked = await parameters(request)
            wrong = self._wrong(asked, (*ALWAYS, *needed))
            return _failed(wrong) if wrong else answer(asked)

        return posted

    def _wrong(self, asked: Asked, needed: Sequence[str]) -> str:
        """Return what is wrong with the request, empty where nothing is."""
        for name in needed:
            if not asked.get(name):
                return f"缺少参数{name}"
        if asked["merchant_id"] != self._merchant_id:
            return NO_MERCHANT
        if not is_signed(asked, self._merchant_key):
            return NOT_SIGNED
        for name, (least, most) in INTEGERS.items():
            value = asked.get(name) or "1"  # /problem does without a pid
            if not (value.isascii() and value.isdecimal() and least <= int(value[:20]) <= most):
                return f"参数{name}错误"
        return ""

    def _result(self, asked: Asked) -> web.Response:
        solve = self._records.solve(asked["solve_id"])
        if solve is None or (solve.pid, solve.ptype) != (int(asked["pid"]), int(asked["ptype"])):
            return _failed(NO_SOLVE)
        return _succeeded(self._data(solve, self._records.asked(solve)))

    def _loaded(self, asked: Asked) -> web.Response:
        return _succeeded(loaded(asked, self._problems))

    def _data(self, solve: Solve, stage: Stage | None) -> dict[str, object]:
        data: dict[str, object] = {"result": stage.result if stage else solve.result}
        data["score"] = "0" if stage else solve.score
        if not stage:
            parts = {"ans": solve.ans, "score_json": solve.score_json}
            data |= {name: self._shaped(part) for name, part in parts.items() if part}
            data |= {"error": solve.error} if solve.error else {}
        data |= {"pid": str(solve.pid), "ptype": str(solve.ptype)}
        data |= {"merchant_id": self._merchant_id} if solve.shows_merchant else {}
        return data | {"time": solve.time, "solve_id": solve.id}

    def _shaped(self, part: Mapping[str, object]) -> object:
        return json.dumps(part, ensure_ascii=False) if self._ans_as_text else part

    def _submitted(self, asked: Asked) -> web.Response:
        """Take a submission; the result is 0 at first, and 4 in the end unless `publish` says otherwise."""
        try:
            ans = json.loads(asked["ans"])
        except ValueError:
            ans = None
        if not isinstance(ans, dict):
            return _failed("参数ans错误")
        solve = submitted(
            self._records.next_id(), int(asked["pid"]), int(asked["ptype"]), ans, f"{self._time.now():%Y%m%d%H%M%S}"
        )
        self._records.put(solve)
        data = {
            "merchant_order_id": asked["order_id"],
            "attach_ids": "",
            "ptype": asked["ptype"],
            "result": "0",
            "score": "0",
            "solve_id": solve.id,
            "time": solve.time,
            "ans": ans,
            "error": "",
        }
        # Which fields the returned signature covers is not documented.
        return _succeeded(data | {SIGN: sign({"solve_id": solve.id}, self._merchant_key)})


def stand_in(table: Fields, people: int, time: Time) -> Maxuetang:
    """Build it from `[maxuetang]`; raise `Wrong` where a field can't be used."""
    table.only("merchant_id", "merchant_key", "ans_as_text", "solves", "problems")
    merchant = table.text("merchant_id", "88"), table.text("merchant_key", "testkey")
    records = Records(filed(table), people, time.clock)
    return Maxuetang(records, problems(table), merchant, time, ans_as_text=table.flag("ans_as_text"))


def _succeeded(data: Mapping[str, object]) -> web.Response:
    return told({"success": True, "msg": "", "data": data})


def _failed(why: str) -> web.Response:
    return told({"success": False, "msg": why})
