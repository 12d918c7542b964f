"""What people are told, and offered, where the campus system did not do what they wanted."""

from typing import Final

from bot.forms import Done
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import Words, _, lines
from handlers.failures import campus_refused, unsure
from providers.errors import Ambiguous, Expired, ProviderError
from providers.wejh.refusals import Unbound

LOGIN: Final = Option(_("登录"), "/login")
REGISTER: Final = Option(_("注册"), "/register")
ME: Final = Option(_("我的"), "/me")


def failed(problem: ProviderError, person: Person, account: str = "", *, offer: tuple[Option, ...] = ()) -> Done:
    """One sentence, and the way on; `account` is whose credit was used, if one was."""
    match problem:
        case Expired():
            offer = (LOGIN,)
        case Ambiguous() if account:
            offer = (LOGIN,)
        case Unbound(binding=binding):
            offer = (Option(_("绑定"), f"/campus {binding}"),)
    return Done((Reply(campus_refused(problem, person, account), offer),))


def undone(problem: ProviderError, person: Person, account: str, check: Words) -> Done:
    """The same of a change, where `check` says how to find out whether it was made."""
    if not unsure(problem) or isinstance(problem, Ambiguous):
        return failed(problem, person, account)
    return Done((Reply(lines(campus_refused(problem, person, account), check), (ME,)),))
