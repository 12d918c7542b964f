"""Everybody's phones, behind a platform with a pace: what rang, when, and what the platform would have refused."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from bot.abilities import Abilities, Outcome, Sent
from bot.budget import Budget, Pace
from bot.messages import Address, Incoming, Outgoing, Upload, addresses_of
from tests.simulation.clockwork import Clockwork

PACE = Pace(per_second=29.0, per_chat=1.0, per_group_minute=18)
SERVES = addresses_of("telegram", "7")


@dataclass(frozen=True, slots=True)
class Ring:
    """A notification that arrived."""

    at: float
    sent_at: float
    key: str
    chat: str
    text: str
    group: bool


@dataclass
class Phones:
    """What outlives the bot's lives."""

    loop: Clockwork
    random: Random
    faults: bool = True
    rings: list[Ring] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)
    doubtful: Counter[str] = field(default_factory=Counter)  # keys that may come again, and how often


@dataclass
class Messenger:
    """One life's connection to the phones; after a crash nothing more goes out."""

    phones: Phones
    on: bool = True
    name: str = "telegram"
    abilities: Abilities = field(default_factory=Abilities)
    serves: str = SERVES
    home: str = ""

    def __post_init__(self) -> None:
        self.budget = Budget(PACE, self.phones.loop.time)

    async def send(self, key: str, address: Address, outgoing: Outgoing) -> Sent:
        phones, began = self.phones, self.phones.loop.time()
        await asyncio.sleep(phones.random.uniform(0.01, 0.2))
        chance = phones.random.random() if phones.faults else 1.0
        if chance < 0.01:
            phones.failed["not taken"] += 1
            return Sent(Outcome.LATER, wait_s=phones.random.uniform(1, 40))
        if self.on:
            ring = Ring(phones.loop.time(), began, key, address.chat, outgoing.text, address.group)
            phones.rings.append(ring)
        await asyncio.sleep(phones.random.uniform(0.01, 0.2))
        if chance < 0.02:
            phones.failed["taken, not answered"] += 1
            phones.doubtful[key] += 1
            return Sent(Outcome.UNKNOWN)
        return Sent(Outcome.SENT)

    async def typing(self, address: Address) -> None: ...

    async def announce(self, key: str, address: Address, text: str) -> str:
        return ""

    async def amend(self, key: str, address: Address, message: str, text: str) -> None: ...

    async def delete(self, address: Address, message: str) -> bool:
        return True

    async def file(self, address: Address, upload: Upload) -> bytes | None:
        return None

    def alone(self, person: str) -> Address | None:
        return None

    async def runs_group(self, incoming: Incoming) -> bool:
        return False

    async def private(self, incoming: Incoming) -> Address | None:
        return incoming.address


def refused(rings: list[Ring]) -> list[str]:
    """What the platform would not have taken: over 30 a second in all, over 3 at once to one person."""
    problems = []
    times = sorted(ring.sent_at for ring in rings)
    problems += [
        f"31 sends within a second at {at:.1f}"
        for at, later in zip(times, times[30:], strict=False)
        if later - at < 0.999
    ]
    by_chat: Mapping[str, list[float]] = _by_chat(rings)
    for chat, mine in by_chat.items():
        problems += [
            f"4 sends to {chat} within 2 s" for at, later in zip(mine, mine[3:], strict=False) if later - at < 2 * 0.999
        ]
    return problems


def _by_chat(rings: list[Ring]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for ring in sorted(rings, key=lambda each: each.sent_at):
        if not ring.group:
            found.setdefault(ring.chat, []).append(ring.sent_at)
    return found
