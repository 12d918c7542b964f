"""The first look after an older copy was restored: what it finds may have been told already, so it is one line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.messages import Reply
from bot.watches import NAMES_BETWEEN, Notice, Watcher, named
from bot.words import Text, Words, _, joined

_GATHERS: Final = "restored"


def line(since: datetime, count: str, names: Words = "") -> Text:
    at = f"{since:%Y-%m-%d %H:%M}"
    if names:
        return _("自 {since} 起有 {count} 条变化，可能已通知过你：{names}", since=at, count=count, names=names)
    return _("自 {since} 起有 {count} 条变化，可能已通知过你。", since=at, count=count)


def caught_up(kind: str, notices: Sequence[Notice], since: datetime) -> tuple[Notice, ...]:
    """One notice for each watcher; reminders are of what is still ahead, and so told, but several as one message."""
    if kind.startswith("."):
        return tuple(replace(each, gathers=_GATHERS) for each in notices)
    found: dict[Watcher, list[Notice]] = {}
    for each in notices:
        found.setdefault(each.watcher, []).append(each)
    return tuple(_one(watcher, theirs, since) for watcher, theirs in found.items())


def _one(watcher: Watcher, notices: Sequence[Notice], since: datetime) -> Notice:
    count = sum(each.changes for each in notices)
    names = tuple(name for each in notices for name in each.names)
    reply = Reply(line(since, str(count), joined(named(names), NAMES_BETWEEN) if names else ""))
    sums = line(since, "{count}", "{names}" if names else "")
    return Notice(
        watcher,
        f"restored.{since.timestamp():.0f}",
        replace(reply, options=notices[0].reply.options[:1]),
        gathers=_GATHERS,
        changes=count,
        sums=sums,
        names=names,
    )
