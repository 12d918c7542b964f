"""Values: frozen dataclasses whose freezing is the type checker's work.

A frozen dataclass sets each of its fields past its own refusal, which takes several times as long as an assignment, and
answering one message makes about sixty values. The checker refuses to assign to a frozen field before anything runs; so
at run time they are ordinary ones, equal and hashed as frozen ones are.

Only `__init__` is written for each class. The standard library writes and compiles four methods for each, which for two
hundred classes is a twentieth of the bot's start. What compares, hashes and shows a value has to know the names of its
fields and needs no code of its own. Whoever wants `order` or another `repr` takes the standard library's.
"""

import dataclasses
from collections.abc import Callable, Mapping
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any


def _unfrozen(*, frozen: bool = False, eq: bool = True, **options: Any) -> Callable[[type], Any]:
    def valued(plain: type) -> Any:
        own = vars(plain)
        made: Any = dataclasses.dataclass(eq=False, repr=False, **options)(plain)
        if "__repr__" not in own:
            made.__repr__ = _shown
        if eq:
            _compared(made, own, hashed=frozen)
        return made

    return valued


@recursive_repr()
def _shown(value: Any) -> str:
    fields = ", ".join(f"{each.name}={getattr(value, each.name)!r}" for each in dataclasses.fields(value) if each.repr)
    return f"{type(value).__qualname__}({fields})"


def _compared(value: Any, own: Mapping[str, object], *, hashed: bool) -> None:
    """Let values of a class be equal where their fields are."""
    fields = dataclasses.fields(value)
    content = _content([each.name for each in fields if each.compare])
    key = _content([each.name for each in fields if (each.compare if each.hash is None else each.hash)])

    def equal(one: object, other: object) -> bool:
        return content(one) == content(other) if other.__class__ is one.__class__ else NotImplemented

    if "__eq__" not in own:
        value.__eq__ = equal
    if own.get("__hash__") is None:
        value.__hash__ = (lambda one: hash(key(one))) if hashed else None


def _content(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)  # a tuple of their values
    return lambda value: tuple([getattr(value, name) for name in names])


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _unfrozen

__all__ = ["dataclass"]
