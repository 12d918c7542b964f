"""What a look remembers for the next one, as JSON."""

from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class Remembered(Generic[T]):
    """Values of one type, written and read again; the reader is made when the first one is needed."""

    def __init__(self, of: Any) -> None:
        self._of = of

    def read(self, text: str | None) -> T | None:
        """What was written; `None` where nothing was, or it was written by another version."""
        if text is None:
            return None
        try:
            return self._json.validate_json(text)
        except ValidationError:
            return None

    def write(self, value: T) -> str:
        return self._json.dump_json(value).decode()

    @cached_property
    def _json(self) -> TypeAdapter[T]:
        return TypeAdapter(self._of)
