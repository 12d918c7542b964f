"""A long text in pieces that a platform takes."""

from bot.words import Spans

_BREAKS = ("\n\n", "\n", "。", " ")


def pieces(text: str, strong: Spans, longest: int) -> list[tuple[str, Spans]]:
    """The text in pieces of at most `longest` UTF-16 units, parted where a reader would part it."""
    if 2 * len(text) <= longest:
        return [(text, strong)]
    found, at, left = [], 0, units(text)
    while left > longest:
        end = at + _cut(text[at : at + longest + 1], longest)
        left -= units(text[at:end])
        found.append(_piece(text, strong, at, end))
        at = end
    found.append(_piece(text, strong, at, len(text)))
    return found


def units(text: str) -> int:
    """How long Telegram says a text is: beyond the first plane a character counts twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _cut(text: str, longest: int) -> int:
    """How many characters go into the first piece, one at least."""
    fits, units = 0, 0
    for character in text:
        units += 2 if character > "\uffff" else 1
        if units > longest:
            break
        fits += 1
    for mark in _BREAKS:
        if (at := text.rfind(mark, fits // 2, fits)) >= 0:
            return at + len(mark)
    return max(fits, 1)


def _piece(text: str, strong: Spans, start: int, end: int) -> tuple[str, Spans]:
    piece = text[start:end].rstrip("\n") if end < len(text) else text[start:end]
    spans = ((max(first, start) - start, min(last, start + len(piece)) - start) for first, last in strong)
    return piece, tuple((first, last) for first, last in spans if first < last)
