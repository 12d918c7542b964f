"""How many messages of one person are answered in a minute; kept in memory, since a restart may forget it."""

from collections import OrderedDict, deque
from collections.abc import Callable
from enum import Enum

_WINDOW_S = 60.0
_PEOPLE = 50_000  # how many people's last minute is remembered


class Pace(Enum):
    FINE = "fine"
    TOLD = "too fast, and to be told so"
    SILENT = "too fast, and told already"


class Throttle:
    """A sliding minute for each person."""

    def __init__(self, per_minute: int, now: Callable[[], float]) -> None:
        self._most = per_minute
        self._now = now
        self._people: OrderedDict[str, deque[float]] = OrderedDict()
        self._told: dict[str, float] = {}

    def pace(self, person: str) -> Pace:
        """Count one message of this person."""
        now = self._now()
        times = self._people.setdefault(person, deque(maxlen=self._most))
        self._people.move_to_end(person)
        if len(self._people) > _PEOPLE:
            forgotten, _times = self._people.popitem(last=False)
            self._told.pop(forgotten, None)
        if len(times) < self._most or now - times[0] >= _WINDOW_S:
            times.append(now)
            return Pace.FINE
        if now - self._told.get(person, -_WINDOW_S) < _WINDOW_S:
            return Pace.SILENT
        self._told[person] = now
        return Pace.TOLD

    def wait_s(self, person: str) -> float:
        """Until this person's next message is answered again."""
        times = self._people.get(person)
        return max(0.0, times[0] + _WINDOW_S - self._now()) if times else 0.0
