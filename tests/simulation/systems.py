"""考试云, 考试星 and the CET system as the bot meets them: they answer what they have, or fail as systems do."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.simulation.clockwork import BEGINS, Clockwork
from tests.simulation.school import Grade, Listing
from tests.simulation.wire import Answered, Asked, http

SYSTEMS: Final = ("kaoshiyun", "kaoshixing", "cet")
_FAULTS: Final = ("reset", "late reset", "silence", "garbage", "500", "503", "429", "truncated", "half", "empty")
_GARBAGE: Final = b"<html><title>Welcome to nginx!</title></html>"


@dataclass(slots=True)
class CetTicket:
    """A ticket's result, which the system has from some time on."""

    number: str
    name: str
    ready: float
    total: int


@dataclass
class Systems:
    """All of them behind one wire; a system is the host that was asked."""

    loop: Clockwork
    random: Random
    exams: Mapping[str, Listing]
    accounts: Mapping[str, Listing]  # of 考试星, by user_id
    tickets: Mapping[str, CetTicket]
    fails: float = 0.03  # of the requests, in ordinary times
    faults: Counter[str] = field(default_factory=Counter)
    asked: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in SYSTEMS})
    outages: dict[str, tuple[float, str]] = field(default_factory=dict)  # until when, and with which fault

    def __call__(self, asked: Asked) -> Answered:
        system = asked.url.host or ""
        self.asked[system].append(self.loop.time())
        body, whole = {"kaoshiyun": self._kaoshiyun, "kaoshixing": self._kaoshixing, "cet": self._cet}[system](asked)
        fault = self._fault(system)
        after_s = self.random.uniform(0.005, 0.3)
        if fault:
            self.faults[fault] += 1
            return self._failing(fault, body, after_s)
        whole()
        return Answered(after_s, http(200, body))

    def refuses(self) -> bool:
        """Whether a connection is not taken."""
        refused = self.random.random() < self.fails / 4
        self.faults["refused"] += refused
        return refused

    def goes_down(self, system: str, seconds: float) -> None:
        """Let a system fail in one way for a while."""
        self.outages[system] = self.loop.time() + seconds, self.random.choice(_FAULTS)

    def _fault(self, system: str) -> str:
        until, fault = self.outages.get(system, (0.0, ""))
        if self.loop.time() < until:
            return fault
        return self.random.choice(_FAULTS) if self.random.random() < self.fails else ""

    def _failing(self, fault: str, body: bytes, after_s: float) -> Answered:
        retry = f"Retry-After: {self.random.randint(1, 90)}\r\n"
        data, cut = {
            "reset": (b"", "reset"),
            "late reset": (http(200, body)[: len(body) // 2], "reset"),
            "silence": (b"", "silence"),
            "garbage": (http(200, _GARBAGE), ""),
            "500": (http(500, _GARBAGE), ""),
            "503": (http(503, _GARBAGE), ""),
            "429": (http(429, b"", headers=retry), ""),
            "truncated": (http(200, body[: len(body) // 2], length=len(body)), "end"),
            "half": (http(200, body[: len(body) // 2]), ""),
            "empty": (http(200, b""), ""),
        }[fault]
        return Answered(after_s, data, cut)

    def _kaoshiyun(self, asked: Asked) -> tuple[bytes, Callable[[], None]]:
        if asked.url.query["action"] == "getExamList":
            listed = [each for each in self.exams.values() if each.born <= self.loop.time()]
            rows = [{"examID": each.id, "examName": each.title, **_TIMES} for each in listed]
            return _json({"totalCount": len(rows), "items": rows}), _nothing
        exam = self.exams[asked.url.query["examid"]]
        there = exam.there()
        rows = [_kaoshiyun_row(grade, rank) for rank, grade in enumerate(self._shuffled(there), 1)]
        envelope = {"examID": exam.id, "examName": exam.title, "totalCount": len(rows), "items": rows}
        return _json(envelope), exam.served

    def _kaoshixing(self, asked: Asked) -> tuple[bytes, Callable[[], None]]:
        account = self.accounts[json.loads(asked.body)["user_id"]]
        rows = [_kaoshixing_row(grade, place) for place, grade in enumerate(account.grades) if grade in account.there()]
        rows = self._shuffled(rows)
        content = {"total": len(rows), "rows": rows}
        return _json({"success": True, "code": 10000, "bizContent": content}), account.served

    def _cet(self, asked: Asked) -> tuple[bytes, Callable[[], None]]:
        ticket = self.tickets[asked.url.path.split("/")[2]]
        if ticket.ready > self.loop.time():
            return _json({"Status": "0"}), _nothing
        told = {"Status": "1", "name": ticket.name, "total": str(ticket.total), "ticket": ticket.number}
        return _json(told), _nothing

    def _shuffled(self, rows: list) -> list:  # type: ignore[type-arg]
        """In an order of their own in each answer."""
        return self.random.sample(rows, len(rows))


_TIMES: Final = {"beginTime": f"{BEGINS:%Y-%m-%d} 08:00", "endTime": f"{BEGINS:%Y-%m-%d} 10:00"}


def _kaoshiyun_row(grade: Grade, rank: int) -> dict[str, str]:
    state = grade.state
    assert state
    row = {
        "account": grade.account,
        "userName": grade.name,
        "deptName": "学联",
        "fullDeptName": "学联",
        **_TIMES,
        "paperScore": "100.0",
        "passScore": f"{state.pass_score}.0",
        "gradeScore": f"{state.score}.0",
        "order": str(rank),
        "isPass": "Y" if state.passed else "N",
        "status": state.status,
    }
    return row | {"gradeID": grade.id} if grade.id else row


def _kaoshixing_row(grade: Grade, place: int) -> dict[str, object]:
    state = grade.state
    assert state
    return {
        "examInfoId": 100 + place,
        "examName": grade.exam,
        "examResultsId": grade.id,
        "results": float(state.score),
        "isPass": int(state.passed),
        "status": 1,
    }


def _nothing() -> None: ...


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
