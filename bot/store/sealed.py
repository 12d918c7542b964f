"""Values as sealed JSON in a column."""

from collections import OrderedDict
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from bot.sealing import Sealer

T = TypeVar("T")

_AT_HAND = 1000
_LARGE = 4096  # bytes


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


class Passing(Sealed[T]):
    """As `Sealed`, for what is nearly always opened once, soon and by who sealed it: that is kept at hand meanwhile."""

    def __init__(self, of: type[T], table: str, sealer: Sealer) -> None:
        super().__init__(of, table, sealer)
        self._at_hand: OrderedDict[tuple[bytes, str], T] = OrderedDict()  # the writer's thread opens

    def seal(self, value: T, key: str) -> bytes:
        sealed = super().seal(value, key)
        if len(sealed) <= _LARGE:
            self._at_hand[sealed, key] = value
            if len(self._at_hand) > _AT_HAND:  # the oldest, which waits for its time or went to another process
                self._at_hand.popitem(last=False)
        return sealed

    def open(self, sealed: bytes, key: str) -> T:
        value = self._at_hand.pop((sealed, key), None)
        return super().open(sealed, key) if value is None else value
