"""What administrators have to know of the exam systems."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.alarms import Sign, State
from bot.words import render
from handlers.alarms import signs_of
from providers.breaker import Health
from providers.breaker import State as Breaker
from providers.client import Client

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
FINE = Health(Breaker.CLOSED, None, NOW, NOW)
NEW = Health(Breaker.CLOSED, None, None)  # nothing was asked yet
AGO = timedelta(minutes=2)


class Fixed(Client):
    """Does as it is told."""

    def __init__(self, health: Health) -> None:
        self._fixed = health

    @property
    def health(self) -> Health:
        return self._fixed


def signs(health: Health, system: str = "kaoshiyun") -> dict[str, Sign]:
    return {each.name.partition("/")[2]: each for each in signs_of({"maxuetang": None, system: Fixed(health)})(NOW)}


@pytest.mark.parametrize(
    ("health", "states"),
    [
        (NEW, (State.UNKNOWN, State.UNKNOWN, State.UNKNOWN)),
        (FINE, (State.WELL, State.UNKNOWN, State.WELL)),
        (replace(FINE, since=NOW), (State.UNKNOWN, State.UNKNOWN, State.WELL)),  # one call failed
        (replace(FINE, state=Breaker.OPEN, since=NOW), (State.DOUBTFUL, State.UNKNOWN, State.WELL)),
        (replace(FINE, state=Breaker.HALF_OPEN, since=NOW - AGO), (State.RINGS, State.UNKNOWN, State.WELL)),
        (replace(FINE, changed=NOW), (State.WELL, State.RINGS, State.WELL)),
        (replace(FINE, changed=NOW - AGO), (State.WELL, State.UNKNOWN, State.WELL)),
        (replace(FINE, refused=NOW - AGO), (State.WELL, State.UNKNOWN, State.RINGS)),
        (replace(NEW, last_answer=NOW, refused=NOW), (State.WELL, State.UNKNOWN, State.RINGS)),
    ],
)
def test_states(health: Health, states: tuple[State, ...]) -> None:
    found = signs(health)
    assert tuple(found[name].state for name in ("away", "changed", "refused")) == states


def test_words() -> None:
    found = signs(replace(FINE, state=Breaker.OPEN, since=NOW - AGO, changed=NOW, misfit="half an answer"))
    assert "考试云没有应答（自 12:28 起）" in render(found["away"].text, "zh_CN")
    assert "half an answer" in render(found["changed"].text, "en")
    assert "providers.kaoshiyun" in render(found["refused"].text, "zh_CN")


def test_a_system_without_a_key_of_ours() -> None:
    """There a refused credit or password is its person's."""
    assert set(signs(FINE, "wejh")) == set(signs(FINE, "cet")) == {"away", "changed"}
