"""What a line says, however it was typed."""

# ruff: noqa: RUF001 - full-width digits and letters are what this is about

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lines import Answer, Command, answer, answering, command, folded, same, worded


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/cet", Command("cet")),
        ("/CET", Command("cet")),
        ("／cet", Command("cet")),
        ("、cet", Command("cet")),
        ("/ cet", Command("cet")),
        ("  /cet  ", Command("cet")),
        ("/cet 440530151110612 罗增榕", Command("cet", "440530151110612 罗增榕")),
        ("/cet\n440530151110612\n罗增榕", Command("cet", "440530151110612\n罗增榕")),
        ("/cet　４４０　罗增榕", Command("cet", "４４０　罗增榕")),
        ("/cet@gradebell_bot 1 2", Command("cet", "1 2", "gradebell_bot")),
        ("/cet@gradebell_bot", Command("cet", "", "gradebell_bot")),
        ("\u200f/cet\u200b", Command("cet")),
        ("\u2067/cet\u2069 罗增榕\u061c", Command("cet", "罗增榕")),
        ("\ufeff/cet", Command("cet")),
        ("/password old  new ", Command("password", "old  new")),
    ],
)
def test_command(line: str, said: Command) -> None:
    assert command(line) == said


@pytest.mark.parametrize("line", ["", "cet", "查四六级", "1/2", "http://x", "-cet", "\\cet"])
def test_no_command(line: str) -> None:
    assert command(line) is None


@pytest.mark.parametrize("line", ["/", "/ ", "/" + "a" * 33, "/@bot"])
def test_command_of_no_name(line: str) -> None:
    """It begins as one does, and there is none of such a name."""
    assert command(line) == Command("")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("四级", Command("四级")),
        ("四级 罗增榕", Command("四级", "罗增榕")),
        ("四级　罗增榕", Command("四级", "罗增榕")),
        ("四级\n罗增榕", Command("四级", "罗增榕")),
        ("  四级   阿依 古丽 ", Command("四级", "阿依 古丽")),
        ("\u200f四级\u200f", Command("四级")),
        ("四级考试", Command("四级考试")),
        ("", Command("")),
        (" \u200b ", Command("")),
    ],
)
def test_word(line: str, said: Command) -> None:
    """A whole line, or what stands before its first blank; what is glued to it belongs to it."""
    assert worded(line) == said


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("４４０５３０", "440530"),
        ("２３：００-０７：００", "23:00-07:00"),
        ("　罗　增榕　", "罗 增榕"),
        ("\u202a440530\u202c", "440530"),
        ("4405\u00ad30", "440530"),
        ("罗增榕", "罗增榕"),
        ("ＡＢ", "ＡＢ"),  # letters are somebody's own
    ],
)
def test_folded(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(("one", "other"), [("CET-4", "cet-4"), ("ＣＥＴ４", "cet4"), (" 更多 ", "更多"), ("１", "1")])
def test_same(one: str, other: str) -> None:
    assert same(one, other)


def test_not_same() -> None:
    assert not same("四级", "六级")


@given(
    form=st.from_regex(r"[a-z0-9]+", fullmatch=True), step=st.from_regex(r"[a-z_]+", fullmatch=True), value=st.text()
)
def test_answer_behind_a_button(form: str, step: str, value: str) -> None:
    """Whatever the value holds, colons too."""
    assert answer(answering(form, step, value)) == Answer(form, step, value)


@pytest.mark.parametrize("line", ["", ":", ":cet:type", "cet:type:1:2", "/cet", "23:00"])
def test_no_answer(line: str) -> None:
    assert answer(line) is None


@given(st.text())
def test_any_text(text: str) -> None:
    """Folding twice is folding once, and nothing raises."""
    assert folded(folded(text)) == folded(text)
    said = command(text)
    assert said is None or said.name == said.name.lower()
    assert worded(text).name == worded(worded(text).name).name
