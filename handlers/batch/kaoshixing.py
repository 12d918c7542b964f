"""How a change in 考试星 ended, for one line of a file or one command."""

from datetime import timedelta
from typing import Final

from bot.batches import End, Ended
from bot.forms import Done, Outcome, Refuse
from bot.messages import Reply
from bot.people import Person
from bot.words import Words, _, lines
from handlers.batch.sheet import Column
from handlers.failures import no_answer, reading, refused
from providers.errors import (
    Ambiguous,
    BadInput,
    Expired,
    Locked,
    NotFound,
    ProviderError,
    Throttled,
    WrongCredentials,
)
from providers.kaoshixing.candidate import parse_user_id

OFF: Final = _("考试星在这里没有开通。")
DONE: Final = Ended(End.DONE)
_AGAIN: Final = timedelta()  # later and later, as long as the system is away

USER: Final = Column("user", reading(parse_user_id), ("user_id", "考生", "考生编号"))


def failed(problem: ProviderError, person: Person) -> Ended:  # noqa: PLR0911 - each error has its words
    """What is known to have been refused, what may have been done, and what was not even asked for."""
    match problem:
        case BadInput():
            return Ended(End.REFUSED, refused(problem).why)
        case NotFound():
            return Ended(End.REFUSED, _("考试星里没有这个考生或这场考试。"))
        case Locked():
            return Ended(End.REFUSED, _("这个考生在考试星里被停用了。"))
        case Ambiguous():
            return Ended(End.REFUSED, _("考试星没有做，也没有说明原因。"))
        case Throttled(retry_after=wait):
            return Ended(End.WAITING, no_answer(problem, person), pause=wait or _AGAIN)
        case Expired() | WrongCredentials():  # of the operator: the others would be refused as well
            return Ended(
                End.WAITING, _("考试星不接受机器人的密钥，请检查设置里的 providers.kaoshixing。"), pause=_AGAIN
            )
        case _:
            end = End.WAITING if problem.untouched else End.UNKNOWN
            return Ended(end, no_answer(problem, person), pause=_AGAIN)


def told(ended: Ended, done: Words, check: Words) -> Outcome:
    """The end of a single command; `check` says how to find out what nobody knows."""
    why = ended.why or ""
    match ended.end:
        case End.DONE:
            return Done((Reply(done),))
        case End.UNKNOWN | End.BEGUN:
            return Done((Reply(lines(why, _("⚠ 不确定是否已经生效，没有重做。"), check)),))
        case End.WAITING:
            return Refuse(lines(why, _("没有做任何改动，请稍后再试。")))
        case End.REFUSED:
            return Refuse(why)
