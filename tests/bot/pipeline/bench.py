"""The pipeline on a real database, between a platform that records and forms that a test makes up."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import Any

from bot.abilities import Abilities, Outcome, Sent
from bot.budget import Budget
from bot.forms import Form, Menu
from bot.messages import Address, Incoming, Outgoing, Upload, addresses_of
from bot.pipeline.delivery import Delivery
from bot.pipeline.intake import Intake
from bot.pipeline.lanes import Lanes
from bot.pipeline.rules import Patience, Rules
from bot.pipeline.turn import Turn
from bot.recipes import no_picture
from bot.store.claims import Mine
from bot.store.database import opened
from bot.store.store import Store
from bot.store.vault import KeySource
from bot.store.writer import Writer
from tests.made import make


@dataclass
class Recorder:
    """A platform that remembers what was sent, and answers sends as it is told to."""

    abilities: Abilities = field(default_factory=Abilities)
    name: str = "test"
    sent: asyncio.Queue[tuple[Address, Outgoing]] = field(default_factory=asyncio.Queue)
    answers: deque[Sent] = field(default_factory=deque)  # to the next sends; then each is SENT
    budget: Budget = field(default_factory=lambda: Budget(None))
    serves: str = addresses_of("test", "")
    home: str = "https://example.edu/bot"
    runs: bool = False  # whether everybody runs the groups
    reachable: bool = True  # whether everybody can be written to alone
    announced: list[str] = field(default_factory=list)
    typings: int = 0

    async def send(self, _key: str, address: Address, outgoing: Outgoing) -> Sent:
        self.sent.put_nowait((address, outgoing))
        return self.answers.popleft() if self.answers else Sent(Outcome.SENT)

    async def typing(self, _address: Address) -> None:
        self.typings += 1

    async def announce(self, _key: str, _address: Address, text: str) -> str:
        self.announced.append(text)
        return f"announcement {len(self.announced)}"

    async def amend(self, _key: str, _address: Address, message: str, text: str) -> None:
        self.announced.append(f"{message}: {text}")

    async def delete(self, _address: Address, _message: str) -> bool:
        return True

    async def file(self, _address: Address, upload: Upload) -> bytes | None:
        return upload.data

    def alone(self, person: str) -> Address | None:
        return Address("test", "", "private", person)

    async def runs_group(self, _incoming: Incoming) -> bool:
        return self.runs

    async def private(self, incoming: Incoming) -> Address | None:
        return Address(self.name, "", "private", incoming.sender) if self.reachable else None

    async def heard(self) -> Outgoing:
        """The next message that was sent."""
        async with asyncio.timeout(10):
            _address, outgoing = await self.sent.get()
        return outgoing


@dataclass
class Bench:
    platform: Recorder
    store: Store
    intake: Intake
    stir: Callable[[], None]

    async def say(self, text: str, *, sender: str = "alice", press: str = "", at: float = 1e10) -> None:
        address = Address(self.platform.name, "", "private", sender)
        await self.intake([Incoming(token_hex(4), address, sender, at, text, press)])

    async def ask(self, text: str, **said: Any) -> str:
        await self.say(text, **said)
        return (await self.platform.heard()).text


Before = Callable[[Store], Awaitable[None]]


@asynccontextmanager
async def bench(
    folder: Path, *forms: Form, platform: Recorder | None = None, before: Before | None = None, **rules: Any
) -> AsyncIterator[Bench]:
    """A pipeline at work, with these forms, rules, `draw` and class of `store`, to which `before` is done first."""
    platform = platform or Recorder()
    choices: dict[str, Any] = {
        "language": "zh_CN",
        "contact": "",
        "conversation_s": 1800,
        "commands_per_minute": 1000,
        "pages": "",
        "is_admin": {"test:boss"}.__contains__,
        "now": lambda: datetime.now(UTC),
        "patience": Patience(),
    }
    draw, made = rules.pop("draw", no_picture), rules.pop("store", Store)
    lanes: list[Lanes[Any]] = []

    def stir() -> None:
        for each in lanes:
            each.wake()

    make(folder / "bot.db")
    async with opened(f"sqlite:///{folder}/bot.db", KeySource(folder / "bot.key"), alone=False) as database:
        writer = Writer(database.engines)
        writing = asyncio.create_task(writer.run())
        store: Store = made(database, writer, Mine("bench", (platform.serves,)))
        await store.free_all()
        turn = Turn(store, Menu(forms), {platform.name: platform}, stir, Rules(**choices | rules))
        lanes.append(coming_in := Lanes(store.claim, turn, store.free, at_once=20))
        delivery = Delivery(store, platform, stir, (choices | rules)["now"], draw=draw)
        lanes.append(Lanes(partial(store.parcels, platform.serves), delivery, store.free_parcel, at_once=20))
        if before:
            await before(store)
        loops = [asyncio.create_task(each.run()) for each in lanes]
        yield Bench(platform, store, Intake(store, coming_in), stir)
        for each in lanes:
            await each.stop(0)
        await asyncio.gather(*loops)
        writer.stop()
        await writing
