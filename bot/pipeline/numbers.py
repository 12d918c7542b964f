"""Choices by number, where a platform has no buttons: a number is a press of what was numbered last."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.as_json import AsJson
from bot.chance import new_word
from bot.forms import Menu
from bot.lines import folded, same
from bot.messages import Reply
from bot.store.claiming import Claimed
from bot.store.settled import NewToken
from bot.store.store import Store
from bot.words import Words, joined, lines, render

_NUMBERED = AsJson(list[tuple[str, str]])  # line and label of each
_NUMBER = re.compile(r"([1-9][0-9]?)[.、]?")
_LASTS = timedelta(days=7)
_LASTS_IN_GROUP = timedelta(minutes=30)  # where people write numbers for other reasons too


class Numbers:
    """What the numbers of one answer stand for."""

    def __init__(self) -> None:
        # With labels; None: nothing was asked, so that they mean what they meant.
        self._lines: list[tuple[str, str]] | None = None

    def shown(self, reply: Reply, language: str, *, asks: bool) -> Words:
        """The reply's words, its options numbered; a question begins anew."""
        if asks or self._lines is None:
            self._lines = [] if asks or reply.options else None
        if self._lines is None or not reply.options:
            return reply.text
        first = len(self._lines) + 1
        self._lines += [(option.line, render(option.label, language)) for option in reply.options]
        numbered = (joined((f"{number}. ", option.label), "") for number, option in enumerate(reply.options, first))
        return lines(reply.text, *numbered)

    def kept(self, lane: str, *, group: bool) -> tuple[NewToken, ...]:
        """What is remembered of them until the next question of this lane."""
        if self._lines is None:
            return ()
        lasts = _LASTS_IN_GROUP if group else _LASTS
        return (NewToken(_kind(lane), new_word(), _NUMBERED.write(self._lines), lasts),)


async def pressed(claimed: Claimed, menu: Menu, store: Store) -> Claimed:
    """The message with its number as the press that it stands for."""
    incoming = claimed.work.incoming
    number = _NUMBER.fullmatch(folded(incoming.text))
    if number is None or incoming.press or _understood(claimed, menu):
        return claimed
    numbered = await _numbered(claimed, store)
    if int(number[1]) > len(numbered):
        return claimed
    line, _label = numbered[int(number[1]) - 1]
    return as_press(claimed, line)


async def labelled(claimed: Claimed, store: Store) -> str:
    """What the numbered option says whose label the message is; "" where it is none."""
    text = claimed.work.incoming.text
    return next((line for line, label in await _numbered(claimed, store) if same(label, text)), "")


def as_press(claimed: Claimed, press: str) -> Claimed:
    """The message as if this had been pressed instead of typed."""
    incoming = replace(claimed.work.incoming, text="", press=press)
    return replace(claimed, work=replace(claimed.work, incoming=incoming))


async def _numbered(claimed: Claimed, store: Store) -> list[tuple[str, str]]:
    """The options that were numbered last."""
    kept = await store.tokens.newest(_kind(claimed.work.incoming.lane), claimed.person)
    return _NUMBERED.read(kept) or []


def _understood(claimed: Claimed, menu: Menu) -> bool:
    """Whether the open question takes numbers by itself."""
    waiting = claimed.waiting
    form = menu.named(waiting.open.form) if waiting else None
    step = form.step(waiting.open.step) if form and waiting else None
    return step is not None and isinstance(step.choices, tuple)


def _kind(lane: str) -> str:
    return f"numbers {lane}"
