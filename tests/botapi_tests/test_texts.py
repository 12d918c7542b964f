"""Texts: HTML in, entities out, and how long they may be."""

from typing import Any

import pytest

from tests.botapi import Seat
from tests.botapi_tests.client import Client


async def say(client: Client, text: str, **params: object) -> Any:
    return await client.call("sendMessage", chat_id=1001, text=text, **params)


async def refused(client: Client, text: str, **params: object) -> str:
    return await client.refused("sendMessage", chat_id=1001, text=text, **params)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>b", "ab", [("bold", 0, 1)]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<STRONG>a</STRONG>", "a", [("bold", 0, 1)]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#65;&#x42; &nbsp;", 'a <b> & "c" AB &nbsp;', []),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<b></b>a", "a", []),
        ("  <b> a</b> ", "a", [("bold", 0, 1)]),
        ('<a href="not an address">a</a>', "a", []),
    ],
)
async def test_html_becomes_entities(
    client: Client, chat: Seat, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    said = await say(client, source, parse_mode="HTML")
    assert said["text"] == text
    assert [(one["type"], one["offset"], one["length"]) for one in said.get("entities", [])] == entities


async def test_links_and_code_keep_what_they_say(client: Client, chat: Seat) -> None:
    source = '<a href="https://example.org/?a=1&amp;b=2">x</a><pre><code class="language-python">y</code></pre>'
    link, code = (await say(client, source, parse_mode="html"))["entities"]
    assert link["url"] == "https://example.org/?a=1&b=2"
    assert (code["type"], code["language"]) == ("pre", "python")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("成<x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ],
)
async def test_html_that_isnt_right_is_refused_whole(client: Client, chat: Seat, source: str, why: str) -> None:
    description = await refused(client, source, parse_mode="HTML")
    assert description == f"Bad Request: can't parse entities: {why}"
    assert chat.unheard() == []


async def test_length_counts_utf16_units_of_the_text_without_tags(client: Client, chat: Seat) -> None:
    await say(client, "<b>" + "字" * 4096 + "</b>", parse_mode="HTML")
    await say(client, "😀" * 2048)
    assert await refused(client, "😀" * 2048 + "a") == "Bad Request: message is too long"


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(client: Client, chat: Seat, text: str) -> None:
    assert await refused(client, text, parse_mode="HTML") == "Bad Request: message text is empty"


async def test_entities_may_be_given_instead(client: Client, chat: Seat) -> None:
    said = await say(client, "😀成绩", entities=[{"type": "bold", "offset": 2, "length": 2}])
    assert said["entities"] == [{"type": "bold", "offset": 2, "length": 2}]
    assert "entity beyond" in await refused(client, "x", entities=[{"type": "bold", "offset": 0, "length": 2}])
    assert "can't parse MessageEntity" in await refused(client, "x", entities=[{"offset": 0, "length": 1}])


async def test_telegram_marks_commands_and_addresses_itself(client: Client, chat: Seat) -> None:
    said = await say(client, "😀 /cet@some_bot a@b.cn https://example.org #tag @alice 1/2")
    kinds = [one["type"] for one in said["entities"]]
    assert kinds == ["bot_command", "email", "url", "hashtag", "mention"]
    assert (said["entities"][0]["offset"], said["entities"][0]["length"]) == (3, 13)


async def test_only_html_is_spoken_here(client: Client, chat: Seat) -> None:
    assert await refused(client, "*x*", parse_mode="MarkdownV2") == "Bad Request: unsupported parse_mode"
