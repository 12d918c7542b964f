"""Sealed values: what passes through is kept at hand for its one opening, and is nobody's key to anything else."""

import os

import pytest

from bot.errors import KeyMissing
from bot.sealing import Sealer
from bot.store.sealed import Passing

KEY = os.urandom(32)


def passing() -> Passing[list[str]]:
    return Passing(list[str], "box", Sealer(KEY))


def test_value_is_at_hand_once() -> None:
    """Then, and in another process, it is opened."""
    here, value = passing(), ["a"]
    sealed = here.pass_on(value, "1")
    assert here.open(sealed, "1") is value
    again = here.open(sealed, "1")
    assert (again, again is value) == (value, False)
    assert passing().open(sealed, "1") == value


def test_value_in_another_place_is_not_opened() -> None:
    here = passing()
    sealed = here.pass_on(["a"], "1")
    with pytest.raises(KeyMissing):
        here.open(sealed, "2")


def test_only_so_many_are_at_hand_and_none_that_are_large() -> None:
    here, first, large = passing(), ["first"], ["x" * 5000]
    sealed, large_sealed = here.pass_on(first, "first"), here.pass_on(large, "large")
    assert here.open(large_sealed, "large") is not large
    for number in range(1000):
        here.pass_on([str(number)], str(number))
    opened = here.open(sealed, "first")
    assert (opened, opened is first) == (first, False)


def test_what_is_only_sealed_is_not_kept() -> None:
    here, value = passing(), ["a"]
    assert here.open(here.seal(value, "1"), "1") is not value


def test_what_nobody_opens_goes() -> None:
    here, value = passing(), ["a"]
    sealed = here.pass_on(value, "1")
    here.tidy()
    assert here.open(sealed, "1") is value
    sealed = here.pass_on(value, "2")
    here.tidy(older_s=0.0)
    assert here.open(sealed, "2") is not value
