"""A plain client of the Bot API, and the clock that tests turn by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession

from tests.botapi import Fake


@dataclass
class Clock:
    """`sleep` lasts until `pass_by` has let enough time go by."""

    now: float = 1_700_000_000.0
    slept: list[float] = field(default_factory=list)
    _asleep: list[tuple[float, asyncio.Future[None]]] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        future = asyncio.get_running_loop().create_future()
        self._asleep.append((self.now + seconds, future))
        await future

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        for until, future in self._asleep:
            if until <= self.now and not future.done():
                future.set_result(None)


@dataclass(frozen=True)
class Client:
    session: ClientSession
    fake: Fake

    @classmethod
    @asynccontextmanager
    async def of(cls, fake: Fake) -> AsyncIterator["Client"]:
        async with ClientSession() as session:
            yield cls(session, fake)

    async def ask(self, method: str, **params: object) -> tuple[int, dict[str, Any]]:
        """Return status and body, whatever they are."""
        async with self.session.post(f"{self.fake.url}/bot{self.fake.token}/{method}", json=params) as response:
            return response.status, await response.json()

    async def call(self, method: str, **params: object) -> Any:
        """Return the result of a call that must go well."""
        status, body = await self.ask(method, **params)
        assert status == 200, body
        assert body["ok"] is True
        return body["result"]

    async def refused(self, method: str, **params: object) -> str:
        """Return the description of a call that must be refused."""
        status, body = await self.ask(method, **params)
        assert body["ok"] is False, body
        assert status == body["error_code"]
        return str(body["description"])

    async def updates(self, **params: object) -> list[dict[str, Any]]:
        found = await self.call("getUpdates", **params)
        assert isinstance(found, list)
        return found
