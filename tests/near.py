"""Values that are almost what they should be, for tests that feed a reader with anything."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

# Halves of surrogate pairs among them, which JSON can hold, and zeros, which some databases can't.
texts = st.text(st.characters(), max_size=8) | st.sampled_from(["", "0", "-1", "all", "\0", "\ud83d", "9" * 30, "/"])
numbers = st.integers() | st.sampled_from([0, -1, 2**31, 2**63, 10**40]) | st.floats()
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
_Path = tuple[str | int, ...]


@st.composite
def near(draw: st.DrawFn, genuine: Any) -> Any:
    """The value with up to three of its parts, however deep, gone or something else."""
    value = copy.deepcopy(genuine)
    for _change in range(draw(st.integers(1, 3))):
        paths = list(_paths(value))
        if not paths:
            break
        *way, last = draw(st.sampled_from(paths))
        inner = value
        for step in way:
            inner = inner[step]
        if draw(st.booleans()):
            inner[last] = draw(anything)
        else:
            del inner[last]
    return value


def _paths(value: Any, at: _Path = ()) -> Iterator[_Path]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in items:
        yield (*at, name)
        yield from _paths(inner, (*at, name))
