"""A handler's run: whether it is allowed, and what the person sees while it takes long."""

import asyncio
from dataclasses import dataclass, replace

from bot import said
from bot.conversation import Ready
from bot.forms import Answers, Form, Outcome
from bot.messages import Platform
from bot.people import Limit
from bot.pipeline.draft import Draft
from bot.store.settled import Counting
from bot.store.store import Store, network_subject
from bot.words import render

_NETWORK = 10  # a network address has so many times the limits of a person


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long a person sees that an answer is on its way, and is told to wait."""

    typing_s: float = 0.5
    announced_s: float = 3.0


class Allowance:
    """What a form counts, and whether a person has it left."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, draft: Draft, form: Form, answers: Answers) -> tuple[tuple[Counting, ...], Limit | None]:
        """What running the form will count; and the limit that is used up, if one is."""
        wanted: list[Counting] = []
        for counted in form.counts(answers, draft.person) if form.counts else ():
            network = network_subject(draft.incoming)
            for subject, times in ((draft.person.id, 1), (network, _NETWORK)):
                if not subject:
                    continue
                limit = replace(counted.limit, most=counted.limit.most * times)
                counting = Counting(subject, replace(counted, limit=limit))
                used = draft.claimed.counts.get((subject, limit.kind), 0)
                if used >= limit.most and not await self._store.counted(counting):
                    return (), counted.limit
                wanted.append(counting)
        return tuple(wanted), None


async def run(form: Form, ready: Ready, draft: Draft, platform: Platform, patience: Patience) -> Outcome:
    """What the handler says. A person who had to be told to wait sees the answer take that message's place."""
    task = asyncio.ensure_future(form.run(ready.answers, draft.person))
    try:
        if not await _ended(task, patience.typing_s):
            await platform.typing(draft.here)
            if not await _ended(task, patience.announced_s - patience.typing_s):
                draft.edits = await platform.announce(draft.here, render(said.announcement(), draft.language))
        return await task
    finally:
        task.cancel()


async def _ended(task: asyncio.Future[Outcome], within_s: float) -> bool:
    done, _pending = await asyncio.wait({task}, timeout=within_s)
    return bool(done)
