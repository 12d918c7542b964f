"""Into a campus account and out of it: `/register`, `/login`, `/logout` and `/password`."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from bot.changes import Bind, Unbind
from bot.forms import Answers, Ask, Done, Form, Outcome, Step, Tell
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.words import Words, _, lines
from handlers.failures import campus_refused, reading, unsure
from handlers.wejh.accounts import ACCOUNT, as_typed, lacks_login, lacks_usable, meant, usable
from handlers.wejh.failing import LOGIN, ME, failed
from handlers.wejh.session import SYSTEM, Entered, Sessions
from providers.errors import BadInput, NotFound, Problem, ProviderError, WrongCredentials
from providers.wejh import inputs

Notices = Callable[[Account, str], Awaitable[tuple[Tell, ...]]]
"""The messages to those who hold an account already, when the person with this id binds it too."""

_KEPT: Final = _("我只保存系统发来的登录凭证（加密），到时自动更新，不保存密码。/logout 会忘掉它。")
_USERNAME: Final = Step("username", _("请发送校园账号的用户名。"), reading(inputs.username))
_PASSWORD: Final = Step("password", _("请发送密码。"), as_typed(partial(inputs.hashed, field="password")), secret=True)
_NICKNAME: Final = Step("nickname", _("起一个昵称，2 到 15 个字。"), reading(inputs.nickname))
_NEW_PASSWORD: Final = Step("password", _("设一个密码，6 到 20 位。"), as_typed(inputs.new_password), secret=True)
_OLD: Final = Step("old", _("请发送旧密码。"), as_typed(partial(inputs.hashed, field="old")), secret=True)
_NEW: Final = Step(
    "new", _("请发送新密码，6 到 20 位。"), as_typed(partial(inputs.new_password, field="new")), secret=True
)


_REGISTERED: Final = _("不确定账号是否已经建好。用户名由系统发放，没有收到就无从知道，可以再注册一个。")
_CHANGED: Final = _("不确定密码是否已经改了。请重新登录：先用新密码，不行再用旧密码。")


def register_form(sessions: Sessions, notices: Notices) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        try:
            made = await sessions.client.register(answers["nickname"], answers["password"])
        except BadInput as problem:
            return Ask("nickname" if problem.field == "nickname" else "password", campus_refused(problem, person))
        except ProviderError as problem:
            return _not_registered(problem, person)
        told = _("注册好了。你的用户名是 {username}，请记下，登录要用它。", username=made.username)
        try:
            entered = await sessions.entered(made.username, answers["password"])
        except ProviderError:
            login = Option(LOGIN.label, f"/login {made.username}")
            return Done((Reply(lines(told, _("但这次没能登录。")), (login,)),))
        return await _holding(entered, person, notices, told)

    return Form(
        "register",
        _("注册校园账号"),
        run,
        words=("注册",),
        usage=_("昵称 密码"),
        steps=(_NICKNAME, _NEW_PASSWORD),
        place="private",
        once=True,
        check=_REGISTERED,
        page=True,
        off=sessions.off,
    )


def login_form(sessions: Sessions, notices: Notices) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        username = answers["username"]
        own = any(each.number == username for each in person.bound(SYSTEM))
        try:
            entered = await sessions.entered(username, answers["password"], own=own)
        except WrongCredentials:
            return Ask("password", _("密码不对。"))
        except NotFound as problem:
            return Ask("username", campus_refused(problem, person))
        except ProviderError as problem:
            return failed(problem, person, offer=(LOGIN,))
        return await _holding(entered, person, notices)

    return Form(
        "login",
        _("登录校园账号"),
        run,
        words=("登录",),
        usage=_("用户名 密码"),
        steps=(_USERNAME, _PASSWORD),
        place="private",
        once=True,  # else a crash would try a wrong password again
        check=_("请看 /accounts 里有没有它，没有就再登录一次。"),
        page=True,
        off=sessions.off,
    )


def logout_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        account = meant(answers, person)
        if not isinstance(account, Account):
            return account
        told = _("已退出校园账号 {account}，我不再为你保留它的登录凭证。", account=account.number)
        return Done((Reply(told),), (Unbind(account.id),))

    return Form(
        "logout",
        _("退出校园账号"),
        run,
        words=("退出",),
        steps=(ACCOUNT,),
        place="private",
        off=sessions.off,
        lacks=lacks_login,
    )


def password_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        account = usable(answers, person)
        if not isinstance(account, Account):
            return account
        try:
            anew = await sessions.password_changed(account, answers["old"], answers["new"])
        except WrongCredentials:
            return Ask("old", _("旧密码不对，密码没有改。"))
        except ProviderError as problem:
            return _not_changed(problem, person)
        if not anew:
            told = _("密码改好了，但没能用新密码登录，请重新登录。")
            return Done((Reply(told, (LOGIN,)),))
        return Done((Reply(_("密码改好了，也已用新密码重新登录。其他设备上要重新登录。"), (ME,)),))

    return Form(
        "password",
        _("改校园账号的密码"),
        run,
        words=("改密码",),
        usage=_("旧密码 新密码"),
        steps=(ACCOUNT, _OLD, _NEW),
        place="private",
        once=True,
        check=_CHANGED,
        page=True,
        off=sessions.off,
        lacks=lacks_usable,
    )


async def _holding(entered: Entered, person: Person, notices: Notices, before: Words | None = None) -> Done:
    """From now on the person holds the account; whoever held it before is told."""
    account = entered.account
    tells = await notices(account, person.id)
    name = _("{account}（{nickname}）", account=account.number, nickname=entered.nickname)
    told = _("已登录校园账号 {name}。", name=name if entered.nickname else account.number)
    watch = Option(_("绑定有变化告诉我"), f"/watch {SYSTEM} {account.number}")
    return Done((Reply(lines(before, told, _KEPT), (ME, watch)),), (Bind(account),), tells=tells)


def _not_registered(problem: ProviderError, person: Person) -> Done:
    if not unsure(problem):
        return failed(problem, person)
    return Done((Reply(lines(campus_refused(problem, person), _REGISTERED)),))


def _not_changed(problem: ProviderError, person: Person) -> Done:
    if isinstance(problem, BadInput) and problem.problem is Problem.NOT_ALLOWED:
        return Done((Reply(_("系统不允许这个校园账号改密码。")),))
    if not unsure(problem):
        return failed(problem, person)
    return Done((Reply(lines(campus_refused(problem, person), _CHANGED), (LOGIN,)),))
