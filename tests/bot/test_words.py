"""Words wait for a reader's language."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import words
from bot.words import Strong, Text, _, joined, lines, marked, render


def test_translated_when_rendered() -> None:
    text = _("总分 {total}", total="446")
    assert render(text, "zh_CN") == "总分 446"
    assert render(text, "en") == "Total 446"


def test_nested() -> None:
    """What is put into a place is translated too."""
    text = _("按姓名查本校{level}", level=_("四级"))
    assert render(text, "zh_CN") == "按姓名查本校四级"
    assert render(text, "en") == "CET-4 by name, at your school"


def test_what_is_only_guessed_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a catalogue of somebody's own; the bot's has nothing that is fuzzy."""
    catalogue = tmp_path / "en" / "LC_MESSAGES" / "gradebell.po"
    catalogue.parent.mkdir(parents=True)
    entries = ('msgid "猜"\nmsgstr "Guess"', '#, fuzzy\nmsgid "没看懂"\nmsgstr "Deleted"')
    catalogue.write_text("\n\n".join(('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"', *entries)))
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    read = words._catalogue.__wrapped__("en")
    assert read == {"猜": "Guess"}


def test_own_words_stay() -> None:
    """A name is nobody's message id, even if it reads like one; nor are its braces places."""
    assert render("帮助", "en") == "帮助"
    assert render(_("总分 {total}", total="{total} 帮助"), "en") == "Total {total} 帮助"


def test_lines_leave_out_what_is_not_there() -> None:
    assert render(lines(_("帮助"), None, "446"), "en") == "Help\n446"
    assert render(lines(), "en") == ""


def test_joined() -> None:
    assert render(joined(["罗增榕", _("四级")], " · "), "en") == "罗增榕 · CET-4"


@pytest.mark.parametrize("language", ["zh_CN", "en", "fr"])
def test_unknown_words_stay_as_they_are(language: str) -> None:
    """So do all words in a language that has no catalogue."""
    assert render(Text("没有翻译的话"), language) == "没有翻译的话"


def test_equal_words_are_equal() -> None:
    """They are values: a form that holds them can be compared and made once."""
    assert _("总分 {total}", total="1") == _("总分 {total}", total="1")
    assert len({_("帮助"), _("帮助")}) == 1


def test_strong_words_are_plain_where_nothing_can_stand_out() -> None:
    text = lines(Strong(_("总分 {total}", total="446")), "x")
    assert render(text, "en") == "Total 446\nx"
    assert marked(text, "en") == ("Total 446\nx", ((0, 9),))
    assert marked(text, "zh_CN") == ("总分 446\nx", ((0, 6),))


def test_strong_words_inside_others() -> None:
    text = _("总分 {total}", total=Strong("446"))
    assert marked(text, "en") == ("Total 446", ((6, 9),))
    assert marked(joined([Strong("a"), Strong(Strong("b"))], " "), "en") == ("a b", ((0, 1), (2, 3)))


@given(st.text(), st.text())
def test_somebody_s_own_words_can_not_stand_out_by_themselves(own: str, more: str) -> None:
    """Whatever they hold."""
    text, strong = marked(joined([own, Strong(more), own], ""), "en")
    ((start, end),) = strong
    assert text[:start] == text[end:] == render(own, "en")
    assert text[start:end] == render(more, "en")
