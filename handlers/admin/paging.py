"""Long lists of administrators: a page, or a file of all of it."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from bot.forms import Refuse, Step
from bot.messages import Option
from bot.values import dataclass
from bot.words import _
from handlers.paging import Page, page_at
from providers.texts import fold

T = TypeVar("T")

FILE: Final = "csv"  # in place of a page's number: all of it as a file
_LONGEST: Final = 4  # digits


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """What of a list is shown, and on which page."""

    items: Sequence[T]
    page: Page
    total: int


def page_of(items: Sequence[T], asked: str, size: int) -> Shown[T]:
    """A page by its number as it was asked for."""
    page = page_at(int(asked or "1"), len(items), size)
    return Shown(items[page.first : page.first + size], page, len(items))


def page_options(command: str, shown: Shown[T]) -> tuple[Option, ...]:
    """The buttons below a page of what `command` lists."""
    if not shown.total:
        return ()
    return *shown.page.options(lambda number: f"{command} {number}"), Option(_("导出 CSV"), f"{command} {FILE}")


def page_step() -> Step:
    """What is shown: never asked for."""
    return Step("page", _("第几页？"), _read, optional=True)


def _read(text: str) -> str | Refuse:
    word = fold(text).casefold()
    if word == FILE:
        return word
    if word.isascii() and word.isdecimal() and len(word) <= _LONGEST and int(word):
        return str(int(word))
    return Refuse(_("请发送页码，或 csv。"))
