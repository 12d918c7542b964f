"""A plain client of the sandbox, and the clock that tests turn by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import ClientResponse, ClientSession
from yarl import URL


@dataclass
class Clock:
    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def wall(self) -> float:
        """Ten o'clock on 20 December 2026 in China, and on from there."""
        return 1_797_732_000 + self.now - 1000

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str  # the Content-Type as sent
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Asker:
    session: ClientSession
    url: str

    async def ask(self, *segments: str, method: str = "GET", data: bytes = b"") -> Answer:
        """Ask with each segment percent-encoded, as a careful client does."""
        return await self.raw("/" + "/".join(quote(segment, safe="") for segment in segments), method, data)

    async def raw(self, target: str, method: str = "GET", data: bytes = b"") -> Answer:
        """Ask for a target that is sent as it stands."""
        url = URL(self.url + target, encoded=True)
        async with self.session.request(method, url, data=data or None) as answer:
            headers = dict(answer.headers)
            return Answer(answer.status, headers.get("Content-Type", ""), await answer.read(), headers)

    async def cet(self, *segments: str) -> dict[str, str]:
        """Ask the CET system, whose answer must be a result or its one way of failing."""
        async with self.session.get(URL(self._target(segments), encoded=True)) as answer:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "application/json"
            told: dict[str, str] = await answer.json()
            return told

    async def get(self, path: str, **query: object) -> dict[str, Any]:
        """Ask one of the other systems, which answer everything under 200 and in JSON."""
        async with self.session.get(self.url + path, params=_texts(query)) as answer:
            return await _decoded(answer)

    async def post(self, path: str, **form: object) -> dict[str, Any]:
        async with self.session.post(self.url + path, data=_texts(form)) as answer:
            return await _decoded(answer)

    async def steer(self, call: str, **fields: object) -> dict[str, object]:
        """Steer, which must be taken."""
        async with self.session.post(f"{self.url}/_sandbox/{call}", json=fields) as answer:
            assert answer.status == 200, await answer.text()
            told: dict[str, object] = await answer.json()
            return told

    async def refused(self, call: str, **fields: object) -> tuple[int, str, str]:
        """Steer, which must be refused; return status, field and reason."""
        async with self.session.post(f"{self.url}/_sandbox/{call}", json=fields) as answer:
            told = await answer.json()
            assert told["ok"] is False
            return answer.status, told["field"], told["error"]

    def _target(self, segments: tuple[str, ...]) -> str:
        return self.url + "/" + "/".join(quote(segment, safe="") for segment in segments)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


async def _decoded(answer: ClientResponse) -> dict[str, Any]:
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    told: dict[str, Any] = await answer.json()
    return told
