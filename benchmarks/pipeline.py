"""How many messages a second the durable way from intake to delivery takes, with a platform that does nothing.

    taskset -c 0 .venv/bin/python -m benchmarks.pipeline [lanes …]

One process on one core and a real database on the disk; each message is stored, claimed, answered by `/id` and settled,
its answer stored, claimed, sent and settled.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

from bot.abilities import Abilities, Outcome, Sent
from bot.app import writing
from bot.budget import Budget
from bot.choices import rules_of
from bot.garbage import seldom
from bot.messages import Address, Incoming, Outgoing, Upload, addresses_of
from bot.pipeline.delivery import Delivery
from bot.pipeline.intake import Intake
from bot.pipeline.lanes import Lanes
from bot.pipeline.turn import Turn
from bot.settings import load
from bot.store.claims import Mine
from bot.store.database import opened
from bot.store.store import Store
from bot.store.vault import KeySource
from bot.systems import clients
from handlers import menu

MESSAGES = 10_000
BATCH = 100
WAITING = 1000  # messages that may be on their way


class Nowhere:
    """A platform that takes everything and does nothing."""

    name = "test"
    abilities = Abilities()
    serves = addresses_of("test", "")
    home = ""

    def __init__(self) -> None:
        self.sent = 0
        self.budget = Budget(None)

    async def send(self, _key: str, _address: Address, _outgoing: Outgoing) -> Sent:
        self.sent += 1
        return Sent(Outcome.SENT)

    async def typing(self, _address: Address) -> None:
        pass

    async def announce(self, _key: str, _address: Address, _text: str) -> str:
        return ""

    async def amend(self, _key: str, _address: Address, _message: str, _text: str) -> None:
        pass

    async def delete(self, _address: Address, _message: str) -> bool:
        return True

    async def file(self, _address: Address, upload: Upload) -> bytes | None:
        return upload.data

    def alone(self, person: str) -> Address | None:
        return Address("test", "", "private", person)

    async def runs_group(self, _incoming: Incoming) -> bool:
        return False

    async def private(self, incoming: Incoming) -> Address | None:
        return incoming.address


async def measure(lanes: int, messages: int, folder: Path) -> str:
    """Send so many messages through so many lanes; how it went, in words."""
    limits = {"commands_per_minute": 1_000_000}
    settings = load(folder / "none", {"limits": limits}, required=False)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            opened(f"sqlite:///{folder}/{lanes}.db", KeySource(folder / f"{lanes}.key"))
        )
        writer = await stack.enter_async_context(writing(database))
        platform, pumps = Nowhere(), list[Lanes[Any]]()
        store = Store(database, writer, Mine("bench", (platform.serves,)))
        forms = menu(settings, await stack.enter_async_context(clients(settings)), store.keeping)

        def stir() -> None:
            for pump in pumps:
                pump.wake()

        turn = Turn(store, forms, {platform.name: platform}, stir, rules_of(settings))
        delivery = Delivery(store, platform, stir, rules_of(settings).now)
        pumps += (
            coming_in := Lanes(store.claim, turn, store.free, at_once=200),
            Lanes(partial(store.parcels, platform.serves), delivery, store.free_parcel, at_once=200),
        )
        loops = [asyncio.create_task(pump.run()) for pump in pumps]
        with seldom():
            wall, processor = time.perf_counter(), time.process_time()
            await feed(Intake(store, coming_in), platform, lanes, messages)
            wall, processor = time.perf_counter() - wall, time.process_time() - processor
        for pump in pumps:
            await pump.stop(1)
        await asyncio.gather(*loops)
        each = f"{processor / messages * 1000:.3f} ms of CPU each, {writer.batches} transactions"
        return f"{lanes:>6} lanes: {messages / wall:>6.0f} messages/s, {each}"


async def feed(intake: Intake, platform: Nowhere, lanes: int, messages: int) -> None:
    for first in range(0, messages, BATCH):
        while first - platform.sent > WAITING:
            await asyncio.sleep(0.001)
        numbers = range(first, min(first + BATCH, messages))
        await intake([message(number, f"p{number % lanes}") for number in numbers])
    while platform.sent < messages:
        await asyncio.sleep(0.001)


def message(number: int, person: str) -> Incoming:
    address = Address("test", "", "private", person)
    return Incoming(f"u{number}", address, person, time.time(), "/id")


def main() -> None:
    for lanes in [int(each) for each in sys.argv[1:]] or [1, 100, 10_000]:
        with tempfile.TemporaryDirectory() as folder:
            messages = MESSAGES // 5 if lanes == 1 else MESSAGES
            print(asyncio.run(measure(lanes, messages, Path(folder))))


if __name__ == "__main__":
    main()
