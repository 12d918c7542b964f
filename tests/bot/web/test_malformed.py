"""Whatever comes over a socket: it stays open, and nothing half-read goes further."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Upload
from bot.platforms.web.frames import Malformed, Pressed, Said, Uploaded, read_frame
from tests.bot.web.house import Browser, House, OpenTab

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
near_misses = st.fixed_dictionaries(
    {},
    optional={
        "text": json_values,
        "press": json_values,
        "upload": json_values | st.fixed_dictionaries({"name": json_values, "data": json_values}),
        "id": json_values,
        "typing": json_values,
    },
)

WRONG = [
    "",
    "nonsense",
    "null",
    "[]",
    "{}",
    '{"typing": true}',
    '{"text": 1}',
    '{"text": null}',
    '{"text": "  "}',
    '{"text": "x", "id": 7}',
    '{"text": "x", "id": ""}',
    '{"text": "x", "id": "a\\u0000b"}',
    '{"text": "x", "id": "' + "y" * 300 + '"}',
    '{"text": "x", "press": "y"}',
    '{"press": ["x"]}',
    '{"upload": "x"}',
    '{"upload": {"name": "x", "data": "not base64"}}',
    '{"upload": {"name": 1, "data": ""}}',
    "[" * 100_000,
    '{"text": ' + "9" * 10_000 + "}",
]


@given(near_misses | json_values)
def test_frame_is_read_whole_or_refused(value: object) -> None:
    try:
        frame = read_frame(json.dumps(value))
    except Malformed:
        return
    match frame:
        case Said(id, text):
            assert isinstance(id, str)
            assert text.strip() or (id and not text)
            text.encode()
        case Pressed(id, option):
            assert option.isprintable()
        case Uploaded(id, Upload(name, data)):
            assert name.isprintable()
            assert isinstance(data, bytes)


@given(st.text())
def test_any_text_is_read_or_refused(data: str) -> None:
    with suppress(Malformed):
        read_frame(data)


async def test_socket_stays_open(house: House, tab: OpenTab) -> None:
    for wrong in WRONG:
        await tab.send(wrong)
        await tab.socket.send_bytes(wrong.encode() + b"\xff")
    await tab.socket.send_bytes(bytes(range(256)))
    await tab.say("still here", "a1")
    assert await tab.get() == {"ack": "a1"}
    assert [message.text for message in house.received] == ["still here"]


@pytest.mark.parametrize("blank", ["", "  ", "\u0085", "\u001c", "\0"])
async def test_blank_text_is_acknowledged_and_forgotten(house: House, ann: Browser, tab: OpenTab, blank: str) -> None:
    """Browsers and Python differ in what is blank, and a page sends again what is not acknowledged."""
    await tab.say(blank, "a1")
    assert await tab.get() == {"ack": "a1"}
    assert not house.received
    assert not house.history(ann.address)


async def test_further_keys_do_no_harm(house: House, tab: OpenTab) -> None:
    await tab.send({"text": "x", "id": "a1", "colour": "blue"})
    assert await tab.get() == {"ack": "a1"}


async def test_halves_of_characters_are_replaced(house: House, tab: OpenTab) -> None:
    await tab.send('{"text": "a\\ud83d b\\u0000c", "id": "a1"}')
    assert await tab.get() == {"ack": "a1"}
    assert house.received[0].text == "a\ufffd bc"


async def test_too_large_a_frame_ends_the_socket_only(house: House, ann: Browser, tab: OpenTab) -> None:
    with suppress(ConnectionError):  # the server need not read it to its end
        await tab.say("x" * (12 * 2**20 + 1), "a1")
    await tab.closed()
    assert await (await ann.tab()).quiet() == []


@pytest.mark.parametrize("wrong", WRONG[:8])
async def test_log_quotes_nothing(house: House, tab: OpenTab, capsys: pytest.CaptureFixture[str], wrong: str) -> None:
    await tab.send(wrong.replace("x", "hunter2"))
    await tab.quiet()
    logged = capsys.readouterr().out
    assert "hunter2" not in logged
    assert logged.count("frame dropped") == 1
