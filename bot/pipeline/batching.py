"""Batches: a few lines at a time, each marked before its call and ended after it, until all of them are done."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import structlog

from bot import said
from bot.abilities import Platform, alone
from bot.batches import End, Ended, Line, Procedure, Standing, Telling
from bot.errors import LeaseLost
from bot.messages import Address, Outgoing, Reply
from bot.people import Person
from bot.pipeline.carried import carried
from bot.pipeline.lanes import until_written
from bot.pipeline.rules import Rules
from bot.store.batches import Batch, Pause
from bot.store.settled import NOTIFICATION, Sending
from bot.store.store import Store
from bot.words import Words, marked, render

log = structlog.get_logger()

_TOGETHER: Final = 4  # lines under way at once: so many are in doubt at most when the process dies
_SLICE_S: Final = 2.0  # then the batch is given back, so that a bot that is told to stop need not wait for its end
_SHOWN_S: Final = 3.0  # between two words of how far it is
_TOLD_S: Final = 30.0  # where each of them is a message of its own
_QUARTERS: Final = 4
_OFF_S: Final = 3600.0  # before a batch is looked at again whose system, or administrator, is there no more
_PAUSES_S: Final = (5.0, 10.0, 20.0, 60.0, 120.0, 300.0, 600.0)
_TOLD_AFTER: Final = 3  # pauses in a row, before a message says so
_MOST_PAUSES: Final = 150  # in a row: about a day


class Batching:
    """Works on claimed batches. `stir` wakes who sends, and who claims batches."""

    def __init__(
        self,
        store: Store,
        procedures: Sequence[Procedure],
        platforms: Mapping[str, Platform],
        stir: Callable[[], None],
        rules: Rules,
    ) -> None:
        self._store, self._platforms, self._rules = store, platforms, rules
        self._procedures = {each.name: each for each in procedures}
        self._stir = stir
        self._shown: dict[str, float] = {}  # when it was last said how far a batch is

    async def __call__(self, batch: Batch) -> None:
        """Work on a batch for a while."""
        procedure = self._procedures.get(batch.kind)
        if procedure is None or not self._by_admin(batch):
            await self._pause(batch, Pause(_OFF_S, batch.failures, batch.shown))
            return
        await self._store.batches.cut_off(batch, End.UNKNOWN if procedure.once else End.WAITING)
        if batch.stopped or await self._worked(batch, procedure):
            await self._finish(batch, procedure)

    def _by_admin(self, batch: Batch) -> bool:
        """Whether whoever began it, which was in private, still looks after the bot."""
        administers = self._rules.is_admin(f"{batch.address.platform}:{batch.address.chat}")
        if not administers:
            log.warning("batch waits", batch=batch.kind, reason="who began it is no administrator any more")
        return administers

    async def _worked(self, batch: Batch, procedure: Procedure) -> bool:
        """Whether no line is left; else the batch was given back."""
        until, failures = self._rules.monotonic() + _SLICE_S, batch.failures
        self._shown.setdefault(batch.word, self._rules.monotonic())
        while True:
            # One alone tries whether a system is back that was away: each that is cut off is a line in doubt.
            lines = await self._store.batches.next(batch, 1 if failures else _TOGETHER)
            if lines is not None and not lines:
                return True
            ended = await asyncio.gather(*(self._done(batch, procedure, line) for line in lines or ()))
            if lines:
                after = [_after(line, each, batch.language) for line, each in zip(lines, ended, strict=True)]
                told = [
                    await self._told(batch, there, line, each.tell)
                    for line, each in zip(lines, ended, strict=True)
                    if each.tell and (there := self._there(each.tell))
                ]
                wrote = partial(self._store.batches.ended, batch, after, told)
                await until_written(wrote, self._stir if told else _nobody)
            away = next((each for each in ended if each.pause is not None), None)
            asked = any(not line.lost for line in lines or ())
            failures = failures + 1 if away else 0 if asked else failures
            if away or lines is None or self._rules.monotonic() >= until:
                return await self._rested(batch, procedure, away, failures)

    async def _done(self, batch: Batch, procedure: Procedure, line: Line) -> Ended:
        if line.lost:  # it holds up none of the others
            return Ended(End.REFUSED, said.line_lost())
        person = Person("", "", self._rules.now(), batch.language, address=batch.address.key)
        try:
            ended = await procedure.do(line.values, person)
            return ended if ended.tell is None or self._there(ended.tell) else Ended(End.REFUSED, said.platform_off())
        except Exception:  # whatever a procedure did not foresee must not end the others
            log.exception("line failed", batch=procedure.name)
            return Ended(End.UNKNOWN)

    def _there(self, telling: Telling) -> Address | None:
        """Where somebody is told; `None` where that platform is switched off."""
        if not telling.address:
            return alone(telling.handle, self._platforms)
        address = Address.parse(telling.address)
        return address if address.platform in self._platforms else None

    async def _told(self, batch: Batch, there: Address, line: Line, telling: Telling) -> Sending:
        quiet = await self._store.quiet_of(telling.handle)
        wait_s = quiet.left_s(self._rules.now()) if quiet else 0.0
        return Sending(f"told.{batch.word}.{line.place}", there, Outgoing(telling.text), NOTIFICATION, wait_s, quiet)

    async def _rested(self, batch: Batch, procedure: Procedure, away: Ended | None, failures: int) -> bool:
        """Give the batch back, and say how far it is; unless no line is left after all."""
        standing = await self._store.batches.standing(batch.word, batch.address.key)
        if standing is None:  # somebody was forgotten
            raise LeaseLost
        if standing.ended == standing.total:
            return True
        if away is None:
            words = (said.batch_stopped if standing.stopped else said.batch_progress)(procedure.title, standing)
            shown, told = await self._progress(batch, words, standing)
            await self._pause(batch, Pause(failures=failures, shown=shown, told=told))
        else:
            await self._wait(batch, procedure.title, standing, away, failures)
        return False

    async def _wait(self, batch: Batch, title: Words, standing: Standing, away: Ended, failures: int) -> None:
        """The system is away: go on later, for about a day."""
        why = away.why or ""
        if failures >= _MOST_PAUSES:
            reply = said.batch_given_up(title, standing, why, batch.word)
            given_up = self._sending(batch, f"{standing.ended}.given up", reply)
            await self._pause(batch, Pause(shown=batch.shown, stop=True, told=(given_up,)))
            return
        words, told = said.batch_waits(title, standing, why), tuple[Sending, ...]()
        if self._edits(batch.address) and batch.shown:
            await self._edited(batch, words)
        elif failures == _TOLD_AFTER:
            reply = Reply(words, said.batch_running(batch.word))
            told = (self._sending(batch, f"{standing.ended}.waits", reply),)
        wait_s = _PAUSES_S[min(failures, len(_PAUSES_S)) - 1]
        named_s = away.pause.total_seconds() if away.pause else 0.0
        await self._pause(batch, Pause(max(wait_s, named_s), failures, batch.shown, told=told))

    async def _pause(self, batch: Batch, pause: Pause) -> None:
        await until_written(partial(self._store.batches.paused, batch, pause), self._stir)

    async def _progress(self, batch: Batch, words: Words, standing: Standing) -> tuple[str, tuple[Sending, ...]]:
        """What shows how far it is from now on, and what is told of it.

        One message that is edited, which nobody misses after a crash; or, where nothing can be, each quarter.
        """
        now = self._rules.monotonic()
        since_s = now - self._shown[batch.word]
        if self._edits(batch.address):
            if since_s < _SHOWN_S and not (standing.stopped and batch.shown):
                return batch.shown, ()
            self._shown[batch.word] = now
            return await self._edited(batch, words), ()
        quarter = str(standing.ended * _QUARTERS // standing.total)
        if standing.stopped or since_s < _TOLD_S or quarter <= (batch.shown or "0"):
            return batch.shown, ()
        self._shown[batch.word] = now
        return quarter, (self._sending(batch, quarter, Reply(words)),)

    async def _edited(self, batch: Batch, words: Words) -> str:
        platform, text = self._platforms[batch.address.platform], render(words, batch.language)
        key = f"batch.{batch.word}"
        if not batch.shown:
            return await platform.announce(key, batch.address, text)
        await platform.amend(key, batch.address, batch.shown, text)
        return batch.shown

    async def _finish(self, batch: Batch, procedure: Procedure) -> None:
        """The result is told, and nothing of the batch is kept."""
        lines = await self._store.batches.lines(batch)
        counts = Counter(line.end for line in lines)
        document = procedure.result(lines, batch.language)
        ended = said.batch_ended if document else said.broadcast_ended
        reply = Reply(ended(procedure.title, counts), document=document)
        result = self._sending(batch, "result", reply)
        if self._edits(batch.address):
            result = replace(result, outgoing=replace(result.outgoing, edits=batch.shown))
        await until_written(partial(self._store.batches.finished, batch, result), self._stir)
        self._shown.pop(batch.word, None)
        log.info("batch ended", batch=procedure.name, lines=len(lines), unknown=counts[End.UNKNOWN])

    def _edits(self, address: Address) -> bool:
        return self._platforms[address.platform].abilities.edits

    def _sending(self, batch: Batch, what: str, reply: Reply) -> Sending:
        text, strong = marked(reply.text, batch.language)
        options = tuple(carried(each, batch.language)[0] for each in reply.options)  # all of them are short
        outgoing = Outgoing(text, options, reply.document, strong=strong)
        return Sending(f"batch.{batch.word}.{what}", batch.address, outgoing, NOTIFICATION)


def _nobody() -> None:
    """What a line came to gives nobody work."""


def _after(line: Line, ended: Ended, language: str) -> Line:
    why = render(ended.why, language) if ended.why is not None else ""
    return replace(line, end=ended.end, why=why, more=ended.more)
