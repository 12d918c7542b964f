"""An event → seen, inbox. A platform tells its other side nothing before this has returned."""

import time
from collections.abc import Sequence

from bot.messages import Incoming
from bot.pipeline.lanes import Lanes
from bot.store.claiming import Claimed
from bot.store.store import Store


class Intake:
    """Where platforms hand over what came in; returns when it is stored, or was before."""

    def __init__(self, store: Store, lanes: Lanes[Claimed]) -> None:
        self._store = store
        self._lanes = lanes
        self._took = store.measures.stages["intake"]

    async def __call__(self, messages: Sequence[Incoming]) -> None:
        # Woken before the writing, the claim joins the transaction that stores the messages.
        self._lanes.wake()
        begun = time.perf_counter()
        await self._store.receive(messages)
        self._took.add(time.perf_counter() - begun, len(messages))
