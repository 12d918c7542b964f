"""`/bind`: a person's accounts in the exam systems, proven where a proof is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.forms import Answers, Ask, Form, Outcome, Refuse, Step
from bot.people import Counted, Person
from bot.values import dataclass
from bot.words import Words, _
from handlers import cet
from handlers.approvals import ask_admins
from handlers.binding import Binding, bound, full, ticket_bound
from handlers.cet_steps import NAME, TICKET, ticket_as_account
from handlers.failures import no_answer, refused
from handlers.holding import read_account
from handlers.labels import SYSTEMS, parse_system, reads_system
from handlers.proving import (
    Claim,
    NoAnswer,
    NoSuchAccount,
    Nothing,
    NotLookedAt,
    Proven,
    Way,
    Wrong,
    prove,
)
from providers.cet.client import CetClient
from providers.errors import BadInput
from providers.texts import fold

NOT_BOUND: Final[Mapping[str, Words]] = {
    "wejh": _("校园账号不用 /bind，用 /login 登录就绑定了。"),
    "maxuetang": _("码学堂没有要绑定的账号。"),
    "码学堂": _("码学堂没有要绑定的账号。"),
}
_PROOFS: Final = {
    "code": _("请发送管理员给你的邀请码。"),
    "name": _("请发送这个账号登记的姓名，或管理员给你的邀请码。"),
    "digits": _("请发送登记的手机号或身份证号的后四位，或管理员给你的邀请码。"),
}


@dataclass(frozen=True, slots=True)
class Provable:
    """A system whose accounts are proven, and what is asked for: "code", "name" or "digits"."""

    way: Way
    proof: str


@dataclass(frozen=True, slots=True)
class CetTickets:
    client: CetClient
    rules: cet.CetRules


def bind_form(binding: Binding, tickets: CetTickets | None, provable: Sequence[Provable]) -> Form:
    """What is not set up is left out of the choices, and says so where it is named all the same."""
    ways = {each.way.system: each.way for each in provable}

    async def run(answers: Answers, person: Person) -> Outcome:
        system = answers["system"]
        if tickets and system == "cet":
            return await _kept(binding, tickets, answers, person)
        account, proof = answers[_account(system)], answers[_proof(system)]
        return await _proven(binding, ways[system], Claim(person, account, proof))

    def counts(answers: Answers, _person: Person) -> tuple[Counted, ...]:
        return cet.counted_by_ticket(tickets.rules, answers) if tickets and answers["system"] == "cet" else ()

    there = (*(("cet",) if tickets else ()), *ways)
    return Form(
        "bind",
        _("绑定考试系统的账号"),
        run,
        words=("绑定",),
        usage=_("系统 账号 证明（四六级是准考证号和姓名）"),
        steps=(_system_step(there), *_steps(tickets, provable)),
        place="private",
        counts=counts,
        recognises=ticket_as_account if tickets else None,
        slips=_campus_password,
        off=None if there else _("这里没有可以绑定账号的系统。"),
    )


def _campus_password(arguments: str) -> bool:
    """Whether somebody tries to log in here, where no password is asked for."""
    words = fold(arguments).split()
    return len(words) > 2 and parse_system(words[0]) == "wejh"  # noqa: PLR2004 (system and account)


def _system_step(there: Sequence[str]) -> Step:
    reasons = {**{system: not_set_up(system) for system in SYSTEMS if system not in there}, **NOT_BOUND}
    return replace(reads_system(there, reasons), question=_("要绑定哪个系统的账号？"))


def not_set_up(system: str) -> Words:
    return _("{system}在这里没有开通。", system=SYSTEMS[system])


def _steps(tickets: CetTickets | None, provable: Sequence[Provable]) -> tuple[Step, ...]:
    """Each system's own two questions; while the system is not known, all of them are still to come."""
    steps = [_of("cet", TICKET), _of("cet", replace(NAME, sensitive=True))] if tickets else []
    for each in provable:
        system, named = each.way.system, SYSTEMS[each.way.system]
        asking = _("请发送你的{system}账号。", system=named)
        steps.append(_of(system, Step(_account(system), asking, read_account, sensitive=True)))
        steps.append(_of(system, Step(_proof(system), _PROOFS[each.proof], _read_proof, sensitive=True)))
    return tuple(steps)


def _of(system: str, step: Step) -> Step:
    return replace(step, when=lambda answers, _person: answers.get("system", system) == system)


def _account(system: str) -> str:
    return f"{system}_account"


def _proof(system: str) -> str:
    return f"{system}_proof"


def _read_proof(text: str) -> str | Refuse:
    """Anything may be tried, and counts."""
    return fold(text)[:200] or Refuse(_("请发送文字。"))


async def _kept(binding: Binding, tickets: CetTickets, answers: Answers, person: Person) -> Outcome:
    """Ticket and name are kept whether there is a result yet or not; it is shown where there is one."""
    done = await ticket_bound(binding, answers["ticket"], answers["name"], person)
    if isinstance(done, Refuse):
        return done
    looked_up = await cet.looked_up_by_ticket(tickets.client, answers, person, tickets.rules)
    return replace(done, replies=(*done.replies, *looked_up.replies), counted=looked_up.counted)


async def _proven(binding: Binding, way: Way, claim: Claim) -> Outcome:  # noqa: PLR0911 - each verdict has its words
    person, system = claim.person, way.system
    account = binding.account(system, claim.number, "")
    if why := full(person, account):
        return why
    match await prove(binding.keeping, way, claim):
        case Proven(number, name, spent):
            done = await bound(binding, binding.account(system, number, name), person)
            return replace(done, changes=(*done.changes, *spent))
        case Nothing() as nothing:
            return await ask_admins(binding, claim, account, nothing)
        case Wrong(left):
            return _again(_proof(system), _("证明不对。"), left)
        case NoSuchAccount(left):
            return _again(_account(system), _("{system}里没有这个账号。", system=SYSTEMS[system]), left)
        case NotLookedAt(reason):
            return Refuse(reason)
        case NoAnswer(problem):
            return refused(problem) if isinstance(problem, BadInput) else Refuse(no_answer(problem, person))


def _again(step: str, why: Words, left: int) -> Ask | Refuse:
    """What was wrong is asked again, as long as there are tries left."""
    if not left:
        return Refuse(_("{why}今天不能再试它了。", why=why))
    return Ask(step, _("{why}今天对它还可以试 {left} 次。", why=why, left=str(left)))
