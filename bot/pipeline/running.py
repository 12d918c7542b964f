"""A handler's run: whether it is allowed, and what the person sees while it takes long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping

from bot import said
from bot.abilities import Platform
from bot.conversation import Ready
from bot.forms import Answers, Done, Form, Growing, Outcome
from bot.people import Limit
from bot.pieces import pieces
from bot.pipeline.draft import Draft
from bot.pipeline.rules import Patience
from bot.store.claiming import network_subject
from bot.store.settled import Counting
from bot.store.store import Store
from bot.values import dataclass
from bot.words import joined, render

_ANNOUNCING_S = 3.0
_STAGE_S = 0.7  # a part of an answer is shown if the next one is not there by then
_NETWORK = 10  # a network address has so many times the limits of a person


@dataclass(frozen=True, slots=True)
class UsedUp:
    """A limit that is used up, by the person or by everybody behind a network address."""

    limit: Limit
    network: bool


class Allowance:
    """What forms count, and whether a person has it left.

    What is under way counts too, though it is written down only at its end; several processes on one database may
    together exceed a limit by what each has under way at that moment.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._under_way: dict[tuple[str, str], list[str]] = {}  # subject and kind → things

    async def reserve(self, draft: Draft, form: Form, answers: Answers) -> UsedUp | None:
        """Put what running the form counts into `draft.reserved`, to be released; or the limit that is used up."""
        for counted in form.counts(answers, draft.person) if form.counts else ():
            network = network_subject(draft.incoming)
            for subject, times in ((draft.person.id, 1), (network, _NETWORK)):
                if not subject:
                    continue
                counting = Counting(subject, counted)
                most = counted.limit.most * times
                if self._used(draft, counting) >= most and not await self._store.counted(counting):
                    return UsedUp(counted.limit, network=subject == network)
                self._under_way.setdefault((subject, counted.limit.kind), []).append(counted.thing)
                draft.reserved += (counting,)
        return None

    def _used(self, draft: Draft, counting: Counting) -> int:
        what = counting.subject, counting.counted.limit.kind
        others = set(self._under_way.get(what, ())) - {counting.counted.thing}
        return draft.claimed.counts.get(what, 0) + len(others)

    def release(self, draft: Draft) -> None:
        """The message has ended: what it counted is written down, or free."""
        for counting in draft.reserved:
            what = counting.subject, counting.counted.limit.kind
            things = self._under_way[what]
            things.remove(counting.counted.thing)
            if not things:
                del self._under_way[what]
        draft.reserved = ()


async def run(form: Form, ready: Ready, draft: Draft, platform: Platform, patience: Patience) -> Outcome:
    """What the handler says. A person who had to be told to wait sees the answer take that message's place."""
    if draft.work.begun > 1 and platform.abilities.repeats:
        # The try before this one may have been announced; then the answer takes the place of that.
        await _announce(draft, platform)
    loop = asyncio.get_running_loop()
    told: dict[str, asyncio.Task[None]] = {}

    def begin(what: str, telling: Callable[[], Coroutine[None, None, None]]) -> None:
        if draft.sure():  # else another process may have answered
            told[what] = loop.create_task(telling())

    timers = (
        loop.call_later(patience.typing_s, begin, "typing", lambda: platform.typing(draft.here)),
        loop.call_later(patience.announced_s, begin, "announcement", lambda: _announce(draft, platform)),
    )
    try:
        outcome = await form.run(ready.answers, draft.person)
        if not isinstance(outcome, Growing):
            return outcome
        timers[-1].cancel()  # its first stage says what is asked
        return await _grown(outcome.stages, lambda stage: _show(stage, draft, platform))
    finally:
        for timer in timers:
            timer.cancel()
        await _over(told)


async def _grown(stages: AsyncIterator[Done], show: Callable[[Done], Awaitable[None]]) -> Done:
    """The last stage; those before it are shown while the next one is waited for."""
    grown = Done(())
    ends = False
    while not ends:
        coming = asyncio.ensure_future(anext(stages, None))
        try:
            if grown.replies and not (await asyncio.wait({coming}, timeout=_STAGE_S))[0]:
                await show(grown)
            stage = await coming
        finally:
            coming.cancel()
        grown, ends = stage or grown, stage is None
    return grown


async def _show(stage: Done, draft: Draft, platform: Platform) -> None:
    if not draft.sure():
        return
    whole = render(joined([reply.text for reply in stage.replies], "\n\n"), draft.language)
    text, _spans = pieces(whole, (), draft.abilities.longest)[0]
    if draft.edits:
        await platform.amend(draft.work.key, draft.here, draft.edits, text)
    elif platform.abilities.edits:
        draft.edits = await platform.announce(draft.work.key, draft.here, text)


async def _over(told: Mapping[str, asyncio.Task[None]]) -> None:
    """The answer must know what it takes the place of, but it does not wait long for that."""
    if announcing := told.get("announcement"):
        await asyncio.wait({announcing}, timeout=_ANNOUNCING_S)
    for task in told.values():
        task.cancel()


async def _announce(draft: Draft, platform: Platform) -> None:
    text = render(said.announcement(), draft.language)
    draft.edits = await platform.announce(draft.work.key, draft.here, text)
