"""Grades of 考试云: one look at an exam's list serves everybody who watches it, alone or in a group.

The aim without a part is the list of exams; each of them becomes an aim of its own. Of people who have bound nothing
only counts are kept.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.aims import WHOLE, Aim
from bot.watches import Kind, Look, Looked, Notice, Watcher
from bot.watching.diff import EMPTY_AFTER, Change, Item, baseline, compared
from handlers.distribution import Tally
from handlers.lists import recent
from handlers.scores import compared_as, of_kaoshiyun
from handlers.watching.groups import Release, deleted, released
from handlers.watching.told import Known, read_known, told, write_known
from providers.cet.names import bare
from providers.errors import NotFound, ProviderError
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Grade

NAME = "kaoshiyun"


@dataclass
class _Read:
    """An exam's list as one look found it."""

    title: str = ""
    rows: dict[str, list[Grade]] = field(default_factory=lambda: defaultdict(list))  # of watched accounts, by number
    watchers: dict[str, Sequence[Watcher]] = field(default_factory=dict)  # of those, by number
    count: int = 0  # rows of anybody
    published: int = 0
    passed: int = 0
    tally: Tally | None = None  # of scores, where a group is to be shown how they are spread

    @property
    def accounts(self) -> set[str]:
        """The ids of those."""
        return {each.account.id for watchers in self.watchers.values() for each in watchers if each.account}

    def watched_by(self, holders: Sequence[Watcher]) -> None:
        theirs: dict[str, list[Watcher]] = defaultdict(list)
        for watcher in holders:
            if watcher.account:
                theirs[watcher.account.number].append(watcher)
        self.watchers.update(theirs)


def kaoshiyun_kind(client: KaoshiyunClient, every: timedelta, *, days: int, gather: timedelta) -> Kind:
    async def all_exams(look: Look) -> Looked:
        try:
            exams = [exam async for page in client.exams() for exam in page.items]
        except ProviderError:
            return Looked(failed=True)
        return Looked(aims=tuple(Aim(NAME, each) for each in recent(exams, look.now, days)))

    async def look(look: Look) -> Looked:
        if look.aim.part == WHOLE:
            return await all_exams(look)
        try:
            read = await _read(client, look)
        except NotFound:
            return await _missing(look)
        except ProviderError:
            return Looked(failed=True)
        known, notices = _persons(look, read)
        if look.known.get(WHOLE):
            known[WHOLE] = ""
        picture = read.tally.recipe(read.title or look.aim.part) if read.tally else None
        release = Release(read.title, read.published, read.passed, picture)
        for watcher in look.watchers:
            if watcher.account is None:
                state, notice = released(watcher, release, look, gather)
                known[watcher.subject] = state
                notices += [notice] if notice else []
        return Looked(known, tuple(notices))

    return Kind(NAME, look, every)


async def _read(client: KaoshiyunClient, look: Look) -> _Read:
    read = _Read(tally=Tally() if any(each.account is None for each in look.watchers) else None)
    async for page in client.grades(look.aim.part):
        read.watched_by(await look.holders({grade.account for grade in page.items}, ()))
        for grade in page.items:
            read.title = read.title or grade.exam_name
            read.count += 1
            read.published += grade.published
            read.passed += bool(grade.published and grade.passed)
            if read.tally:
                read.tally.add(grade)
            if grade.account in read.watchers:
                read.rows[grade.account].append(grade)
    read.watched_by(await look.holders((), look.known.keys() - read.accounts))  # theirs are gone
    return read


async def _missing(look: Look) -> Looked:
    """There is no such exam: deleted, unless it is back within as many answers as an empty list is given."""
    read = _Read()
    read.watched_by(await look.holders((), look.known.keys()))
    known, notices = _persons(look, read)
    times = int(look.known.get(WHOLE) or "0") + 1
    if times < EMPTY_AFTER:
        return Looked(known | {WHOLE: str(times)}, tuple(notices))
    return Looked(over=True, notices=(*notices, *(deleted(each, look.aim.part) for each in look.watchers)))


def items_of(grades: Sequence[Grade]) -> list[Item]:
    """What counts of grades: score, pass mark and status; a rank that moved is no changed grade."""
    return [
        Item(
            key=key_of(each),
            face=f"{compared_as(each.score)}|{each.passed}|{compared_as(each.pass_score)}|{each.status}",
            title=each.exam_name or each.exam_id,
            shown=each.published,
            whose=bare(each.name),
        )
        for each in grades
    ]


def key_of(grade: Grade) -> str:
    """The grade's id, else what makes it unique."""
    begun = grade.begun.isoformat() if grade.begun else ""
    return grade.grade_id or f"{grade.exam_id}/{bare(grade.name)}/{begun}"


def _persons(look: Look, read: _Read) -> tuple[dict[str, str], list[Notice]]:
    """What is known of each watched account from now on, and what its watchers are told."""
    known: dict[str, str] = {}
    notices: list[Notice] = []
    for number, watchers in read.watchers.items():
        rows = read.rows[number]
        words = {key_of(row): of_kaoshiyun(row, look.now.tzinfo).words for row in rows}
        changes: Sequence[Change] = ()
        for watcher in watchers:
            if watcher.account is None:
                continue
            if watcher.account.id not in known:
                was = look.known.get(watcher.account.id)
                after, changes = _after(was, items_of(rows), empty=not read.count)
                known[watcher.account.id] = write_known(after)
            theirs = [each for each in changes if is_of(watcher.account.name, each.whose)]
            notices += [notice] if (notice := told(watcher, theirs, words)) else []
    return known, notices


def _after(was: str | None, items: Sequence[Item], *, empty: bool) -> tuple[Known, tuple[Change, ...]]:
    """What is known from now on, and what changed; what another version wrote can't be compared."""
    before = {} if was is None else read_known(was)
    return (baseline(items), ()) if before is None else compared(before, items, empty=empty)


def is_of(name: str, whose: str) -> bool:
    """A row is a person's only where the name fits too, if one was proven."""
    return not name or whose == bare(name)


async def release_of(client: KaoshiyunClient, exam: str) -> Release:
    """The counts of an exam as they are now. Raises ProviderError."""
    title, published, passed = "", 0, 0
    async for page in client.grades(exam):
        for grade in page.items:
            title = title or grade.exam_name
            published += grade.published
            passed += bool(grade.published and grade.passed)
    return Release(title, published, passed)


def by_exam(grades: Sequence[Grade]) -> Mapping[str, list[Grade]]:
    """Grades by the exam that they are of."""
    found: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        found[grade.exam_id].append(grade)
    return found
