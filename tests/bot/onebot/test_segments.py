"""What a message says, in either of its forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.onebot.segments import content, written

OWN = "10001"


def test_array() -> None:
    """Text alone counts; a mention of the bot and a reply are told apart from it."""
    said = content(
        [
            {"type": "reply", "data": {"id": -77}},
            {"type": "at", "data": {"qq": OWN}},
            {"type": "text", "data": {"text": " /cet 440530151106112 张三 "}},
            {"type": "face", "data": {"id": "178"}},
        ],
        OWN,
    )
    assert (said.text, said.mentioned, said.replies) == ("/cet 440530151106112 张三", True, "-77")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("[CQ:at,qq=10001] /help", "/help"),
        ("a&amp;b&#91;c&#93;", "a&b[c]"),
        ("&amp;#91;", "&#91;"),
        ("[not a code] 1,2", "[not a code] 1,2"),
        ("[CQ:face,id=1]hello[CQ:image,file=x.jpg,url=http://a/?b&#44;c=d]", "hello"),
    ],
)
def test_string(typed: str, read: str) -> None:
    assert content(typed, OWN).text == read


def test_string_parameters() -> None:
    """Commas within a value are escaped; only the first equals sign parts it from its name."""
    upload = content("[CQ:image,file=x.jpg,url=http://127.0.0.1/?a=b&#44;c]", OWN).upload
    assert upload is not None
    assert upload.there == "http://127.0.0.1/?a=b,c"


@pytest.mark.parametrize("other", ["all", "10002", "", None, 100010])
def test_mentions_of_others(other: object) -> None:
    assert not content([{"type": "at", "data": {"qq": other}}], OWN).mentioned


@pytest.mark.parametrize("odd", [None, 5, {}, [None, {}, {"type": 3}, {"type": "text", "data": None}]])
def test_odd_messages_say_nothing(odd: object) -> None:
    assert not content(odd, OWN).text


def test_what_people_write_becomes_no_code() -> None:
    [segment] = written("[CQ:at,qq=all]")
    assert segment == {"type": "text", "data": {"text": "[CQ:at,qq=all]"}}


@given(st.text())
def test_text_comes_back_as_it_was_escaped(text: str) -> None:
    """Whatever somebody types reads the same in both forms."""
    escaped = text.replace("&", "&amp;").replace("[", "&#91;").replace("]", "&#93;")
    assert content(escaped, OWN).text == content([{"type": "text", "data": {"text": text}}], OWN).text
