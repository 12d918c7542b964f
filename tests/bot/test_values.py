"""Values: plain at run time, and otherwise as frozen dataclasses."""

import pickle
from dataclasses import replace

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

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(frozen=True, eq=False, slots=True)
class Itself:
    name: str


@dataclass(slots=True)
class Changing:
    name: str


def test_equal_values_are_the_same_key() -> None:
    assert {Pair("a"): 1}[Pair("a", "")] == 1


def test_own_hash_stays() -> None:
    assert hash(Named("a", "b")) == hash("a")


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
