"""The time of day that the systems live in, and moments written down in data.toml or a steering request."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from sandbox.fields import Fields

CHINA = timezone(timedelta(hours=8))  # there is no summer time
RELATIVE = re.compile(r"([+-][0-9]{1,4}) ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)")


class Time:
    """One clock for spans, one for the calendar, and the day on which the sandbox was started."""

    def __init__(self, clock: Callable[[], float], wall: Callable[[], float]) -> None:
        self.clock = clock  # seconds; only differences mean something
        self.wall = wall  # seconds since 1970
        self.start = self.now().date()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall(), UTC).astimezone(CHINA)

    def today(self) -> date:
        return self.now().date()

    def read(self, fields: Fields, name: str, default: datetime | None = None) -> datetime:
        """Read "2026-12-20 09:00", or "+3 09:00": three days after the sandbox's start."""
        if name not in fields and default is not None:
            return default
        text = fields.text(name)
        relative = RELATIVE.fullmatch(text)
        try:
            if relative:
                day = self.start + timedelta(days=int(relative[1]))
                text = f"{day} {relative[2]}"
            return datetime.fromisoformat(text).replace(tzinfo=CHINA)
        except ValueError as error:
            raise fields.wrong(name, 'must be like "2026-12-20 09:00" or "+3 09:00"') from error


def to_minutes(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def to_seconds(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
