"""What changed in a list of grades, between what was known of it and a complete new answer: pure.

Entries are told apart by key, never by position. A grade that is gone from two complete answers in a row was withdrawn;
a list that is suddenly empty needs six, since that is how systems fail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from enum import Enum

from bot.values import dataclass

_GONE_AFTER = 2  # answers without it
EMPTY_AFTER = 6  # where nothing at all is left


@dataclass(frozen=True, slots=True)
class Item:
    """One grade as an answer has it now."""

    key: str  # unique in its list and the same as long as it is the same grade
    face: str = field(repr=False)  # what makes it another grade when it changes: score, pass mark, status; no rank
    title: str = field(repr=False)
    shown: bool = True  # False: not published yet; becoming so makes it new
    whose: str = field(default="", repr=False)  # the name beside it, where several have an account of one number


@dataclass(frozen=True, slots=True)
class Entry:
    """One grade as it is known."""

    face: str = field(repr=False)
    title: str = field(repr=False)
    shown: bool = True
    version: int = 0  # counts what was told of it, so that A→B→A is told twice
    absent: int = 0  # answers in a row without it
    gone: bool = False
    whose: str = field(default="", repr=False)


class Kind(Enum):
    NEW = "new"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    REPUBLISHED = "republished"


@dataclass(frozen=True, slots=True)
class Change:
    """Something to be told once: `key` and `version` make it one."""

    kind: Kind
    key: str
    version: int
    title: str = field(repr=False)
    whose: str = field(default="", repr=False)


def baseline(items: Sequence[Item]) -> dict[str, Entry]:
    """What is known from the first answer, of which nothing is told."""
    return {item.key: Entry(item.face, item.title, item.shown, whose=item.whose) for item in reversed(items)}


def compared(
    known: Mapping[str, Entry], items: Sequence[Item], *, empty: bool
) -> tuple[dict[str, Entry], tuple[Change, ...]]:
    """What is known from now on, and what is to be told; of a key that comes twice, the first counts.

    `empty`: the whole list had nothing, be it of these or of anybody else.
    """
    here = {item.key: item for item in reversed(items)}
    after: dict[str, Entry] = {}
    changes: list[Change] = []
    for key, item in reversed(here.items()):
        entry, kind = _met(known.get(key), item)
        after[key] = entry
        if kind:
            changes.append(Change(kind, key, entry.version, item.title, item.whose))
    for key, before in known.items():
        if key in here:
            continue
        after[key] = entry = _missed(before, empty=empty)
        if entry.gone and not before.gone and before.shown:
            changes.append(Change(Kind.WITHDRAWN, key, entry.version, entry.title, entry.whose))
    return after, tuple(changes)


def _met(before: Entry | None, item: Item) -> tuple[Entry, Kind | None]:
    """An item that is there."""
    kind = _kind(before, item)
    version = (before.version if before else 0) + (kind is not None)
    return Entry(item.face, item.title, item.shown, version, whose=item.whose), kind


def _kind(before: Entry | None, item: Item) -> Kind | None:
    if before is None or not before.shown:
        return Kind.NEW if item.shown else None
    if before.gone:
        return Kind.REPUBLISHED if item.shown else None
    return Kind.CHANGED if before.face != item.face or not item.shown else None


def _missed(before: Entry, *, empty: bool) -> Entry:
    """An entry that is not in the answer."""
    if before.gone:
        return before
    absent = before.absent + 1
    if absent < (EMPTY_AFTER if empty else _GONE_AFTER):
        return replace(before, absent=absent)
    return replace(before, absent=absent, gone=True, version=before.version + 1)
