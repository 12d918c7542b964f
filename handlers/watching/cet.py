"""CET results: asked for on the days after an administrator has announced a sitting, gently and fairly spread."""

from datetime import timedelta
from typing import Final

from bot.aims import Aim
from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.keeping import Tokens
from bot.messages import Reply
from bot.people import Account, Announce, Person
from bot.watches import Kind, Look, Looked, Notice
from bot.words import _
from handlers.cet_result import result_reply
from providers.cet.client import CetClient
from providers.cet.names import bare
from providers.cet.ticket import parse_ticket
from providers.errors import Ambiguous, BadInput, ProviderError

NAME: Final = "cet"
ANNOUNCED: Final = "announced"  # the kind of token that a sitting is
LASTS: Final = timedelta(days=3)
ASLEEP: Final = timedelta(days=36_500)  # until it is announced
_EVERY = timedelta(minutes=20)
_SHARE = 0.5  # of what the system may be asked; the rest is for those who ask themselves


def aim_of(account: Account) -> Aim:
    return Aim(NAME, f"{account.number} {bare(account.name)}")


def sitting_of(ticket: str) -> str:
    """The sitting that a ticket is of, as `/announce` names it: 2026-12; "" where it does not tell."""
    try:
        sitting = parse_ticket(ticket).sitting
    except BadInput:
        return ""
    return str(sitting) if sitting else ""


async def is_announced(tokens: Tokens, ticket: str) -> bool:
    return bool(await tokens.look(ANNOUNCED, sitting_of(ticket)))


def cet_kind(client: CetClient, tokens: Tokens) -> Kind:
    async def look(look: Look) -> Looked:
        ticket, name = look.aim.part.split(" ", 1)
        if not await is_announced(tokens, ticket):
            return Looked(again=ASLEEP)
        try:
            result = await client.by_ticket(ticket, name)
        except Ambiguous:
            return Looked()
        except BadInput:
            return Looked(over=True)
        except ProviderError:
            return Looked(failed=True)
        reply = result_reply(result, name)
        covered = _("四六级有结果了")
        return Looked(over=True, notices=tuple(Notice(each, "result", reply, covered) for each in look.watchers))

    return Kind(NAME, look, _EVERY, longest=timedelta(hours=1))


def _read_sitting(text: str) -> str | Refuse:
    year, _dash, month = text.replace("年", "-").replace("月", "").partition("-")
    if year.isdecimal() and month.isdecimal() and len(year) == 4 and int(month) in (6, 12):  # noqa: PLR2004 - a year
        return f"{year}-{int(month):02}"
    return Refuse(_("考次写成 2026-06 或 2026-12。"))


def _read_cet(text: str) -> str | Refuse:
    return "cet" if text.casefold() in {"cet", "四六级"} else Refuse(_("现在只能公布 cet。"))


def announce_form(client: CetClient | None, per_second: float) -> Form:
    """`/announce cet 2026-12`: from now on everybody who waits for that sitting is asked for, for three days."""

    async def run(answers: Answers, _person: Person) -> Outcome:
        sitting = answers["sitting"]
        change = Announce(NAME, ANNOUNCED, sitting, LASTS, 1 / (per_second * _SHARE))
        told = _("好的，从现在起三天内查询 {sitting} 的成绩，有结果就通知等着的人。", sitting=sitting)
        return Done((Reply(told),), (change,))

    steps = (Step("what", _("公布什么？"), _read_cet), Step("sitting", _("哪一次考试？例如 2026-12。"), _read_sitting))
    return Form(
        "announce",
        _("四六级成绩公布了"),
        run,
        usage="cet 2026-12",
        steps=steps,
        admins=True,
        off=None if client else _("四六级查询在这里没有开通。"),
    )
