"""The updates that wait for the bot, and how getUpdates hands them out."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from tests.botapi.call import Table
from tests.botapi.errors import TAKEN_OVER, WEBHOOK_ACTIVE, WEBHOOK_SET, Refusal
from tests.botapi.words import words

KINDS = words(
    """message edited_message channel_post edited_channel_post business_connection business_message
    edited_business_message deleted_business_messages message_reaction message_reaction_count inline_query
    chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer
    my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot guest_message
    stopped_message_generation subscription"""
)
# These three come only to whoever names them.
DEFAULT = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}
KEPT_S = 86_400  # nobody gets what is older
_write = json.JSONEncoder().encode  # halves of surrogate pairs can only be written escaped, as Telegram does
FIRST_ID = 100_000_001


@dataclass(frozen=True, slots=True)
class Update:
    id: int
    kind: str
    queue: str  # updates of one queue go to a webhook one after the other
    at: float
    body: str  # the JSON, written once however often it is sent


class Updates:
    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], Awaitable[object]]) -> None:
        self._clock, self._sleep = clock, sleep
        self._next = FIRST_ID
        self._poll: asyncio.Future[None] | None = None
        self.polls = 0  # getUpdates that were let in
        self.waiting: deque[Update] = deque()
        self.allowed: frozenset[str] = DEFAULT
        self.to_webhook: Callable[[Update], None] | None = None  # set while a webhook is

    def add(self, kind: str, value: Table, queue: str) -> int | None:
        """Put an update behind the others; return its id, or `None` where the bot doesn't want this kind."""
        if kind not in self.allowed:
            return None
        return self.put(kind, {kind: value}, queue)

    def put(self, kind: str, fields: Table, queue: str = "") -> int:
        """Put an update of any shape, whatever the bot allowed."""
        number, self._next = self._next, self._next + 1
        body = _write({"update_id": number, **fields})
        update = Update(number, kind, queue, self._clock(), body)
        self.waiting.append(update)
        if self.to_webhook is not None:
            self.to_webhook(update)
        elif self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        return number

    def allow(self, kinds: Collection[object] | None) -> None:
        """Remember what the bot wants; `None` keeps what was said before, an empty list means the default."""
        if kinds is not None:
            # Names that don't exist are skipped by the real server too.
            self.allowed = frozenset(kind for kind in kinds if isinstance(kind, str) and kind in KINDS) or DEFAULT

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Update]:  # noqa: ASYNC109 - Telegram's name
        """Confirm what is before `offset`, then wait up to `timeout` seconds for something to hand out."""
        if self.to_webhook is not None:
            raise WEBHOOK_ACTIVE
        self.end_poll(TAKEN_OVER)
        self.confirm(offset)
        self._forget_old()
        if not self.waiting and timeout > 0:
            await self._wait(timeout)
        return [self.waiting[at] for at in range(min(limit, len(self.waiting)))]

    def confirm(self, offset: int) -> None:
        """Forget what comes before `offset`; a negative one keeps that many from the end."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        while self.waiting and self.waiting[0].id < offset:
            self.waiting.popleft()

    def end_poll(self, why: Refusal = WEBHOOK_SET) -> None:
        """Answer the getUpdates under way, if there is one, with a conflict."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(why)

    def done(self, update: Update) -> None:
        """Forget one that a webhook took."""
        with suppress(ValueError):
            self.waiting.remove(update)

    async def _wait(self, timeout: float) -> None:  # noqa: ASYNC109 - Telegram's name
        mine = self._poll = asyncio.get_running_loop().create_future()
        over = asyncio.ensure_future(self._sleep(timeout))
        try:
            await asyncio.wait({mine, over}, return_when=asyncio.FIRST_COMPLETED)
            if mine.done():
                mine.result()
        finally:
            over.cancel()
            if self._poll is mine:
                self._poll = None

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT_S
        while self.waiting and self.waiting[0].at < oldest:
            self.waiting.popleft()
