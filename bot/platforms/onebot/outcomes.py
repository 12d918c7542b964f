"""What became of a call, told by how it failed."""

from bot.messages import Outcome, Sent
from bot.platforms.onebot.connection import NoAnswer, NotSent, Refused

_IN_DOUBT = 1200  # a time-out within QQ: often it has arrived all the same
_NOT_NOW = (1401, 1403)  # the token; an operator can mend it
_AWAY_S = 5.0


def outcome_of(problem: NotSent | NoAnswer | Refused) -> Sent:
    match problem:
        case NotSent():
            return Sent(Outcome.LATER, _AWAY_S, "not connected")
        case Refused(code=code) if code in _NOT_NOW:
            return Sent(Outcome.LATER, reason=str(problem))
        case Refused(code=code) if code != _IN_DOUBT:
            return Sent(Outcome.NEVER, reason=str(problem))
        case NoAnswer() | Refused():
            return Sent(Outcome.UNKNOWN, reason=str(problem) or type(problem).__name__)
