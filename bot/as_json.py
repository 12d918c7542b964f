"""Values that wait as text: behind a word, or between two looks."""

from functools import cached_property
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


class AsJson(Generic[T]):
    """Values of one type, written and read again; the reader is made when the first one is needed."""

    def __init__(self, of: type[T]) -> None:
        self._of = of

    def read(self, text: str | bytes | None) -> T | None:
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
