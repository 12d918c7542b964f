"""Inline queries: the CET card of a whole ticket and name, and one's own latest grades and next exams.

Grades and exams come from what is known already, so that the answer is there at once; a card holds no ticket.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

import structlog

from bot.inline import Asker, Card, Inline, Offer
from bot.keeping import Glances, Glimpse
from bot.people import Account
from bot.words import _, joined, lines
from handlers.cet import CetRules, counted_by_ticket
from handlers.cet_result import result_reply
from handlers.cet_steps import recognised
from handlers.labels import label
from handlers.scores import plain
from handlers.watching import kaoshixing, kaoshiyun
from handlers.watching.reminders import ahead, of_account
from handlers.watching.told import read_known
from providers.cet.client import CetClient
from providers.cet.models import CetResult, ResultWarning
from providers.cet.names import typed_name
from providers.cet.ticket import parse_ticket
from providers.errors import BadInput, ProviderError

log = structlog.get_logger()

_MOST: Final = 10  # of each kind
_LEAST: Final = 2  # characters of a name: a shorter one is still being typed


def inline(client: CetClient | None, rules: CetRules, glances: Glances, now: Callable[[], datetime]) -> Inline:
    async def offer(handle: str, query: str) -> Offer:
        try:
            asker = await glances.asker(handle)
            if asker.banned:
                return Offer(())
            looked_up = bool(query.strip())
            cards = await (
                _looked_up(client, rules, glances, asker, query) if looked_up else _own(glances, asker, now())
            )
        except Exception:  # an inline query that is not answered is one that offers nothing
            log.exception("inline query not answered")
            return Offer(())
        return Offer(cards, asker.language)

    return offer


async def _looked_up(
    client: CetClient | None, rules: CetRules, glances: Glances, asker: Asker, query: str
) -> tuple[Card, ...]:
    """Nothing for what is not whole yet, and for what the system does not give."""
    asked = _whole(query)
    if client is None or asked is None:
        return ()
    ticket, name = asked
    [counted] = counted_by_ticket(rules, {"ticket": ticket, "name": name})
    if not await glances.left(asker, counted):
        return (Card(_("查询太频繁"), _("查询太频繁，请稍后再试。")),)
    try:
        result = await client.by_ticket(ticket, name)
    except ProviderError as problem:
        log.info("inline look-up failed", error=type(problem).__name__)
        return ()
    await glances.count(asker, counted)
    shown = result_reply(_shareable(result), name, card=False).text
    total = _("总分 {total}", total=str(result.total))
    return (Card(joined([result.name, total], " · "), shown, _("点这里把成绩发到聊天里，准考证号不会出现")),)


def _shareable(result: CetResult) -> CetResult:
    """Without any ticket; that it is somebody else's result has to be said all the same."""
    warnings = tuple(each for each in result.warnings if each is ResultWarning.OTHER_NAME)
    return replace(result, ticket=None, returned_ticket=None, warnings=warnings)


def _whole(query: str) -> tuple[str, str] | None:
    """A ticket and a name, if both are there and well-formed."""
    ticket, _blank, name = (recognised(query.strip()) or "").partition(" ")
    try:
        if len(typed_name(name)) >= _LEAST:
            return parse_ticket(ticket).digits, typed_name(name)
    except BadInput:
        pass
    return None


async def _own(glances: Glances, asker: Asker, now: datetime) -> tuple[Card, ...]:
    """The latest grades and the next exams of accounts that are watched."""
    held = {each.id: each for each in asker.accounts}
    known = [(held[each.account], each) for each in await glances.known(asker) if each.account in held]
    grades = [card for account, glimpse in known for card in _graded(account, glimpse)]
    exams = sorted((begins, title) for _account, glimpse in known for title, begins in _ahead(glimpse, now))
    return (*grades[:_MOST], *(_dated(title, begins) for begins, title in exams[:_MOST]))


def _graded(account: Account, glimpse: Glimpse) -> Iterator[Card]:
    if glimpse.kind not in (kaoshiyun.NAME, kaoshixing.NAME):
        return
    for entry in reversed((read_known(glimpse.value) or {}).values()):
        score = entry.face.partition("|")[0]
        mine = glimpse.kind == kaoshixing.NAME or kaoshiyun.is_of(account.name, entry.whose)
        if entry.shown and not entry.gone and score and mine:
            scored = _("{score} 分", score=plain(Decimal(score)))
            yield Card(joined([entry.title, scored], " · "), lines(entry.title, scored), label(account))


def _ahead(glimpse: Glimpse, now: datetime) -> list[tuple[str, datetime]]:
    kinds = of_account("kaoshiyun"), of_account("kaoshixing")
    return ahead(glimpse.value, now) if glimpse.kind in kinds else []


def _dated(title: str, begins: datetime) -> Card:
    when = begins.strftime("%Y-%m-%d %H:%M")
    return Card(joined([title, when], " · "), lines(title, _("{when} 开始", when=when)), _("接下来的考试"))
