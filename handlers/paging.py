"""Long lists, a page at a time."""

from collections.abc import Callable

from bot.messages import Option
from bot.values import dataclass
from bot.words import Words, _


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    number: int
    pages: int
    first: int  # the place of its first item, counted from 0

    @property
    def heading(self) -> Words | None:
        """Which page it is, where there are several."""
        if self.pages == 1:
            return None
        return _("第 {page} 页，共 {pages} 页", page=str(self.number), pages=str(self.pages))

    def options(self, line: Callable[[int], str]) -> tuple[Option, ...]:
        """The buttons to the pages beside it; `line` asks for a page."""
        before = (Option(_("上一页"), line(self.number - 1)),) if self.number > 1 else ()
        after = (Option(_("下一页"), line(self.number + 1)),) if self.number < self.pages else ()
        return (*before, *after)


def page_at(number: int, total: int, size: int) -> Page:
    """The page of this number, the last one where there are not so many."""
    pages = max(1, -(-total // size))
    number = min(number, pages)
    return Page(number, pages, (number - 1) * size)
