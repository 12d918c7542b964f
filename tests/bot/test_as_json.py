"""Values that wait as text, and are read by a later version."""

import pytest

from bot.as_json import AsJson

PAIRS = AsJson(list[tuple[str, str]])


def test_read_as_written() -> None:
    assert PAIRS.read(PAIRS.write([("/cet", "再查一个")])) == [("/cet", "再查一个")]


@pytest.mark.parametrize("kept", [None, "", "once this was text alone", '["/cet"]', '{"line": "/cet"}'])
def test_nothing_or_what_another_version_wrote(kept: str | None) -> None:
    assert PAIRS.read(kept) is None
