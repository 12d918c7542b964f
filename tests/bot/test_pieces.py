"""Long texts in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pieces import pieces, units

TEXTS = st.text(st.sampled_from("ab 。\n😀𠮷é汉"), max_size=300)
SPANS = st.lists(st.integers(0, 300), max_size=8, unique=True).map(sorted)


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(TEXTS, st.integers(2, 40))
def test_nothing_is_lost_and_nothing_too_long(text: str, longest: int) -> None:
    """Only line ends at a cut are left out: a message has none at its end."""
    found = [piece for piece, _strong in pieces(text, (), longest)]
    assert all(utf16(piece) <= longest for piece in found)
    rest = text
    for piece in found:
        assert rest.lstrip("\n").startswith(piece.lstrip("\n"))
        rest = rest[rest.index(piece) + len(piece) :]
    assert not rest.strip("\n")


@given(TEXTS.filter(lambda text: "\n" not in text), st.integers(2, 40))
def test_pieces_joined_are_the_text(text: str, longest: int) -> None:
    assert "".join(piece for piece, _strong in pieces(text, (), longest)) == text


@given(TEXTS.filter(lambda text: "\n" not in text), SPANS, st.integers(2, 40))
def test_what_stands_out_goes_on_standing_out(text: str, cuts: list[int], longest: int) -> None:
    ends = [min(cut, len(text)) for cut in cuts]
    strong = tuple((first, last) for first, last in zip(ends[::2], ends[1::2], strict=False) if first < last)
    marked, at = set(), 0
    for piece, spans in pieces(text, strong, longest):
        marked |= {at + place for first, last in spans for place in range(first, last)}
        at += len(piece)
    assert marked == {place for first, last in strong for place in range(first, last)}


@given(TEXTS)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == utf16(text)


def test_short_text_is_one_piece() -> None:
    assert pieces("", (), 10) == [("", ())]
    assert pieces("hello", ((0, 2),), 5) == [("hello", ((0, 2),))]


def test_parted_where_a_reader_would_part_it() -> None:
    assert [piece for piece, _ in pieces("one two\n\nthree\nfour", (), 14)] == ["one two", "three\nfour"]
    assert [piece for piece, _ in pieces("第一句话。第二句话。第三", (), 11)] == ["第一句话。第二句话。", "第三"]
    assert [piece for piece, _ in pieces("some words here", (), 12)] == ["some words ", "here"]


def test_no_emoji_is_cut_in_two() -> None:
    assert [piece for piece, _ in pieces("😀" * 5, (), 3)] == ["😀"] * 5
