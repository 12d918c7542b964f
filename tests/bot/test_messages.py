"""Addresses as columns of a table, and what must stay in order."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Address
from tests.examples import GROUP, in_group, said

PARTS = st.text(st.characters(codec="utf-8"))


@given(platform=PARTS, bot=PARTS, kind=st.sampled_from(["private", "group"]), chat=PARTS, topic=PARTS)
def test_key_reads_back(platform: str, bot: str, kind: str, chat: str, topic: str) -> None:
    """Whatever a platform's identifiers hold, slashes too."""
    address = Address(platform, bot, "group" if kind == "group" else "private", chat, topic)
    assert Address.parse(address.key) == address
    assert address.group == (kind == "group")


def test_handle() -> None:
    assert said().handle == "web:1"


def test_lane_of_a_private_chat() -> None:
    """Is the chat."""
    assert said().lane == said("another").lane == said().address.key


def test_lane_in_a_group() -> None:
    """Is one person there; another's, or another topic, is not held up."""
    assert in_group().lane == in_group("another").lane
    assert in_group().lane != in_group(sender="2").lane
    assert in_group().lane != replace(in_group(), address=replace(GROUP, topic="5")).lane
