"""What is looked at again and again, and when nobody wants to be told of it."""

import re
from dataclasses import field
from datetime import datetime

from bot.values import dataclass

_DAY = 24 * 60  # minutes
REMIND = "1d 1h"  # how long before an exam somebody is reminded who never said
WHOLE = ""  # the part that stands for all of a kind: who watches it is told of every part


@dataclass(frozen=True, slots=True)
class Aim:
    """What one look looks at: an exam's list, an account, a submission."""

    kind: str  # the name of its `bot.watches.Kind`
    part: str = field(default=WHOLE, repr=False)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours without notifications, in minutes of the day of the bot's time zone; may go over midnight."""

    begins: int
    ends: int

    @classmethod
    def parse(cls, text: str) -> "Quiet | None":
        """Read "23:00-07:00"; `None` for anything else, and where it begins as it ends."""
        match = re.fullmatch(
            r"([01]?[0-9]|2[0-3]):([0-5][0-9])\s*(?:[-~～到至]|[–—]{1,2})\s*([01]?[0-9]|2[0-3]):([0-5][0-9])", text
        )
        if match is None:
            return None
        hours, minutes, until, rest = (int(each) for each in match.groups())
        begins, ends = hours * 60 + minutes, until * 60 + rest
        return cls(begins, ends) if begins != ends else None

    def __str__(self) -> str:
        return f"{_clock(self.begins)}-{_clock(self.ends)}"

    def left_s(self, now: datetime) -> float:
        """Seconds until they are over; 0 where they are not."""
        at = now.hour * 60 + now.minute + now.second / 60
        since = (at - self.begins) % _DAY
        lasts = (self.ends - self.begins) % _DAY
        return (lasts - since) * 60 if since < lasts else 0.0


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
