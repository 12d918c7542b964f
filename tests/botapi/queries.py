"""Pressed buttons and inline queries: each may be answered once, and soon."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from tests.botapi.call import Table
from tests.botapi.errors import TOO_OLD

DEFAULT_CACHE_S = 300


@dataclass(slots=True)
class Query:
    """`answer` is what the bot said, as decoded parameters; `None` until then."""

    id: str
    kind: Literal["callback", "inline"]
    user: int
    at: float
    asked: str = ""  # the inline query's text
    offset: str = ""
    answer: Table | None = None

    @property
    def toast(self) -> str:
        """What the person reads for a moment after pressing a button."""
        return str((self.answer or {}).get("text", ""))


@dataclass(frozen=True, slots=True)
class Remembered:
    answer: Table
    until: float


class Queries:
    def __init__(self, clock: Callable[[], float], within_s: float) -> None:
        self._clock, self._within_s = clock, within_s
        self._all: dict[str, Query] = {}
        # Telegram answers from here without asking the bot: user 0 is everybody.
        self._cache: dict[tuple[int, str, str], Remembered] = {}

    def ask(self, kind: Literal["callback", "inline"], user: int, asked: str = "", offset: str = "") -> Query:
        number = f"{user}{len(self._all) + 1:09d}"
        query = self._all[number] = Query(number, kind, user, self._clock(), asked, offset)
        return query

    def answer(self, kind: Literal["callback", "inline"], number: str, answer: Table) -> Query:
        """Raise `Refusal` if there is no such query, it was answered before, or it is too late."""
        query = self._all.get(number)
        late = query is not None and self._clock() - query.at > self._within_s
        if query is None or query.kind != kind or query.answer is not None or late:
            raise TOO_OLD
        query.answer = answer
        return query

    def unanswered(self) -> list[Query]:
        """Buttons that still turn on somebody's screen."""
        return [query for query in self._all.values() if query.kind == "callback" and query.answer is None]

    def remember(self, query: Query, answer: Table) -> None:
        """Keep an inline answer: for this person, or for everybody unless it is personal."""
        seconds = answer.get("cache_time", DEFAULT_CACHE_S)
        if isinstance(seconds, int) and seconds > 0:
            owner = query.user if answer.get("is_personal") else 0
            self._cache[owner, query.asked, query.offset] = Remembered(answer, self._clock() + seconds)

    def remembered(self, user: int, asked: str, offset: str) -> Table | None:
        for owner in (user, 0):
            kept = self._cache.get((owner, asked, offset))
            if kept is not None and self._clock() < kept.until:
                return kept.answer
        return None
