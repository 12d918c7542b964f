"""Reminders of exams: looked up anew before each is sent, so that one that moved or went is not told wrongly."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Final

from bot.aims import Aim, Quiet
from bot.as_json import AsJson
from bot.changes import WatchFor
from bot.messages import Option, Reply
from bot.people import Account
from bot.values import dataclass
from bot.watches import Kind, Look, Looked, Notice, Watcher
from bot.words import Strong, _, lines
from handlers.exams import span
from handlers.lists import Lists
from handlers.offsets import parse_offsets
from handlers.sources import everything
from handlers.watching.removed import removed
from providers.errors import NotFound, ProviderError
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient

OF_EXAM = ".exam-kaoshiyun"  # the kind of aim that one exam is, for groups
_MOST_SELDOM = timedelta(hours=1)
_SLACK = timedelta(minutes=1)
_SOON = timedelta(minutes=1)
_FRESH = timedelta(minutes=1)  # a list that is no older is read once for all exams
_LATE = 0.5  # of what was left when it was due: with less than that a reminder is dropped


@dataclass(frozen=True, slots=True)
class Dated:
    """An exam with a time."""

    id: str
    title: str = field(repr=False)
    begins: datetime


Exams = Callable[[str], Awaitable[list[Dated]]]
"""What the account with this number has before it; or one exam, by its id. Raises ProviderError."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Which reminders of an exam were told, or came too late, for the time that it had then."""

    begins: datetime
    told: tuple[timedelta, ...] = ()
    title: str = field(default="", repr=False)


_REMEMBERED: Final = AsJson(dict[str, _Told])


def of_kaoshiyun(client: KaoshiyunClient) -> Exams:
    async def exams(number: str) -> list[Dated]:
        pending = await everything(client.pending(number))
        return [Dated(each.exam_id, each.name, each.begins) for each in pending if each.begins]

    return exams


def of_kaoshixing(client: KaoshixingClient) -> Exams:
    async def exams(number: str) -> list[Dated]:
        results = await everything(client.results(number))
        ahead = (each.exam for each in results if not each.result_id and not each.exam.homework)
        return [Dated(each.exam_id, each.name, each.begins) for each in ahead if each.begins]

    return exams


def of_exam(lists: Lists, client: KaoshiyunClient) -> Exams:
    """One exam of 考试云, by its id, instead of an account's."""

    async def exams(exam: str) -> list[Dated]:
        found = [each for each in await lists.exams(_FRESH) if each.exam_id == exam]
        if not found:
            await anext(client.grades(exam), None)  # NotFound where it was deleted
        return [Dated(each.exam_id, each.name, each.begins) for each in found if each.begins]

    return exams


def of_group(exam: str) -> Aim:
    """The reminders that a group gets of an exam which it watches."""
    return Aim(OF_EXAM, exam)


def of_account(system: str) -> str:
    """The kind of aim that the exams of accounts of a system are."""
    return f".exams-{system}"


def reminded(account: Account, address: str) -> WatchFor:
    """Reminders of an account's exams, from now on."""
    return WatchFor(Aim(of_account(account.system), account.number), address, account.id)


def reminders_kind(name: str, exams: Exams, every: timedelta) -> Kind:
    """`every` is how often a list is read where no reminder is due before."""
    usual = min(max(every * 6, timedelta(seconds=1)), _MOST_SELDOM)

    async def look(look: Look) -> Looked:
        try:
            dated = await exams(look.aim.part)
        except NotFound:
            return removed(look.watchers) if any(each.account for each in look.watchers) else Looked(over=True)
        except ProviderError:  # asked again soon: the reminder of an hour would be too late in an hour
            return Looked(failed=True, again=min(usual, _SOON))
        notices: list[Notice] = []
        known: dict[str, str] = {}
        again, sharp = usual, False
        for watcher in look.watchers:
            key = f"{watcher.account.id}/{watcher.subject}" if watcher.account else watcher.subject
            state, due, soonest = _due(watcher, dated, _REMEMBERED.read(look.known.get(key)), look.now)
            known[key] = _REMEMBERED.write(state)
            notices += due
            again, sharp = min((again, sharp), (soonest, True))
        return Looked(known, tuple(notices), again=max(again, timedelta(seconds=1)), sharp=sharp)

    return Kind(name, look, usual, longest=_MOST_SELDOM)


def _due(
    watcher: Watcher, dated: Sequence[Dated], state: dict[str, _Told] | None, now: datetime
) -> tuple[dict[str, _Told], list[Notice], timedelta]:
    """What was told from now on, what is told now, and how long until the next reminder.

    What lies closer ahead than an offset at the first look was not to be reminded of by it.
    """
    # What is gone for a while is remembered, so that it is not told of again when it is back.
    after = {exam: each for exam, each in (state or {}).items() if each.begins > now}
    notices: list[Notice] = []
    soonest = _MOST_SELDOM
    offsets = parse_offsets(watcher.remind) or ()
    for exam in dated:
        told = _told_before(exam, state, offsets, now)
        moments = {offset: _moment(exam.begins - offset, watcher.quiet, now) for offset in offsets}
        ripe = {*told, *(offset for offset, at in moments.items() if at <= now)}
        nearest = min(ripe, default=None)
        if nearest and nearest not in told and exam.begins - now > (exam.begins - moments[nearest]) * _LATE:
            notices.append(_notice(watcher, exam, nearest, now))
        after[exam.id] = _Told(exam.begins, tuple(sorted(ripe)), exam.title)
        soonest = min([soonest, *(at - now for offset, at in moments.items() if offset not in ripe)])
    return after, notices, soonest


def _told_before(
    exam: Dated, state: dict[str, _Told] | None, offsets: Sequence[timedelta], now: datetime
) -> Sequence[timedelta]:
    if state is None:
        return [offset for offset in offsets if exam.begins - offset <= now]
    before = state.get(exam.id)
    return before.told if before and before.begins == exam.begins else ()


def _moment(at: datetime, quiet: Quiet | None, now: datetime) -> datetime:
    """When a reminder is told: one that falls into quiet hours comes before them, or at their end if they have begun.

    In quiet hours that is never now: it waits for a further look and not in the outbox, where its countdown would be
    wrong once the hours are changed.
    """
    local = at.astimezone(now.tzinfo)
    if quiet is None:
        return local
    if rest_s := quiet.left_s(local):
        begins = local - timedelta(minutes=(local.hour * 60 + local.minute - quiet.begins) % (24 * 60))
        local = begins - _SLACK if now < begins else local + timedelta(seconds=rest_s)
    late_s = quiet.left_s(now) if local <= now else 0.0
    return now + timedelta(seconds=late_s) if late_s else local


def _notice(watcher: Watcher, exam: Dated, offset: timedelta, now: datetime) -> Notice:
    local = exam.begins.astimezone(now.tzinfo)
    text = lines(
        _("考试提醒：还有 {span}", span=span(exam.begins - now)), Strong(exam.title), f"{local:%Y-%m-%d %H:%M}"
    )
    mine = (Option(_("我的考试"), "/exams"),) if watcher.account else ()
    options = (*mine, Option(_("不再提醒考试"), "/remind off"))
    key = f"{exam.id}.{exam.begins.timestamp():.0f}.{offset.total_seconds():.0f}"
    return Notice(watcher, key, Reply(text, options))


def ahead(known: str, now: datetime) -> list[tuple[str, datetime]]:
    """What a look left of exams that are to come: titles, and when they begin, in the time zone of `now`."""
    told = (_REMEMBERED.read(known) or {}).values()
    return [(each.title, each.begins.astimezone(now.tzinfo)) for each in told if each.title and each.begins > now]
