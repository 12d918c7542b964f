"""Who may read metrics, and that what a bot does is in them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession

from bot.measures import Measures, none
from bot.pages.metrics import Guard, Metrics
from bot.server import application, listening
from bot.settings import Settings
from bot.wiring import guard
from tests.in_memory import Figures

HERE = "127.0.0.1"


async def ready() -> str:
    return ""


@asynccontextmanager
async def served(token: str, *, alone: bool, measures: Measures | None = None) -> AsyncIterator[str]:
    """The address of a server's metrics."""
    metrics = Metrics(measures or Measures(), Figures(), none, Guard(token, open=alone))
    async with listening(application(metrics.routes(), ready), HERE, 0) as port:
        yield f"http://{HERE}:{port}/metrics"


@pytest.mark.parametrize(
    ("token", "alone", "headers", "status"),
    [
        ("", True, {}, 200),
        ("secret", True, {}, 200),
        ("secret", True, {"X-Forwarded-For": "192.0.2.1"}, 401),
        ("secret", False, {}, 401),
        ("secret", False, {"Authorization": "Bearer other"}, 401),
        ("secret", False, {"Authorization": "Bearer s\udce9cret"}, 401),
        ("secret", False, {"Authorization": "Bearer secret"}, 200),
        ("", False, {}, 403),
        ("", False, {"Authorization": "Bearer "}, 403),
    ],
)
async def test_who_may_read_them(token: str, headers: dict[str, str], status: int, *, alone: bool) -> None:
    async with served(token, alone=alone) as url, ClientSession() as session, session.get(url, headers=headers) as got:
        assert got.status == status


async def test_what_was_measured() -> None:
    measures = Measures()
    measures.stages["turn"].add(0.003)
    measures.stages["turn"].add(7.0)
    measures.sends["telegram", "sent"] += 2
    async with served("", alone=True, measures=measures) as url, ClientSession() as session, session.get(url) as got:
        text = await got.text()
    assert 'gradebell_stage_seconds_bucket{le="0.005",stage="turn"} 1.0' in text
    assert 'gradebell_stage_seconds_bucket{le="+Inf",stage="turn"} 2.0' in text
    assert 'gradebell_stage_seconds_sum{stage="turn"} 7.003' in text
    assert 'gradebell_sends_total{outcome="sent",platform="telegram"} 2.0' in text
    assert 'gradebell_due_rows{box="aims"} 2.0' in text
    assert "python_gc_collections_total" in text


@pytest.mark.parametrize(
    ("http", "alone"),
    [
        ({}, True),
        ({"public_url": "http://127.0.0.1:8080"}, True),
        ({"public_url": "https://bot.example.edu"}, False),
        ({"trusted_proxies": ["127.0.0.1"]}, False),
        ({"listen": "0.0.0.0:8080", "public_url": "https://bot.example.edu"}, False),
    ],
)
def test_public_address_is_one_of_a_proxy(http: dict[str, object], *, alone: bool) -> None:
    """Which may bring anybody, and need not say that it does."""
    assert guard(Settings.model_validate({"http": http})).open == alone
