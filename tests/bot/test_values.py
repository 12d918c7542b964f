"""Values: plain at run time, and otherwise as frozen dataclasses."""

import pickle
from dataclasses import field, replace

import pytest
from pydantic import TypeAdapter

from bot.messages import Address
from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    note: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, eq=False, slots=True)
class Itself:
    name: str


@dataclass(frozen=True, slots=True)
class Secret:
    name: str
    word: str = field(repr=False)
    noted: list[str] = field(default_factory=list, compare=False)
    more: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, eq=False, slots=True)
class Tree:
    branches: list["Tree"]


@dataclass(slots=True)
class Changing:
    name: str


def test_equal_values_are_the_same_key() -> None:
    assert {Pair("a"): 1}[Pair("a", "")] == 1


def test_own_hash_and_equality_stay() -> None:
    assert hash(Named("a", "b")) == hash("a")
    assert Named("a", "b") == Named("a", "c")


def test_fields_keep_their_own_rules() -> None:
    assert Secret("a", "b", ["c"]) == Secret("a", "b", ["d"])
    assert Secret("a", "b", more={"c": "d"}) != Secret("a", "b")
    assert hash(Secret("a", "b", more={"c": "d"})) == hash(Secret("a", "b"))


def test_shown_without_what_is_not_to_be_shown() -> None:
    assert repr(Secret("a", "b")) == "Secret(name='a', noted=[], more={})"


def test_shown_where_it_holds_itself() -> None:
    tree = Tree([])
    tree.branches.append(tree)
    assert repr(tree) == "Tree(branches=[...])"


@pytest.mark.parametrize("other", [Named("a", ""), ("a", ""), "a", None])
def test_other_kinds_are_never_equal(other: object) -> None:
    assert Pair("a") != other


def test_without_eq_each_is_itself() -> None:
    assert len({Itself("a"), Itself("a")}) == 2


def test_what_changes_is_no_key() -> None:
    assert Changing.__hash__ is None


def test_travels_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Pair("a", "b"))) == Pair("a", "b")


def test_address_is_stored_without_its_key() -> None:
    """Which it remembers once it was asked for."""
    address = Address("web", "", "private", "a b")
    assert address.key == "web//private/a%20b/"
    stored = TypeAdapter(Address).dump_json(address)
    assert b"key" not in stored
    assert TypeAdapter(Address).validate_json(stored) == address
    assert replace(address, chat="c").key == "web//private/c/"
