"""`/invite`: an administrator makes a code with which one account can be bound, once."""

from collections.abc import Sequence

from bot.forms import Answers, Done, Form, Outcome
from bot.keeping import Keeping
from bot.messages import Reply
from bot.people import Person
from bot.words import Words, _, lines
from handlers.bind import NOT_BOUND, Provable, not_set_up
from handlers.failures import no_answer
from handlers.holding import account_step
from handlers.labels import SYSTEMS, reads_system
from handlers.proving import CODE, CODE_DAYS, CODE_LIFE, Way, code_value
from providers.errors import NotFound, ProviderError


def invite_form(keeping: Keeping, provable: Sequence[Provable]) -> Form:
    ways = {each.way.system: each.way for each in provable}

    async def run(answers: Answers, person: Person) -> Outcome:
        system = answers["system"]
        number, warning = await _checked(ways[system], answers["account"], person)
        code = await keeping.tokens.put(CODE, code_value(system, number), CODE_LIFE)
        text = lines(
            _("{system}账号 {account} 的邀请码：{code}", system=SYSTEMS[system], account=number, code=code),
            _("{days} 天内有效，只能用一次。请对方和我私聊发送：", days=str(CODE_DAYS)),
            f"/bind {system} {number} {code}",
            warning,
        )
        return Done((Reply(text),))

    reasons = {
        **{system: not_set_up(system) for system in SYSTEMS if system not in ways},
        **NOT_BOUND,
        "cet": _("四六级凭准考证号和姓名绑定，不用邀请码。"),
    }
    return Form(
        "invite",
        _("为一个账号发邀请码"),
        run,
        usage=_("系统 账号"),
        steps=(reads_system(ways, reasons), account_step()),
        place="private",
        admins=True,
        off=None if ways else _("这里没有要用邀请码绑定的系统。"),
    )


async def _checked(way: Way, number: str, person: Person) -> tuple[str, Words | None]:
    """The number as the system writes it, and a warning where that is in doubt."""
    try:
        return await way.exists(number), None
    except NotFound:
        return number, _("⚠ {system}里现在没有这个账号，请核对。", system=SYSTEMS[way.system])
    except ProviderError as problem:
        return number, lines(_("⚠ 没能核对有没有这个账号："), no_answer(problem, person))
