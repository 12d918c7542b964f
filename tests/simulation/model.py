"""What everybody should be told, from the contract alone: this knows nothing of how the bot finds it out.

- A grade that is there and published, and was never so before, is new; also one that becomes published.
- A score, a pass mark or a status that is another one is a change, even the one before the last. A rank is not.
- One that is gone for good is withdrawn, if it was published; one that comes back then was published again.
- What there was when somebody began to watch is told to nobody.
- Who waits for a CET result is told it, or, once it has been asked for three days, that nobody asks any more.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from tests.simulation.cast import Cast, Person
from tests.simulation.phones import Ring
from tests.simulation.school import Grade, Listing, State

NEW, CHANGED, WITHDRAWN, AGAIN = "有新成绩", "的成绩有变化", "的成绩被撤回了", "的成绩重新公布了"
_PART: Final = re.compile(f"“([^”]+)”({NEW}|{CHANGED}|{WITHDRAWN}|{AGAIN})")
_SCORE: Final = re.compile(r"(\d+) 分")

Tale = list[tuple[str, str]]  # what was said of one grade, in order: which change, and the score, "" for none


def tale(listing: Listing, grade: Grade, *, covers: bool) -> Tale:
    """What is to be told of one grade."""
    told: Tale = []
    was: State | None = None
    shown_last = False  # when it was last there
    # Of what there was before it could be seen, only the last counts.
    seen = {max(at, listing.born, 0.0): state for at, state in grade.history}
    for at, now in seen.items():
        word = _word(was, now, shown_last=shown_last)
        if word and at > 0:
            hidden = covers or now is None or not now.published
            told.append((word, "" if hidden or now is None else str(now.score)))
        was = now
        if now:
            shown_last = now.published
    return told


def _word(was: State | None, now: State | None, *, shown_last: bool) -> str:
    shown, shows = bool(was and was.published), bool(now and now.published)
    if now is None:
        return WITHDRAWN if shown else ""
    if was is None:
        return (AGAIN if shown_last else NEW) if shows else ""
    if not shown:
        return NEW if shows else ""
    return CHANGED  # another state of what was shown


def expected(cast: Cast, days: float) -> dict[tuple[str, str], Tale]:
    """By chat and exam title, after so many days."""
    found: dict[tuple[str, str], Tale] = {}
    holders: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in cast.people:
        holders[person.account, person.name].append(person)
        if person.kaoshixing:
            holders[person.kaoshixing, ""].append(person)
    for listing in (*cast.exams.values(), *cast.accounts.values()):
        for grade in listing.grades:
            for person in holders[grade.account, grade.name]:
                if told := tale(listing, grade, covers=person.covers):
                    found[person.chat, grade.exam] = told
    for person in cast.people:
        if person.ticket and cast.tickets[person.ticket].ready < _IN_TIME:
            total = "" if person.covers else str(cast.tickets[person.ticket].total)
            found[person.chat, "CET"] = [("result", total)]
        elif person.ticket and days > _ASKED_DAYS:
            found[person.chat, "CET"] = [("given up", "")]
    return found


_IN_TIME: Final = 6 * 86_400.0
_ASKED_DAYS: Final = 4.5  # a seventh until the announcement, three from there, and a night
_GIVEN_UP: Final = "不再自动查了"


def heard(rings: Iterable[Ring]) -> dict[tuple[str, str], Tale]:
    """What people were told, by chat and exam title."""
    found: dict[tuple[str, str], Tale] = defaultdict(list)
    for ring in rings:
        if ring.group:
            continue
        parts = list(_PART.finditer(ring.text))
        ends = [*(each.start() for each in parts), len(ring.text)][1:]
        for part, end in zip(parts, ends, strict=bool(parts)):
            score = _SCORE.search(ring.text, part.end(), end)
            found[ring.chat, part[1]].append((part[2], score[1] if score else ""))
        if not parts:
            total = re.search(r"总分 ?(\d+)", ring.text)
            what = "given up" if _GIVEN_UP in ring.text else "result"
            found[ring.chat, "CET"].append((what, total[1] if total else ""))
    return dict(found)


def differences(should: Mapping[tuple[str, str], Tale], did: Mapping[tuple[str, str], Tale]) -> list[str]:
    """Where they part."""
    return [
        f"{who}: should be told {should.get(who, [])}, was told {did.get(who, [])}"
        for who in sorted(should.keys() | did.keys())
        if should.get(who, []) != did.get(who, [])
    ]
