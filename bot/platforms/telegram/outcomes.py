"""What became of a call, told by its error. The order matters: a `BadRequest` is a `NetworkError` there."""

from collections.abc import Iterable

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.abilities import Outcome, Sent
from bot.platforms.telegram.transport import NotConnected


def outcome_of(problem: TelegramError, *, repeatable: bool = False) -> Sent:
    """How a send ended; what may be sent twice without anybody seeing it twice is never in doubt."""
    reason = type(problem).__name__
    match problem:
        case RetryAfter():
            return Sent(Outcome.LATER, seconds(problem), reason)
        case ChatMigrated():
            return Sent(Outcome.LATER, reason=reason)
        case Forbidden():
            # Who has not begun yet may do so at any time, and Telegram does not tell us then.
            return Sent(Outcome.NEVER, reason=problem.message, gone=not says(problem, ("can't initiate",)))
        case InvalidToken() | Conflict() | NotConnected():
            # A proxy's hiccup looks like a wrong token; and neither sends anything.
            return Sent(Outcome.LATER, reason=reason)
        case BadRequest():
            return Sent(Outcome.NEVER, reason=f"{reason}: {problem.message}", gone=says(problem, ("chat not found",)))
        case TimedOut() | NetworkError() | _:
            return Sent(Outcome.LATER if repeatable else Outcome.UNKNOWN, reason=reason)


def seconds(problem: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    wait = problem._retry_after  # noqa: SLF001 - the public one changes its type with the environment and warns
    return wait.total_seconds()


def says(problem: BadRequest | Forbidden, texts: Iterable[str]) -> bool:
    """Whether the refusal is one of these: the Bot API tells them apart by nothing but their words."""
    said = problem.message.lower()
    return any(text in said for text in texts)
