"""Values as sealed JSON in a column."""

import time
from collections import OrderedDict
from functools import cache
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.errors import KeyMissing
from bot.sealing import Sealer

T = TypeVar("T")

AT_HAND_S = 20.0
_AT_HAND = 1000
_LARGE = 4096  # bytes


@cache
def _adapter(of: Any) -> TypeAdapter[Any]:
    """It takes a millisecond to make."""
    return TypeAdapter(of)


class Sealed(Generic[T]):
    """Turns values of one type into sealed bytes and back; `table` is the first half of the place they stand in."""

    def __init__(self, of: type[T], table: str, sealer: Sealer) -> None:
        self._json: TypeAdapter[T] = _adapter(of)  # type: ignore[arg-type] # a class has a hash
        self._dump = self._json.serializer.to_json  # what the adapter asks, past its dozen of options
        self._table = table
        self._sealer = sealer

    def seal(self, value: T, key: str) -> bytes:
        return self._sealer.seal(self._dump(value), f"{self._table}:{key}")

    def open(self, sealed: bytes, key: str) -> T:
        """Raises `KeyMissing`, or `ValidationError` where what was sealed is no such value any more."""
        return self._json.validate_json(self._sealer.open(sealed, f"{self._table}:{key}"))

    def read(self, sealed: bytes | None, key: str) -> T | None:
        """`None` where nothing was sealed, or it can't be read any more."""
        try:
            return self.open(sealed, key) if sealed else None
        except (KeyMissing, ValidationError):
            return None


class Passing(Sealed[T]):
    """As `Sealed`, besides for what is nearly always opened once, at once, and by who sealed it.

    What is passed on stays at hand until it is opened, `AT_HAND_S` at most and a thousand values at most. One thread
    passes on while another one opens: each does what changes the table in a single step.
    """

    def __init__(self, of: type[T], table: str, sealer: Sealer) -> None:
        super().__init__(of, table, sealer)
        self._at_hand: OrderedDict[tuple[bytes, str], tuple[float, T]] = OrderedDict()

    def pass_on(self, value: T, key: str) -> bytes:
        """As `seal`, for what waits for nothing."""
        sealed = self.seal(value, key)
        if len(sealed) <= _LARGE:
            self._at_hand[sealed, key] = time.monotonic(), value
            if len(self._at_hand) > _AT_HAND:
                self._at_hand.popitem(last=False)
        return sealed

    def open(self, sealed: bytes, key: str) -> T:
        _at, value = self._at_hand.pop((sealed, key), (0.0, None))
        return super().open(sealed, key) if value is None else value

    def tidy(self, older_s: float = AT_HAND_S) -> None:
        """Let go of what has been at hand for longer: it went to another process, or is opened by nobody."""
        until = time.monotonic() - older_s
        for place, (at, _value) in list(self._at_hand.items()):
            if at <= until:
                self._at_hand.pop(place, None)
