"""`/campus`: 精弘 or 正方 behind a campus account."""

from typing import Final

from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Reply
from bot.people import Account, Person
from bot.words import Words, _, lines
from handlers.failures import campus_refused, reading
from handlers.sure import NO, sure_step
from handlers.wejh.accounts import ACCOUNT, as_typed, lacks_usable, usable
from handlers.wejh.failing import ME, failed, undone
from handlers.wejh.session import Sessions
from providers.errors import BadInput, NotFound, ProviderError, WrongCredentials
from providers.wejh import inputs
from providers.wejh.models import BindState, Bound
from providers.wejh.refusals import Unbound

_CLEAR: Final = _("这个密码会按校园系统的要求明文传送，我不保存它。")
_CHECK: Final = _("不确定有没有绑定上，/me 可以看到。")


def _read_system(text: str) -> str | Refuse:
    wanted = text.casefold()
    return wanted if wanted in ("jh", "zfedu") else Refuse(_("请选 jh（精弘）或 zfedu（正方）。"))


def _of_jh(answers: Answers, _person: Person) -> bool:
    return answers.get("system") == "jh"


_SYSTEM: Final = Step(
    "system", _("绑定哪一个？"), _read_system, choices=(Choice("jh", _("精弘")), Choice("zfedu", _("正方")))
)
_PID: Final = Step("pid", _("请发送学号。"), reading(inputs.pid), when=_of_jh)
_PASSWORD: Final = Step(
    "password",
    lines(_("请发送它的密码。"), _CLEAR),
    as_typed(inputs.clear_password),
    secret=True,
)
# Asked for by `run` alone, which knows what is bound.
_SURE: Final = sure_step(_("要重新绑定吗？"), optional=True)


def campus_form(sessions: Sessions) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        account = usable(answers, person)
        if not isinstance(account, Account):
            return account
        if answers.get("sure") == NO:
            return Done((Reply(_("好的，绑定没有改动。")),))
        try:
            if _of_jh(answers, person) and "sure" not in answers:
                bound = _bound_jh(await sessions.asked(account, sessions.client.bindings))
                if bound is not None:
                    return Ask("sure", _warning(bound))
            await _bind(sessions, account, answers)
        except ProviderError as problem:
            return _not_bound(problem, answers, person, account)
        name = _("精弘 {pid}", pid=answers["pid"]) if _of_jh(answers, person) else _("正方")
        told = _("已绑定{name}。密码按系统的要求明文传送过去，我没有保存。", name=name)
        return Done((Reply(told, (ME,)),))

    return Form(
        "campus",
        _("绑定精弘或正方"),
        run,
        usage=_("jh 学号 密码，或 zfedu 密码"),
        steps=(ACCOUNT, _SYSTEM, _PID, _PASSWORD, _SURE),
        place="private",
        once=True,
        check=_CHECK,
        page=True,
        off=sessions.off,
        lacks=lacks_usable,
    )


async def _bind(sessions: Sessions, account: Account, answers: Answers) -> None:
    client, password = sessions.client, answers["password"]
    if answers["system"] == "jh":
        await sessions.asked(account, lambda credit: client.bind_jh(credit, answers["pid"], password))
    else:
        await sessions.asked(account, lambda credit: client.bind_zfedu(credit, password))


def _bound_jh(bindings: tuple[Bound, ...]) -> Bound | None:
    return next((each for each in bindings if each.name == "jh" and each.state is not BindState.UNBOUND), None)


def _warning(bound: Bound) -> Words:
    now = _("精弘已经绑定了 {pid}。", pid=bound.pid) if bound.pid else _("精弘已经绑定过了。")
    return lines(now, _("重新绑定如果失败，系统会把原来的绑定也清掉。"), _CLEAR)


def _not_bound(problem: ProviderError, answers: Answers, person: Person, account: Account) -> Outcome:
    wiped = _("原来的绑定已被系统清掉。") if "sure" in answers else None
    match problem:
        case WrongCredentials():
            name = _("精弘") if answers["system"] == "jh" else _("正方")
            return Ask("password", lines(_("{name}不接受这个密码。", name=name), wiped))
        case Unbound():
            return failed(problem, person, account.number)
        case NotFound() if answers["system"] == "jh":
            return Ask("pid", lines(_("精弘里没有这个学号的账户。"), wiped))
        case BadInput(field="pid" | "password" as step):
            return Ask(step, campus_refused(problem, person))
    return undone(problem, person, account.number, _CHECK)
