"""`/invite`: an administrator makes a code with which one account can be bound, once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.batches import End, Ended
from bot.forms import Answers, Done, Form, Outcome, Step
from bot.keeping import Keeping
from bot.messages import Reply
from bot.people import Person
from bot.words import Words, _, lines
from handlers.batch.from_file import from_file
from handlers.batch.sheet import Column, Sheet
from handlers.bind import NOT_BOUND, Provable, not_set_up
from handlers.failures import no_answer, refused
from handlers.holding import account_step, read_account
from handlers.labels import SYSTEMS, reads_system
from handlers.proving import CODE, CODE_DAYS, CODE_LIFE, Way, code_value
from providers.errors import BadInput, NotFound, ProviderError, Throttled, Unavailable


def invite_form(keeping: Keeping, provable: Sequence[Provable]) -> Form:
    ways = {each.way.system: each.way for each in provable}

    async def run(answers: Answers, person: Person) -> Outcome:
        system = answers["system"]
        number, warning = await _invited(ways[system], answers["account"], person)
        code = await keeping.tokens.put(CODE, code_value(system, number), CODE_LIFE)
        text = lines(
            _("{system}账号 {account} 的邀请码：{code}", system=SYSTEMS[system], account=number, code=code),
            _("{days} 天内有效，只能用一次。请对方和我私聊发送：", days=str(CODE_DAYS)),
            f"/bind {system} {number} {code}",
            warning,
        )
        return Done((Reply(text),))

    form = Form(
        "invite",
        _("为一个账号发邀请码"),
        run,
        usage=_("系统 账号"),
        steps=(_system_step(ways), account_step()),
        place="private",
        admins=True,
        off=None if ways else _("这里没有要用邀请码绑定的系统。"),
    )
    return from_file(form, invite_sheet(keeping, provable), at="system")


def invite_sheet(keeping: Keeping, provable: Sequence[Provable]) -> Sheet:
    """A code for each line. Of one that was cut off nobody got the code, so another one does no harm."""
    ways = {each.way.system: each.way for each in provable}

    async def do(values: Mapping[str, str], person: Person) -> Ended:
        system = values["system"]
        try:
            number, warning = await _checked(ways[system], values["account"], person)
        except BadInput as problem:
            return Ended(End.REFUSED, refused(problem).why)
        except (Unavailable, Throttled) as problem:
            return Ended(End.WAITING, no_answer(problem, person), pause=timedelta())
        code = await keeping.tokens.put(CODE, code_value(system, number), CODE_LIFE)
        return Ended(End.DONE, warning, {"code": code})

    columns = (
        Column("system", _system_step(ways).read, ("系统",)),
        Column("account", read_account, ("账号", "帐号")),
    )
    brings = (("code", _("邀请码")),)
    return Sheet("invite", _("发邀请码"), columns, ("system", "account"), do, brings, once=False)


def _system_step(ways: Mapping[str, Way]) -> Step:
    reasons = {
        **{system: not_set_up(system) for system in SYSTEMS if system not in ways},
        **NOT_BOUND,
        "cet": _("四六级凭准考证号和姓名绑定，不用邀请码。"),
    }
    return reads_system(ways, reasons)


async def _invited(way: Way, number: str, person: Person) -> tuple[str, Words | None]:
    """The number as the system writes it, and a warning where that is in doubt."""
    try:
        return await _checked(way, number, person)
    except ProviderError as problem:
        return number, _unchecked(problem, person)


async def _checked(way: Way, number: str, person: Person) -> tuple[str, Words | None]:
    """The same; raises what says nothing about the account and may pass by itself, and what was typed wrong."""
    try:
        return await way.exists(number), None
    except NotFound:
        return number, _("⚠ {system}里现在没有这个账号，请核对。", system=SYSTEMS[way.system])
    except (BadInput, Unavailable, Throttled):
        raise
    except ProviderError as problem:
        return number, _unchecked(problem, person)


def _unchecked(problem: ProviderError, person: Person) -> Words:
    return lines(_("⚠ 没能核对有没有这个账号："), no_answer(problem, person))
