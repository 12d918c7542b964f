"""`/exams`: what a person has before them, soonest first, and the way in."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf

from bot.forms import Answers, Done, Form, Growing, Outcome, Step
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.words import Strong, Words, _, joined, lines
from handlers.calendar_file import calendar_file
from handlers.failures import no_answer
from handlers.holding import WORD
from handlers.labels import label
from handlers.sittings import Ahead, ExamSource, Sitting
from handlers.sources import nothing_to_ask
from handlers.there import there
from providers.errors import NotFound, ProviderError
from providers.kaoshixing.client import KaoshixingClient

_MOST = 20  # exams of one message
_BUTTONS = 5
_NOTHING_BOUND = _("你还没有绑定考试云或考试星的账号，绑定后才知道你有哪些考试：")
_WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def exams_form(sources: Mapping[str, ExamSource]) -> Form:
    """`sources` by the system that each asks."""

    async def run(_answers: Answers, person: Person) -> Outcome | Growing:
        accounts = [each for system in sources for each in person.bound(system)]
        if not accounts:
            return Done((nothing_to_ask(sources, person, _NOTHING_BOUND),))
        return Growing(_stages(sources, accounts, person))

    return Form(
        "exams",
        _("即将到来的考试"),
        run,
        words=("考试",),
        personal=True,
        off=None if sources else _("考试安排在这里没有开通。"),
    )


def enter_form(client: KaoshixingClient | None) -> Form:
    """The way into an exam of 考试星, made when it is asked for: whoever opens the link is logged in."""

    async def run(answers: Answers, person: Person) -> Outcome:
        chosen = answers.get("account")
        account = next((each for each in person.bound("kaoshixing") if each.id == chosen), None)
        if chosen is None:
            return Done((Reply(_("从 /exams 里的按钮进入。"), (Option(_("我的考试"), "/exams"),)),))
        if account is None:
            return Done((Reply(_("这个账号已经不在你名下了。"), (Option(_("我的账号"), "/accounts"),)),))
        try:
            link = await there(client).silent_login_link(account.number)
        except NotFound:
            return Done((Reply(_("考试星里已经没有这个考生，可以用 /unbind 解绑。")),))
        except ProviderError as problem:
            return Done((Reply(no_answer(problem, person)),))
        warning = _("打开它的人会以你的身份登录。不要转发；很快就会失效，失效了再点一次按钮。")
        return Done((Reply(lines(_("登录考试星："), link.url, warning)),))

    steps = (replace(WORD, name="account"), Step("exam", "", optional=True))
    return Form("enter", _("进入考试星的考试"), run, steps=steps, personal=True, place="private", hidden=True)


async def _stages(
    sources: Mapping[str, ExamSource], accounts: Sequence[Account], person: Person
) -> AsyncIterator[Done]:
    tasks = {asyncio.create_task(_ask(sources[each.system], each, person)): each for each in accounts}
    waiting = set(tasks)
    try:
        while waiting:
            found = [task.result() for task in tasks if task not in waiting]
            asked = [label(each, person.accounts) for task, each in tasks.items() if task in waiting]
            yield Done((Reply(_told(found, asked, person)),))
            _done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        yield _all([task.result() for task in tasks], person)
    finally:
        for task in tasks:
            task.cancel()


async def _ask(source: ExamSource, account: Account, person: Person) -> Ahead:
    return await source(account, person)


def _all(found: Sequence[Ahead], person: Person) -> Done:
    sittings = _soonest(found, person.now)
    enter = tuple(each.enter for each in sittings if each.enter)[:_BUTTONS]
    answer = Reply(_told(found, [], person), enter)
    document = calendar_file(sittings, person.now, person.language)
    if document is None:
        return Done((answer,))
    told = _("导入日历，考前 1 天和 1 小时会提醒：")
    if any(each.note for each in found):
        told = _("导入日历，没查到的考试不在里面。考前 1 天和 1 小时会提醒：")
    return Done((answer, Reply(told, document=document)))


def _told(found: Sequence[Ahead], waiting: Sequence[Words], person: Person) -> Words:
    sittings = _soonest(found, person.now)
    parts: list[Words] = [_sitting(each, person) for each in sittings[:_MOST]]
    if len(sittings) > _MOST:
        parts.append(_("……还有 {count} 场", count=str(len(sittings) - _MOST)))
    parts += [each.note for each in found if each.note]
    if waiting:
        parts.append(_("还在查：{systems}……", systems=joined(waiting, "、")))
    return joined(parts or [_("近期没有考试。")], "\n\n")


def _soonest(found: Sequence[Ahead], now: datetime) -> list[Sitting]:
    """By when each begins or, once it has, ends; what has no time comes last, and practice after all exams."""
    sittings = [sitting for each in found for sitting in each.sittings]
    return sorted(sittings, key=lambda each: (each.practice, _next(each, now)))


def _next(sitting: Sitting, now: datetime) -> float:
    moments = (at for at in (sitting.begins, sitting.ends) if at and at > now)
    return min((at.timestamp() for at in moments), default=inf)


def _sitting(sitting: Sitting, person: Person) -> Words:
    return lines(
        Strong(sitting.title),
        _countdown(sitting, person.now),
        _when(sitting, person),
        joined([*sitting.details, sitting.account], " · "),
        _("入口：{link}", link=sitting.link) if sitting.link else None,
    )


def _when(sitting: Sitting, person: Person) -> Words:
    zone = person.now.tzinfo
    if sitting.begins is None:
        return _("时间未定")
    begins = sitting.begins.astimezone(zone)
    if sitting.ends is None:
        return joined([f"{begins:%Y-%m-%d %H:%M}", _WEEKDAYS[begins.weekday()]], " ")
    ends = sitting.ends.astimezone(zone)
    if ends.date() == begins.date():
        return joined([f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}", _WEEKDAYS[begins.weekday()]], " ")
    until = f"{ends:%m-%d %H:%M}" if ends.year == begins.year else f"{ends:%Y-%m-%d %H:%M}"
    return _("{begins} 至 {ends}", begins=f"{begins:%Y-%m-%d %H:%M}", ends=until)


def _countdown(sitting: Sitting, now: datetime) -> Words | None:
    if sitting.begins is None:
        return None
    if sitting.begins > now:
        return _("还有 {span}", span=span(sitting.begins - now))
    if sitting.ends is None:
        return _("已经开始")
    return _("进行中，还剩 {span}", span=span(sitting.ends - now))


def span(left: timedelta) -> Words:
    """In the two largest units that it has; a minute that has begun counts."""
    minutes = max(1, -(-left // timedelta(minutes=1)))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return (
            _("{days} 天 {hours} 小时", days=str(days), hours=str(hours)) if hours else _("{days} 天", days=str(days))
        )
    if hours:
        return (
            _("{hours} 小时 {minutes} 分", hours=str(hours), minutes=str(rest))
            if rest
            else _("{hours} 小时", hours=str(hours))
        )
    return _("{minutes} 分钟", minutes=str(rest))
