"""What the exam systems have: lists of grades that are released, changed, withdrawn and published again.

A `Listing` is what one look reads: an exam's list in 考试云, or an account's in 考试星. What stands in it for long is
the history of its `Grade`s, from which the model of what everybody should be told is made. What is only a slip of the
system (`slips`: answers in which something is missing) is no part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

PUBLISHED = "已发布"


@dataclass(frozen=True, slots=True)
class State:
    """A grade as it stands for a while."""

    score: int
    pass_score: int = 60
    status: str = PUBLISHED

    @property
    def passed(self) -> bool:
        return self.score >= self.pass_score

    @property
    def published(self) -> bool:
        return self.status == PUBLISHED


@dataclass(slots=True)
class Grade:
    """One grade of one account, and what it was from when on; None: it was not there."""

    account: str
    name: str
    exam: str  # the title, which tells listings apart for people
    id: str = ""  # "" where the system has none
    history: list[tuple[float, State | None]] = field(default_factory=list)

    @property
    def state(self) -> State | None:
        return self.history[-1][1] if self.history else None

    def becomes(self, at: float, state: State | None) -> None:
        if state != self.state:
            self.history.append((at, state))


@dataclass(slots=True)
class Listing:
    """An exam's list, or an account's."""

    id: str
    title: str
    born: float = 0.0  # not listed before
    plain: bool = False  # it knows no pass mark and no status
    grades: list[Grade] = field(default_factory=list)
    slips: int = 0  # so many whole answers more are wrong
    slipped: frozenset[int] = frozenset()  # what is missing in them, by its place in `grades`; all: the list is empty
    answers: int = 0  # that were served whole

    def there(self) -> list[Grade]:
        """What an answer has now."""
        missing = self.slipped if self.slips else frozenset()
        return [grade for place, grade in enumerate(self.grades) if grade.state and place not in missing]

    def served(self) -> None:
        """An answer went out whole."""
        self.answers += 1
        self.slips = max(0, self.slips - 1)


@dataclass
class Happenings:
    """Makes something happen to a listing, by chance."""

    random: Random
    counted: dict[str, int] = field(default_factory=dict)

    def happen(self, listing: Listing, at: float) -> None:
        """Something that then lasts, or a slip that soon is over."""
        listing.slips = 0
        there = [place for place, grade in enumerate(listing.grades) if grade.state]
        if not there:
            what = "released" if not any(grade.history for grade in listing.grades) else "all back"
        else:
            what = self.random.choices(
                ("released", "changed", "back", "withdrawn", "unpublished", "emptied", "slipped", "empty slip"),
                (4, 4, 4, 3, 0 if listing.plain else 1, 1, 2, 2),
            )[0]
        self.counted[what] = self.counted.get(what, 0) + 1
        if what == "slipped":
            listing.slips, listing.slipped = 1, frozenset(self._some(there))
        elif what == "empty slip":
            listing.slips, listing.slipped = 5, frozenset(range(len(listing.grades)))
        else:
            self._lastingly(listing, what, at)

    def _lastingly(self, listing: Listing, what: str, at: float) -> None:
        grades = listing.grades
        if what == "emptied":
            chosen: Iterable[Grade] = grades
        elif what == "all back" or (what == "released" and self.random.random() < 0.6):
            chosen = [grade for grade in grades if what == "all back" or not grade.history]
        else:
            chosen = [grades[place] for place in self._some(range(len(grades)))]
        for grade in chosen:
            grade.becomes(at, self._after(grade, what, listing))

    def _after(self, grade: Grade, what: str, listing: Listing) -> State | None:
        state, fresh = grade.state, self._fresh(listing)
        before = next((each for _at, each in reversed(grade.history) if each), None)
        match what:
            case "released":
                return state if grade.history else fresh
            case "changed":
                return state and self._changed(state, listing)
            case "back":
                # As it was before the last change, or published again: A→B→A is told twice.
                was = [each for _at, each in grade.history if each and each != state]
                return was[-1] if was else state
            case "withdrawn" | "emptied":
                return None
            case "unpublished":
                return state and State(state.score, state.pass_score, "待审核")
            case "all back":
                return before and (before if self.random.random() < 0.7 else self._changed(before, listing))
        raise AssertionError(what)

    def _fresh(self, listing: Listing) -> State:
        hidden = not listing.plain and self.random.random() < 0.1
        return State(self.random.randint(20, 100), status="待审核" if hidden else PUBLISHED)

    def _changed(self, state: State, listing: Listing) -> State:
        if not listing.plain and self.random.random() < 0.2:
            return State(state.score, state.pass_score + 5, state.status)
        return State(state.score % 100 + 1, state.pass_score, PUBLISHED)

    def _some(self, places: Iterable[int]) -> list[int]:
        """A part, and not all where there are several."""
        everything = list(places)
        most = max(1, len(everything) // 2)
        return self.random.sample(everything, self.random.randint(1, most))
