"""What is told of a list of grades that changes from answer to answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

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


KEYS, FACES = "abc", ("80", "90")
ITEM = st.builds(item, st.sampled_from(KEYS), st.sampled_from(FACES), shown=st.booleans())
ITEMS = st.lists(ITEM, unique_by=lambda each: each.key)
ANSWERS = st.lists(ITEMS, min_size=1, max_size=15)


def steps(answers: Sequence[Sequence[Item]]) -> Iterator[tuple[dict[str, Entry], dict[str, Entry], list[Change]]]:
    """What was known before each answer after the first, what after it, and what was told of it."""
    known = baseline(answers[0])
    for answer in answers[1:]:
        before, (known, changes) = known, compared(known, answer, empty=not answer)
        yield before, known, list(changes)


def visible(known: Mapping[str, Entry]) -> dict[str, str]:
    """What somebody who was told everything takes for published."""
    return {key: entry.face for key, entry in known.items() if entry.shown and not entry.gone}


@given(answers=ANSWERS)
def test_changes_applied_to_the_old_give_the_new(answers: list[list[Item]]) -> None:
    """Whoever knows what was there and hears each change knows what is there."""
    for before, after, changes in steps(answers):
        seen = visible(before)
        for change in changes:
            if change.kind is Kind.WITHDRAWN:
                del seen[change.key]
            else:
                assert (change.key in seen) == (change.kind is Kind.CHANGED)
                seen[change.key] = after[change.key].face
                if not after[change.key].shown:  # told as a change, and no longer published
                    del seen[change.key]
        assert seen == visible(after)


@given(answers=ANSWERS)
def test_what_is_there_is_known_as_it_is(answers: list[list[Item]]) -> None:
    """An answer is believed at once; only what is missing in it waits."""
    for (_before, after, _changes), answer in zip(steps(answers), answers[1:], strict=True):
        for each in answer:
            entry = after[each.key]
            assert (entry.face, entry.shown, entry.absent, entry.gone) == (each.face, each.shown, 0, False)


@given(answers=ANSWERS)
def test_no_change_is_told_twice(answers: list[list[Item]]) -> None:
    """Key and version name a change for ever: a key's versions only grow."""
    told = [(change.key, change.version) for _before, _after, changes in steps(answers) for change in changes]
    for key in KEYS:
        versions = [version for each, version in told if each == key]
        assert all(before < after for before, after in pairwise([0, *versions]))


@given(answers=ANSWERS, data=st.data())
def test_order_never_matters(answers: list[list[Item]], data: st.DataObject) -> None:
    shuffled = [data.draw(st.permutations(answer)) for answer in answers]
    for (_, after, changes), (_, other, others) in zip(steps(answers), steps(shuffled), strict=True):
        assert after == other
        assert {(each.kind, each.key, each.version) for each in changes} == {
            (each.kind, each.key, each.version) for each in others
        }


@given(answers=ANSWERS)
def test_same_answer_again_tells_nothing_but_what_goes(answers: list[list[Item]]) -> None:
    *_, (_before, known, _changes) = steps([[], *answers])
    _, again = compared(known, answers[-1], empty=not answers[-1])
    assert {change.kind for change in again} <= {Kind.WITHDRAWN}


@given(before=ITEMS, gone=ITEM, empty=st.lists(st.booleans(), min_size=1, max_size=8))
def test_withdrawn_after_two_answers_or_six_empty_ones(before: list[Item], gone: Item, empty: list[bool]) -> None:
    """Counted in a row: the second answer that has others, or the sixth in all."""
    others = [each for each in before if each.key != gone.key] or [item("other")]
    known, heard = baseline([gone, *others]), list[int]()
    for number, nothing in enumerate(empty, 1):
        known, changes = compared(known, [] if nothing else others, empty=nothing)
        heard += [number for each in changes if each.key == gone.key]
    due = next((at for at, nothing in enumerate(empty, 1) if at >= (6 if nothing else 2)), None)
    assert heard == ([due] if due and gone.shown else [])


@given(faces=st.lists(st.sampled_from(FACES), min_size=2, max_size=10))
def test_each_other_face_is_told(faces: list[str]) -> None:
    """There and back again is told twice; the same once more is not."""
    changed = sum(face != before for before, face in pairwise(faces))
    assert told(*([item("a", face)] for face in faces)) == [(Kind.CHANGED, "a", each + 1) for each in range(changed)]


@given(known=ITEMS, items=ITEMS)
def test_whose_it_is_goes_along(known: list[Item], items: list[Item]) -> None:
    """Also of what is gone, since several may have an account of one number."""
    before = baseline([replace(each, whose=f"whose {each.key}") for each in known])
    for _answer in range(2):
        answer = [replace(each, whose=f"whose {each.key}") for each in items]
        before, changes = compared(before, answer, empty=False)
        assert all(change.whose == f"whose {change.key}" for change in changes)
