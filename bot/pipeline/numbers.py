"""Choices by number, where a platform has no buttons: a number is a press of what was numbered last."""

import json
import re
from dataclasses import replace
from datetime import timedelta

from bot.chance import new_word
from bot.forms import Menu
from bot.lines import folded
from bot.messages import Reply
from bot.store.claiming import Claimed
from bot.store.settled import NewToken
from bot.store.store import Store
from bot.words import Words, joined, lines

_NUMBER = re.compile(r"([1-9][0-9]?)[.、]?")
_LASTS = timedelta(days=7)
_LASTS_IN_GROUP = timedelta(minutes=30)  # where people write numbers for other reasons too


class Numbers:
    """What the numbers of one answer stand for."""

    def __init__(self) -> None:
        self._lines: list[str] | None = None  # None: nothing was asked, so that they mean what they meant

    def shown(self, reply: Reply, *, asks: bool) -> Words:
        """The reply's words, its options numbered; a question begins anew."""
        if asks or self._lines is None:
            self._lines = [] if asks or reply.options else None
        if self._lines is None or not reply.options:
            return reply.text
        first = len(self._lines) + 1
        self._lines += [option.line for option in reply.options]
        numbered = (joined((f"{number}. ", option.label), "") for number, option in enumerate(reply.options, first))
        return lines(reply.text, *numbered)

    def kept(self, lane: str, *, group: bool) -> tuple[NewToken, ...]:
        """What is remembered of them until the next question of this lane."""
        if self._lines is None:
            return ()
        lasts = _LASTS_IN_GROUP if group else _LASTS
        return (NewToken(_kind(lane), new_word(), json.dumps(self._lines), lasts),)


async def pressed(claimed: Claimed, menu: Menu, store: Store) -> Claimed:
    """The message with its number as the press that it stands for."""
    incoming = claimed.work.incoming
    number = _NUMBER.fullmatch(folded(incoming.text))
    if number is None or incoming.press or _understood(claimed, menu):
        return claimed
    kept = await store.tokens.newest(_kind(incoming.lane), claimed.person)
    numbered: list[str] = json.loads(kept) if kept else []
    if int(number[1]) > len(numbered):
        return claimed
    line = numbered[int(number[1]) - 1]
    return replace(claimed, work=replace(claimed.work, incoming=replace(incoming, text="", press=line)))


def _understood(claimed: Claimed, menu: Menu) -> bool:
    """Whether the open question takes numbers by itself."""
    waiting = claimed.waiting
    form = menu.named(waiting.open.form) if waiting else None
    step = form.step(waiting.open.step) if form and waiting else None
    return step is not None and isinstance(step.choices, tuple)


def _kind(lane: str) -> str:
    return f"numbers {lane}"
