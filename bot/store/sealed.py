"""Values as sealed JSON in a column."""

from typing import Generic, TypeVar

from pydantic import TypeAdapter

from bot.sealing import Sealer

T = TypeVar("T")


class Sealed(Generic[T]):
    """Turns values of one type into sealed bytes and back; `table` is the first half of the place they stand in."""

    def __init__(self, of: type[T], table: str, sealer: Sealer) -> None:
        self._json: TypeAdapter[T] = TypeAdapter(of)
        self._table = table
        self._sealer = sealer

    def seal(self, value: T, key: str) -> bytes:
        return self._sealer.seal(self._json.dump_json(value), f"{self._table}:{key}")

    def open(self, sealed: bytes, key: str) -> T:
        return self._json.validate_json(self._sealer.open(sealed, f"{self._table}:{key}"))
