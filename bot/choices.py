"""What an operator chose, as those who answer and those who look want it told."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from bot.abilities import Abilities, Platform
from bot.pipeline.rules import Rules
from bot.settings import Settings
from bot.store.settled import GATHER_S
from bot.watching.looking import Habits


def rules_of(settings: Settings) -> Rules:
    zone = ZoneInfo(settings.bot.timezone)
    return Rules(
        language=settings.bot.language,
        contact=settings.bot.contact,
        conversation_s=settings.limits.conversation_s,
        commands_per_minute=settings.limits.commands_per_minute,
        pages=settings.http.public_url,
        is_admin=frozenset(settings.bot.admins).__contains__,
        now=lambda: datetime.now(zone),
        pictures=settings.bot.pictures,
    )


def habits(settings: Settings, platforms: Mapping[str, Platform]) -> Habits:
    def abilities(name: str) -> Abilities:
        return platforms[name].abilities if name in platforms else Abilities()

    gather_s = min(GATHER_S, settings.limits.watch_interval_s)
    random = Random()  # noqa: S311 - jitter is no secret
    return Habits(settings.bot.language, rules_of(settings).now, random, gather_s, abilities)
