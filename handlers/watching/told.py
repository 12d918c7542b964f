"""What somebody is told of a change in his grades; several at once are one message."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.as_json import AsJson
from bot.messages import Option, Reply
from bot.watches import Notice, Watcher
from bot.watching.diff import Change, Entry, Kind
from bot.words import Strong, Text, Words, _, joined, lines
from handlers.labels import label

Known = dict[str, Entry]
_REMEMBERED: Final = AsJson(Known)
_COVERED: Final[Mapping[Kind, Callable[[str], Text]]] = {
    Kind.NEW: lambda title: _("“{title}”有新成绩", title=title),
    Kind.CHANGED: lambda title: _("“{title}”的成绩有变化", title=title),
    Kind.WITHDRAWN: lambda title: _("“{title}”的成绩被撤回了", title=title),
    Kind.REPUBLISHED: lambda title: _("“{title}”的成绩重新公布了", title=title),
}


def told(watcher: Watcher, changes: Sequence[Change], words: Mapping[str, Words]) -> Notice | None:
    """One message of all changes; `words` show each grade that is there, by its key."""
    if watcher.account is None or not changes:
        return None
    heading = Strong(label(watcher.account))
    parts = [_part(change, words.get(change.key)) for change in changes]
    covered = [_COVERED[change.kind](change.title) for change in changes]
    see, mute = Option(_("查成绩"), "/grades"), Option(_("不再提醒"), f"/unwatch {watcher.account.id}")
    scored = tuple((each.key, each.title) for each in changes if each.kind is not Kind.WITHDRAWN)
    key = "+".join(f"{change.key}.{change.version}" for change in changes)
    return Notice(
        watcher,
        key,
        Reply(lines(heading, joined(parts, "\n\n")), (see, mute)),
        covered=lines(heading, *covered) if scored else None,
        gathers=watcher.account.id,
        changes=len(changes),
        grades=scored,
        names=tuple(dict.fromkeys(each.title for each in changes)),
    )


def _part(change: Change, words: Words | None) -> Words:
    what = _COVERED[change.kind](change.title)
    return lines(what, words) if words and change.kind is not Kind.WITHDRAWN else what


def read_known(text: str | None) -> Known | None:
    """What was known; `None` where nothing was, or it was written by another version."""
    return _REMEMBERED.read(text)


def write_known(known: Known) -> str:
    return _REMEMBERED.write(known)
