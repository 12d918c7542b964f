"""What became of a call, told by how it failed."""

from bot.abilities import Outcome, Sent
from bot.platforms.onebot.connection import NoAnswer, NotSent, Refused

_IN_DOUBT = 1200  # whatever went wrong within QQ, mostly a time-out: often it has arrived all the same
_NOT_NOW = (1401, 1403)  # the token; an operator can mend it
# What NapCat says with that code too, and what has not left for sure.
_NOBODY = "无法获取用户信息"  # it does not know that number, or not yet
_MUTED = "禁言"
_APART = ("添加对方为好友", "你已被移出该群")


def outcome_of(problem: NotSent | NoAnswer | Refused) -> Sent:
    match problem:
        case NotSent():
            return Sent(Outcome.LATER, reason="not connected")
        case Refused(words=words) if any(each in words for each in _APART):
            return Sent(Outcome.NEVER, reason=f"{problem}, not a friend or not in the group", gone=True)
        case Refused(code=code, words=words) if code in _NOT_NOW or _NOBODY in words:
            return Sent(Outcome.LATER, reason=str(problem))
        case Refused(code=code, words=words) if code != _IN_DOUBT or _MUTED in words:
            return Sent(Outcome.NEVER, reason=str(problem))
        case NoAnswer() | Refused():
            return Sent(Outcome.UNKNOWN, reason=str(problem) or type(problem).__name__)
