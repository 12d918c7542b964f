"""An event → seen, inbox. A platform tells its other side nothing before this has returned."""

from collections.abc import Sequence

from bot.messages import Incoming
from bot.pipeline.lanes import Lanes
from bot.store.store import Claimed, Store


class Intake:
    """Where platforms hand over what came in; returns when it is stored, or was before."""

    def __init__(self, store: Store, lanes: Lanes[Claimed]) -> None:
        self._store = store
        self._lanes = lanes

    async def __call__(self, messages: Sequence[Incoming]) -> None:
        # Woken before the writing, the claim joins the transaction that stores the messages.
        self._lanes.wake()
        await self._store.receive(messages)
