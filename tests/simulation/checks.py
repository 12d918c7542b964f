"""What must hold after a week, whatever happened in it: each check returns what is wrong, in words."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from tests.simulation.cast import Group, Person, quiet_of
from tests.simulation.clockwork import BEGINS
from tests.simulation.life import TERMS
from tests.simulation.model import differences, expected, heard
from tests.simulation.phones import Ring, refused
from tests.simulation.school import Listing
from tests.simulation.week import Week

_SLACK_S = 1.0  # a send that began just before quiet hours ends in them
_COUNT: Final = re.compile(r"共 (\d+) 人有成绩(?:，新增 (\d+) 人)?")
_RATE: Final = re.compile(r"通过率 (\d+)%")


def wrong(week: Week) -> list[str]:
    """All of it; nothing where the week went well."""
    rung = {ring.key.partition("@")[0] for ring in week.rings}  # without when it was made, as what is set aside
    return [
        *differences(expected(week.cast, week.size.days), heard(once(week.rings))),
        *_twice(week),
        *_at_night(week),
        *_over_budget(week),
        *_groups(week),
        *([f"{week.left} notifications are left"] if week.left else []),
        *(f"set aside: {key} ({reason})" for key, reason in week.dead.items() if key not in rung),
    ]


def once(rings: Sequence[Ring]) -> list[Ring]:
    """The first of each notification."""
    first: dict[str, Ring] = {}
    for ring in rings:
        first.setdefault(ring.key, ring)
    return list(first.values())


def _twice(week: Week) -> Iterator[str]:
    """Only what a crash cut off may come again, or what nobody knows the end of, once for each time."""
    for key, times in Counter(ring.key for ring in week.rings).items():
        if times - 1 > week.in_flight[key]:
            yield f"{key} came {times} times, and was in flight {week.in_flight[key]} times"


def _at_night(week: Week) -> Iterator[str]:
    everybody: list[Person | Group] = [*week.cast.people, *week.cast.groups]
    quiet = {each.chat: quiet_of(each) for each in everybody}
    for ring in week.rings:
        hours, at = quiet[ring.chat], BEGINS + timedelta(seconds=ring.sent_at)
        if hours and hours.left_s(at) and hours.left_s(at - timedelta(seconds=_SLACK_S)):
            yield f"{ring.chat} rang at {at:%a %H:%M:%S} in {hours}"


def _over_budget(week: Week) -> Iterator[str]:
    yield from refused(week.rings)
    most = int(TERMS.per_second)
    for system, lives in week.asked.items():
        for times in lives:
            # A second's worth may go at once, and another one while it is over.
            for at, later in zip(times, times[2 * most :], strict=False):
                if later - at < 1 - 1e-6:
                    yield f"{system} was asked {2 * most + 1} times within a second at {at:.1f}"


def _groups(week: Week) -> Iterator[str]:
    names = {person.name for person in week.cast.people}
    for group in week.cast.groups:
        listing = week.cast.exams[group.exam]
        rings = [ring for ring in once(week.rings) if ring.chat == group.chat]
        for ring in rings:
            if any(name in ring.text for name in names) or re.search(r"\d 分", ring.text):
                yield f"{group.chat} was told of somebody: {ring.text}"
        yield from _counts(group, listing, [ring.text for ring in rings])
        yield from _rates(group, [ring.text for ring in rings])
        if not group.quiet:
            yield from (
                f"{group.chat} was told again within {later.at - ring.at:.0f} s"
                for ring, later in pairwise(rings)
                if later.at - ring.at < week.size.gather_s - 60
            )


def _counts(group: Group, listing: Listing, texts: Sequence[str]) -> Iterator[str]:
    """More each time, in the end as many as there ever were at once; nothing where there were never more."""
    begun, *later = _published(listing)
    told = [int(found[1]) for text in texts if (found := _COUNT.search(text))]
    if len(told) != len(texts) or any(after <= before for before, after in pairwise([begun, *told])):
        yield f"{group.chat} was told of {begun}, {told}"
    most = max([begun, *later])
    if (told or [begun])[-1] != most:
        yield f"{group.chat} should be told of {most} in the end, was told of {begun}, {told}"


def _published(listing: Listing) -> list[int]:
    """How many grades were published at the beginning, and after each time that something happened."""
    times = sorted({max(at, 0.0) for grade in listing.grades for at, _state in grade.history} | {0.0})
    return [sum(_was_published(grade.history, at) and at >= listing.born for grade in listing.grades) for at in times]


def _was_published(history: Sequence[tuple[float, object]], at: float) -> bool:
    state = next((state for since, state in reversed(history) if since <= at), None)
    return bool(getattr(state, "published", False))


def _rates(group: Group, texts: Sequence[str]) -> Iterator[str]:
    """From five on, and after five more; never at 0 or 100 %."""
    before = 0
    for text in texts:
        count, rate = _COUNT.search(text), _RATE.search(text)
        if not (count and rate):
            continue
        if int(count[1]) < before + 5 or int(rate[1]) in (0, 100):
            yield f"{group.chat} was told a pass rate too soon, or whose result it is: {text}"
        before = int(count[1])
