"""Which of a person's campus accounts is meant, and how steps read what people type."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.forms import Answers, Ask, Choice, Done, Read, Refuse, Step
from bot.messages import Reply
from bot.people import Account, Person
from bot.words import _
from handlers.failures import reading
from handlers.wejh.failing import LOGIN, REGISTER
from handlers.wejh.session import SYSTEM


async def _choices(_answers: Answers, person: Person) -> tuple[Choice, ...]:
    return tuple(Choice(each.number, each.number) for each in held(person))


def _several(_answers: Answers, person: Person) -> bool:
    return len(held(person)) > 1


ACCOUNT: Final = Step("account", _("用哪个校园账号？"), choices=_choices, when=_several, in_line=False)


def held(person: Person) -> Sequence[Account]:
    """All of them; one that is suspended can still be logged out of, or logged in to again."""
    return tuple(each for each in person.accounts if each.system == SYSTEM)


def lacks_login(person: Person) -> Reply | None:
    """What is said to somebody without any."""
    return None if held(person) else Reply(_("你还没有登录校园账号。"), (LOGIN, REGISTER))


def lacks_usable(person: Person) -> Reply | None:
    """The same to somebody without any that may be read."""
    accounts = held(person)
    return _suspended(accounts[0]) if accounts and not person.bound(SYSTEM) else lacks_login(person)


def meant(answers: Answers, person: Person) -> Account | Ask:
    """The account by its username or its place among the buttons; for forms that say who `lacks_login`."""
    accounts, wanted = held(person), answers.get("account", "")
    if len(accounts) == 1:
        return accounts[0]
    for each in accounts:
        if each.number == wanted:
            return each
    for place, each in enumerate(accounts, 1):
        if str(place) == wanted:
            return each
    return Ask("account", _("你没有登录这个校园账号。"))


def usable(answers: Answers, person: Person) -> Account | Done | Ask:
    """The same, of accounts that may be read."""
    account = meant(answers, person)
    return Done((_suspended(account),)) if isinstance(account, Account) and account.suspended else account


def _suspended(account: Account) -> Reply:
    why = _("校园账号 {account} 已被原来的使用者停用。要继续用它，请重新登录。", account=account.number)
    return Reply(why, (LOGIN,))


def as_typed(check: Callable[[str], str]) -> Read:
    """The answer itself, if the check has nothing against it."""

    def read(text: str) -> str | Refuse:
        checked = reading(check)(text)
        return checked if isinstance(checked, Refuse) else text

    return read
