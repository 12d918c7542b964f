"""What an operator chose about answering."""

import time
from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from bot.values import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """After how long a person sees that an answer is on its way, and is told to wait."""

    typing_s: float = 0.5
    announced_s: float = 3.0


@dataclass(frozen=True, slots=True)
class Rules:
    language: str
    contact: str
    conversation_s: float
    commands_per_minute: int
    pages: str  # what the addresses of one-time pages begin with; "" where there can be none
    is_admin: Callable[[str], bool]
    now: Callable[[], datetime]  # aware, in the bot's time zone
    monotonic: Callable[[], float] = time.monotonic
    pictures: bool = True  # whether any are drawn
    patience: Patience = field(default_factory=Patience)
