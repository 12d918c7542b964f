"""Whatever a server sends, a result or a documented error comes of it."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from providers.cet.level import Level
from providers.cet.models import Asked, ByTicket, CetResult, Local
from providers.cet.ticket import parse_ticket
from providers.cet.wire import decode
from providers.errors import Ambiguous, Changed, Throttled
from providers.http import Answer
from tests.providers.cet_bodies import LATER, NAME, REAL, TICKET

asked = st.sampled_from([ByTicket(parse_ticket(TICKET), NAME), Local(Level.CET6, NAME)])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
# Values that look right, so that the search gets past the first field.
likely = st.sampled_from([*REAL.values(), "0", 0, 1, True, 446, 130.5, "--", "", "缺考", "1e9", "\ud800"])
keys = st.sampled_from([*REAL, *LATER, "result", "STATUS", "Name"])

in_its_time = settings(deadline=None)  # a busy machine is no fault


def judge(body: bytes, charset: str | None, question: Asked) -> None:
    try:
        result = decode(Answer(200, body, charset), question)
    except (Changed, Ambiguous, Throttled):
        return
    assert isinstance(result, CetResult)
    assert result.name.encode()
    assert 0 <= result.total < 10_000


@in_its_time
@given(asked, st.dictionaries(keys, likely | anything))
def test_any_fields(question: Asked, fields: dict[str, Any]) -> None:
    judge(json.dumps(REAL | fields).encode(), None, question)
    judge(json.dumps(fields).encode(), None, question)


@in_its_time
@given(asked, anything)
def test_any_json(question: Asked, value: Any) -> None:
    judge(json.dumps(value).encode(), None, question)


@in_its_time
@given(
    asked,
    st.binary(),
    st.sampled_from([None, "utf-8", "gb2312", "utf-7", "utf-16", "idna", "hex", "\x00", "?"]),
)
def test_any_bytes(question: Asked, body: bytes, charset: str | None) -> None:
    judge(body, charset, question)


@in_its_time
@given(asked, st.text())
def test_any_text(question: Asked, text: str) -> None:
    judge(text.encode(errors="surrogatepass"), None, question)


@in_its_time
@given(asked, st.from_regex(r"\{\"Total\": [-+]?[0-9]{1,30}\.?[0-9]*([eE][-+]?[0-9]{1,30})?\}", fullmatch=True))
def test_any_number(question: Asked, text: str) -> None:
    """Exponents beyond what Decimal can hold among them."""
    judge(text.encode(), None, question)
