"""CET results: asked for on the days after an administrator has announced a sitting, gently and fairly spread."""

from datetime import timedelta
from functools import partial
from typing import Final

from bot.aims import WHOLE, Aim
from bot.changes import Announce
from bot.forms import Answers, Done, Form, Outcome, Refuse, Step
from bot.keeping import Tokens
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.watches import Kind, Look, Looked, Notice
from bot.words import _, lines
from handlers.cet import OFF
from handlers.cet_result import result_reply
from handlers.watching.cet_line import CetLine, about
from providers.cet.client import CetClient
from providers.cet.names import bare
from providers.cet.ticket import parse_ticket
from providers.errors import Ambiguous, BadInput, ProviderError

NAME: Final = "cet"
ANNOUNCED: Final = "announced"  # the kind of token that a sitting is
LASTS: Final = timedelta(days=3)
ASLEEP: Final = timedelta(days=36_500)  # until it is announced
SOON_S: Final = 60.0  # whose turn comes later than this is told when
_EVERY = timedelta(minutes=20)


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


def cet_kind(client: CetClient, tokens: Tokens, line: CetLine) -> Kind:
    async def look(look: Look) -> Looked:
        ticket, name = look.aim.part.split(" ", 1)
        if not await is_announced(tokens, ticket):
            return _asleep(look)
        if look.turn_s is not None and look.turn_s > 0:
            return _told_when(look, look.turn_s)
        if behind := line.behind(look):
            return Looked(again=behind, sharp=True)
        try:
            result = await client.by_ticket(ticket, name)
        except BadInput:
            return Looked(over=True)
        except ProviderError as problem:
            again, failed = await line.again(_EVERY), not isinstance(problem, Ambiguous)
            return Looked({WHOLE: _asked(look)}, again=again, failed=failed)
        reply = result_reply(result, name)
        told = partial(Notice, key="result", reply=reply, covered=_("四六级有结果了"), names=(_("四六级"),))
        return Looked(over=True, notices=tuple(told(each) for each in look.watchers))

    return Kind(NAME, look, _EVERY, longest=timedelta(hours=1))


def _asked(look: Look) -> str:
    """Since when this one is asked for; "" where it is not."""
    return look.known.get(WHOLE) or str(int(look.now.timestamp()))


def _told_when(look: Look, turn_s: float) -> Looked:
    """Nobody is told of minutes after a night of quiet hours."""
    text = _("四六级成绩公布了，我在按顺序查，估计{about}后轮到你，有结果就告诉你。", about=about(turn_s))
    key = f"turn.{look.now.timestamp() + turn_s:.0f}"
    awake = [each for each in look.watchers if not (each.quiet and each.quiet.left_s(look.now))]
    notices = tuple(Notice(each, key, Reply(text)) for each in awake if turn_s >= SOON_S)
    return Looked(again=timedelta(seconds=turn_s), sharp=True, notices=notices)


def _asleep(look: Look) -> Looked:
    """Who was asked for until the three days were over is told that nobody asks any more."""
    since = look.known.get(WHOLE)
    if not since:
        return Looked(again=ASLEEP)
    text = _("成绩公布三天了还没查到，不再自动查了。可能是准考证号或姓名不对，也可以到官网查。")
    reply = Reply(text, (Option(_("再试一次"), f"/cet {look.aim.part}"),))
    return Looked({WHOLE: ""}, tuple(Notice(each, f"ended.{since}", reply) for each in look.watchers), again=ASLEEP)


def _read_sitting(text: str) -> str | Refuse:
    year, _dash, month = text.replace("年", "-").replace("月", "").partition("-")
    if year.isdecimal() and len(year) == 4 and month.zfill(2) in {"06", "12"}:  # noqa: PLR2004 - a year
        return f"{year}-{month.zfill(2)}"
    return Refuse(_("考次写成 2026-06 或 2026-12。"))


def _read_cet(text: str) -> str | Refuse:
    return "cet" if text.casefold() in {"cet", "四六级"} else Refuse(_("现在只能公布 cet。"))


def announce_form(client: CetClient | None, line: CetLine) -> Form:
    """`/announce cet 2026-12`: from now on everybody who waits for that sitting is asked for, for three days."""

    async def run(answers: Answers, _person: Person) -> Outcome:
        sitting = answers["sitting"]
        change = Announce(NAME, ANNOUNCED, sitting, LASTS, line.apart_s, SOON_S)
        count = await line.in_line(sitting)
        told = _("好的，从现在起三天内查询 {sitting} 的成绩，有结果就通知等着的人。", sitting=sitting)
        queue = _("现在有 {count} 个在等，查一遍{about}。", count=str(count), about=about(count * line.apart_s))
        return Done((Reply(lines(told, queue)),), (change,))

    steps = (Step("what", _("公布什么？"), _read_cet), Step("sitting", _("哪一次考试？例如 2026-12。"), _read_sitting))
    return Form(
        "announce",
        _("四六级成绩公布了"),
        run,
        usage="cet 2026-12",
        steps=steps,
        admins=True,
        off=None if client else OFF,
    )
