"""The polling loop: what Telegram has is stored, and only then the offset moves on.

It outlives whatever Telegram or a proxy answers. The library's own loop ends for good at one 401 or 404, and stands
still for ever at an update that it can't parse.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.platforms.telegram.api import Api
from bot.platforms.telegram.outcomes import seconds
from bot.platforms.telegram.updates import ALLOWED

log = structlog.get_logger()

LONG_POLL_S = 50
_MOST = 100
_GRACE_S = 10.0  # for the answer to a long poll to arrive
_WAITS_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)

_MEANINGS: dict[type[TelegramError], str] = {
    Conflict: "another process asks for the updates of this bot, or a webhook is set: stop that one",
    InvalidToken: "Telegram does not know this token (or a proxy answered instead): platforms.telegram.token",
}


Sleep = Callable[[float], Awaitable[object]]

_LARGEST = 2**63  # of Telegram's numbers


class Patience:
    """How long to wait after failures in a row, and what is said of them."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep, self._failures = sleep, 0
        self._told: type[TelegramError] | None = None

    def fine(self) -> None:
        if self._told:
            log.info("Telegram answers again", after=self._failures)
        self._failures, self._told = 0, None

    async def after(self, problem: TelegramError) -> None:
        """Say it once a kind, and wait longer each time."""
        kind = type(problem)
        if kind is not self._told:
            self._told = kind
            meaning = _MEANINGS.get(kind, "no use of Telegram for now")
            (log.error if kind in _MEANINGS else log.warning)(meaning, error=kind.__name__)
        await self.rest(seconds(problem) if isinstance(problem, RetryAfter) else 0.0)

    async def rest(self, named: float = 0.0) -> None:
        """Wait longer each time, or as long as Telegram named."""
        await self._sleep(named or _WAITS_S[min(self._failures, len(_WAITS_S) - 1)])
        self._failures += 1


async def poll(
    api: Api,
    store: Callable[[Sequence[object]], Awaitable[None]],
    mine: Callable[[], bool],
    patience: Patience,
) -> None:
    """Ask for updates and have them stored, as long as that is `mine` to do."""
    offset = 0
    while mine():
        asked = {"offset": offset or None, "limit": _MOST, "timeout": LONG_POLL_S, "allowed_updates": ALLOWED}
        try:
            updates = _listed(await api.call("getUpdates", asked, read_timeout=LONG_POLL_S + _GRACE_S))
            if updates:
                await store(updates)
        except TelegramError as problem:
            await patience.after(problem)
        except Exception:  # a database that fails for a while: the same updates come again
            log.exception("updates not stored")
            await patience.rest()
        else:
            patience.fine()
            offset = max((_number(each) + 1 for each in updates), default=offset)


def _listed(updates: object) -> list[object]:
    """Raises `TelegramError` for what would come again at once and for ever."""
    if not isinstance(updates, list) or (updates and not any(map(_number, updates))):
        raise TelegramError("no updates")
    return updates


def _number(update: object) -> int:
    """0 where there is none that could be asked to go on from: a negative one would skip what waits."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and 0 < number < _LARGEST else 0
