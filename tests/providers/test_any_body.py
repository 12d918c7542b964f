"""Whatever a server sends, a result or one of our errors comes of it."""

import json
import math
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from providers.errors import ProviderError
from providers.http import Answer
from providers.kaoshiyun.token import read_token
from providers.wejh import wire as wejh
from tests.providers.all_calls import CALLS
from tests.providers.wejh_bodies import TERMS

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
# Values that look right, so that the search gets past the first field.
likely = st.sampled_from(
    ["0", 0, 1, "1", 10**13, "--", "", "缺考", "1e9", "\ud800", "2022-13-45 99:99", "00010101000000"]
)
likely |= st.sampled_from([True, 130.5, "{}", "[]", '{"1":{"ans":"x"}}', "20220407111126", "default::unset", "1-16周"])

# A busy machine is no fault; the parametrised call is not drawn.
in_its_time = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
# What is not even like a body goes no further than what all decoders share, and there are dozens of them.
in_less = settings(in_its_time, max_examples=15)


@dataclass(frozen=True)
class Decoder:
    name: str
    good: Any
    decode: Callable[[Answer], object]


# Those of the calls, and two behind which there is no call of its own.
DECODERS = (
    *(Decoder(call.id, call.good, call.decode) for call in CALLS),
    Decoder(
        "kaoshiyun-token",
        {"data": [{"token": "t1", "expires_in": 7200}], "expires_in": "600"},
        lambda answer: read_token(answer, "data.0.token", asked_at=0),
    ),
    Decoder("wejh-termtime", TERMS, lambda answer: tuple(wejh.spans(answer))),
)
each_decoder = pytest.mark.parametrize("decoder", DECODERS, ids=lambda decoder: decoder.name)


def judge(decoder: Decoder, body: bytes, charset: str | None = None, status: int = 200) -> None:
    with suppress(ProviderError):
        fine(decoder.decode(Answer(status, body, charset)))


def fine(value: object) -> None:
    """A model holds what can be sent, counted and compared, all the way down."""
    match value:
        case str():
            assert value.encode() is not None
        case Decimal():
            assert value.is_finite()
        case float():
            assert math.isfinite(value)
        case datetime():
            assert value.tzinfo is not None
        case tuple() | frozenset():
            for each in value:
                fine(each)
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                fine(getattr(value, field.name))
        case _:
            assert value is None or isinstance(value, (bool, int, bytes, date, Enum))


@st.composite
def mutated(draw: st.DrawFn, body: Any) -> Any:
    """A good body, some parts of which are replaced or left out."""
    match body:
        case dict():
            kept = {key: value for key, value in body.items() if draw(st.integers(0, 19))}
            return {key: draw(mutated(value)) for key, value in kept.items()}
        case list():
            return [draw(mutated(each)) for each in body]
    return draw(likely | anything) if draw(st.integers(0, 5)) == 0 else body


@each_decoder
@in_its_time
@given(st.data())
def test_mutated(decoder: Decoder, data: st.DataObject) -> None:
    judge(decoder, json.dumps(data.draw(mutated(decoder.good))).encode())


@each_decoder
@in_less
@given(value=anything)
def test_any_json(decoder: Decoder, value: Any) -> None:
    judge(decoder, json.dumps(value).encode())


@each_decoder
@in_less
@given(
    body=st.binary() | st.text().map(lambda text: text.encode(errors="surrogatepass")),
    charset=st.sampled_from([None, "utf-8", "gb2312", "utf-7", "utf-16", "idna", "hex", "\x00", "?"]),
    status=st.sampled_from([200, 400, 401, 403]),
)
def test_any_bytes(decoder: Decoder, body: bytes, charset: str | None, status: int) -> None:
    judge(decoder, body, charset, status)


@each_decoder
@in_its_time
@given(number=st.from_regex(r"[-+]?[0-9]{1,30}\.?[0-9]*([eE][-+]?[0-9]{1,30})?", fullmatch=True), data=st.data())
def test_any_number(decoder: Decoder, number: str, data: st.DataObject) -> None:
    """Exponents beyond what Decimal can hold among them."""
    values = re.findall(r': ("[^"]*"|[0-9]+)', text := json.dumps(decoder.good))
    judge(decoder, text.replace(f": {data.draw(st.sampled_from(values))}", f": {number}", 1).encode())
