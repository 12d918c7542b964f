"""Long lists, a page at a time: what a page holds is in memory only while somebody looks at it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from providers.errors import Changed

T = TypeVar("T")

MOST_PAGES: Final = 2000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A list was read whole where its pages' items come to the last page's `total`."""

    items: tuple[T, ...]
    total: int | None  # of all pages, as the system counts; None where it doesn't say


async def all_pages(
    fetch: Callable[[int], Awaitable[Page[T]]], key: Callable[[T], Hashable], most: int = MOST_PAGES
) -> AsyncIterator[Page[T]]:
    """Fetch pages from 1 on; the first one comes even if it is empty.

    The end is where the total is reached, at an empty page, or at one that begins as an earlier one did: some
    systems answer the last page again for each number beyond it, or page 1 whatever is asked. Where none of it
    comes, Changed is raised after `most` pages, lest a list that was cut off look like a whole one.
    """
    begun: set[Hashable] = set()
    collected = 0
    for number in range(1, most + 1):
        page = await fetch(number)
        first = key(page.items[0]) if page.items else None
        ends = not page.items or first in begun
        if not ends or number == 1:
            yield page
        collected += len(page.items)
        if ends or (page.total is not None and collected >= page.total):
            return
        begun.add(first)
    raise Changed("a list without an end")
