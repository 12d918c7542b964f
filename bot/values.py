"""Values: frozen dataclasses whose freezing is the type checker's work.

A frozen dataclass sets each of its fields past its own refusal, which takes several times as long as an assignment, and
answering one message makes about sixty values. The checker refuses to assign to a frozen field before anything runs; so
at run time they are ordinary ones, equal and hashed as frozen ones are.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any


def _unfrozen(*, frozen: bool = False, eq: bool = True, **options: Any) -> Callable[[type], type]:
    def made(plain: type) -> type:
        hashed = frozen and eq and vars(plain).get("__hash__") is None
        return dataclasses.dataclass(eq=eq, unsafe_hash=hashed, **options)(plain)

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _unfrozen

__all__ = ["dataclass"]
