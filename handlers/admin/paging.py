"""Long lists, a page at a time, with buttons to the next and to a file of all of it."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

from bot.forms import Refuse, Step
from bot.messages import Option
from bot.values import dataclass
from bot.words import Words, _
from providers.texts import fold

T = TypeVar("T")

FILE: Final = "csv"  # in place of a page's number: all of it as a file
_LONGEST: Final = 4  # digits


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """What of a list is shown, and on which page."""

    items: Sequence[T]
    page: int
    pages: int
    total: int


def page_of(items: Sequence[T], asked: str, size: int) -> Shown[T]:
    """A page by its number as it was asked for, the last one where there are not so many."""
    pages = max(1, -(-len(items) // size))
    page = min(int(asked or "1"), pages)
    return Shown(items[(page - 1) * size : page * size], page, pages, len(items))


def heading(shown: Shown[T]) -> Words | None:
    if shown.pages == 1:
        return None
    return _("第 {page} 页，共 {pages} 页", page=str(shown.page), pages=str(shown.pages))


def page_options(command: str, shown: Shown[T]) -> tuple[Option, ...]:
    """The buttons below a page of what `command` lists."""
    options = []
    if shown.page > 1:
        options.append(Option(_("上一页"), f"{command} {shown.page - 1}"))
    if shown.page < shown.pages:
        options.append(Option(_("下一页"), f"{command} {shown.page + 1}"))
    return (*options, Option(_("导出 CSV"), f"{command} {FILE}")) if shown.total else ()


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
