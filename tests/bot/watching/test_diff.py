"""What is told of a list of grades that changes from answer to answer."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.watching.diff import Change, Entry, Item, Kind, baseline, compared


def item(key: str, face: str = "80", *, shown: bool = True) -> Item:
    return Item(key, face, f"exam {key}", shown)


def told(*answers: Sequence[Item]) -> list[tuple[Kind, str, int]]:
    """What is told of each answer after the first, which is the baseline."""
    known, found = baseline(answers[0]), list[Change]()
    for answer in answers[1:]:
        known, changes = compared(known, answer, empty=not answer)
        found += changes
    return [(change.kind, change.key, change.version) for change in found]


A, B = item("a"), item("b")


def test_baseline_is_not_told() -> None:
    assert told([A, B], [A, B]) == []


def test_new() -> None:
    assert told([A], [B, A]) == [(Kind.NEW, "b", 1)]


def test_changed_there_and_back_is_told_twice() -> None:
    assert told([A], [item("a", "90")], [A]) == [(Kind.CHANGED, "a", 1), (Kind.CHANGED, "a", 2)]


def test_order_does_not_matter() -> None:
    assert told([A, B], [B, A]) == []


def test_withdrawn_after_two_answers() -> None:
    assert told([A, B], [A]) == []
    assert told([A, B], [A], [A], [A]) == [(Kind.WITHDRAWN, "b", 1)]


def test_back_in_time_was_never_gone() -> None:
    assert told([A, B], [A], [A, B], [A], [A, B]) == []


def test_sudden_emptiness_needs_six() -> None:
    assert told([A], *[[]] * 5) == []
    assert told([A], *[[]] * 6) == [(Kind.WITHDRAWN, "a", 1)]


def test_last_one_of_somebody_in_a_list_of_others() -> None:
    """The list is not empty: two answers are enough."""
    known = baseline([A])
    for _answer in range(2):
        known, changes = compared(known, [], empty=False)
    assert [change.kind for change in changes] == [Kind.WITHDRAWN]


def test_republished() -> None:
    """Told as its own kind, even with another score."""
    assert told([A, B], [A], [A], [A, item("b", "90")])[-1] == (Kind.REPUBLISHED, "b", 2)


def test_published_later_is_new() -> None:
    assert told([], [item("a", shown=False)]) == []
    assert told([], [item("a", shown=False)], [A]) == [(Kind.NEW, "a", 1)]


def test_no_longer_published_is_a_change() -> None:
    assert told([A], [item("a", "未发布", shown=False)]) == [(Kind.CHANGED, "a", 1)]


def test_unpublished_that_goes_is_not_told() -> None:
    assert told([item("a", shown=False), B], [B], [B]) == []


def test_key_twice_counts_once() -> None:
    assert told([], [A, item("a", "90")]) == [(Kind.NEW, "a", 1)]
    assert told([A], [A, item("a", "90")]) == []


ITEMS = st.lists(st.builds(item, st.sampled_from("abc"), st.sampled_from(["80", "90"]), shown=st.booleans()))


@given(answers=st.lists(ITEMS, min_size=1, max_size=12))
def test_whatever_comes(answers: list[list[Item]]) -> None:
    """No change is told twice, and the same answer again tells nothing but what goes with time."""
    changes = told(*answers)
    assert len({(key, version) for _kind, key, version in changes}) == len(changes)
    known: dict[str, Entry] = baseline(answers[0])
    for answer in answers:
        known, _ = compared(known, answer, empty=not answer)
    _, again = compared(known, answers[-1], empty=not answers[-1])
    assert {change.kind for change in again} <= {Kind.WITHDRAWN}
