"""The five clients, as an operator sets them up, and the sandbox that they ask, on one clock that is turned by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from aiohttp import ClientSession

from providers.cet.client import CetClient, CetConfig
from providers.clock import Clock
from providers.kaoshixing.client import KaoshixingClient, KaoshixingConfig
from providers.kaoshiyun.client import KaoshiyunClient, KaoshiyunConfig
from providers.kaoshiyun.token import TokenAddress
from providers.maxuetang.client import MaxuetangClient, MaxuetangConfig
from providers.system import Terms
from providers.wejh.client import WejhClient, WejhConfig
from sandbox.server import DATA, World, build, serving

EASY: Final = Terms(timeout_s=5, per_second=10_000, at_once=100)
PASSWORD: Final = "123456"
APP_KEY: Final = "xf5ha3h67h4Ger34wh35p345h4"


@dataclass
class Hand:
    """Ten o'clock on 20 December 2026 in China, until it is told to go on; a latency of the sandbox never ends."""

    now: datetime = datetime(2026, 12, 20, 2, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)

    def monotonic(self) -> float:
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    async def hold(self, _seconds: float) -> None:
        await asyncio.Event().wait()

    @property
    def clock(self) -> Clock:
        return Clock(self.monotonic, lambda: self.now, self.sleep, lambda: 0.5)

    @property
    def world(self) -> World:
        return World(clock=self.monotonic, wall=self.monotonic, sleep=self.hold)


@dataclass(frozen=True)
class Sandboxed:
    session: ClientSession
    url: str
    hand: Hand
    terms: Terms = EASY

    def cet(self) -> CetClient:
        return CetClient(self.session, CetConfig(self.url, self.terms), self.hand.clock)

    def kaoshiyun(self, token: str | Path | None = None, secret: str = "sandbox-secret") -> KaoshiyunClient:
        """Get a token where the sandbox gives them, unless there is one."""
        address = TokenAddress(f"{self.url}/kaoshiyun/token", {"appid": "gradebell", "secret": secret})
        return KaoshiyunClient(self.session, KaoshiyunConfig(self.url, token or address, self.terms), self.hand.clock)

    def maxuetang(self, merchant: str = "88", key: str = "testkey") -> MaxuetangClient:
        return MaxuetangClient(self.session, MaxuetangConfig(self.url, merchant, key, self.terms), self.hand.clock)

    def kaoshixing(
        self, app_id: str = "14343", key: str = APP_KEY, unit: Literal["ms", "s"] = "ms"
    ) -> KaoshixingClient:
        config = KaoshixingConfig(self.url, app_id, key, unit, self.terms)
        return KaoshixingClient(self.session, config, self.hand.clock)

    def wejh(self, device: Literal["pc", "mobile"] = "pc") -> WejhClient:
        return WejhClient(self.session, WejhConfig(self.url, device, self.terms), self.hand.clock)

    async def credit(self, username: str, password: str = PASSWORD) -> str:
        return (await self.wejh().login(username, password, forget)).credit

    async def steer(self, call: str, **fields: object) -> dict[str, Any]:
        async with self.session.post(f"{self.url}/_sandbox/{call}", json=fields) as answer:
            assert answer.status == 200, await answer.text()
            told: dict[str, Any] = await answer.json()
            return told

    async def asked(self, system: str) -> list[dict[str, Any]]:
        """Give the requests to a system so far, oldest first."""
        requests: list[dict[str, Any]] = (await self.steer("requests", system=system))["requests"]
        return requests


async def forget(_credit: str) -> None:
    """Keep no credit."""


@asynccontextmanager
async def sandboxed(
    session: ClientSession, hand: Hand, folder: Path, changes: dict[str, str] | None = None, people: int = 200
) -> AsyncIterator[Sandboxed]:
    """Serve the sandbox with its own data, in which `changes` are made."""
    text = DATA.read_text(encoding="utf-8")
    for old, new in (changes or {}).items():
        assert old in text
        text = text.replace(old, new)
    data = folder / "data.toml"
    data.write_text(text, encoding="utf-8")
    async with serving(app=build(data, people=people, world=hand.world)) as url:
        yield Sandboxed(session, url, hand)
