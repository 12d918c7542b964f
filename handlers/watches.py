"""`/watches` and `/unwatch`: what a person, or in a group the group, is told of, and how to end it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.aims import WHOLE
from bot.changes import StopWatching
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Step
from bot.keeping import Watches
from bot.messages import Option, Reply
from bot.people import Account, Person
from bot.values import dataclass
from bot.watches import Watch
from bot.words import Words, _, joined, lines
from handlers.labels import SYSTEMS, marked_label, meant
from handlers.watching.reminders import of_group
from providers.errors import BadInput
from providers.kaoshiyun.exam_id import parse_exam_id
from providers.texts import fold

_MARK: Final = "#"  # before a watch's own id, which no account and no exam begins with
_KINDS: Final = {"maxuetang": _("判题"), "cet-soon": _("四六级")}  # that are no account's
_WATCH: Final = Option(_("订阅"), "/watch")
_NONE: Final = _("没有订阅。")
_MOST: Final = 20  # buttons


Titles = Callable[[], Awaitable[Mapping[str, str]]]
"""What exams of 考试云 are called, by their ids, as far as that is to be had at once."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What somebody watches, and how it is called."""

    watches: tuple[Watch, ...]
    titles: Mapping[str, str]
    person: Person

    def named(self, watch: Watch) -> Words:
        return _named(watch, self.person, self.titles)

    def rows(self) -> Iterable[Words]:
        return (_row(number, each, self.named(each), self.person) for number, each in enumerate(self.watches, 1))


async def _nothing() -> Mapping[str, str]:
    return {}


def watches_form(watches: Watches, titles: Titles = _nothing) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        found = await _of(watches, titles, person)
        if not found.watches:
            return Done((Reply(_none(person), (_WATCH,)),))
        heading = _("本群订阅了：") if person.group else _("你订阅了：")
        ends = tuple(
            Option(_("退订 {watch}", watch=found.named(each)), f"/unwatch {_MARK}{each.id}")
            for each in found.watches[:_MOST]
        )
        return Done((Reply(lines(heading, *found.rows()), ends),))

    return Form("watches", _("订阅了什么"), run, words=("我的订阅",))


def unwatch_form(watches: Watches, titles: Titles = _nothing) -> Form:
    async def choices(_answers: Answers, person: Person) -> tuple[Choice, ...]:
        found = await _of(watches, titles, person)
        return tuple(Choice(f"{_MARK}{each.id}", found.named(each)) for each in found.watches[:_MOST])

    async def run(answers: Answers, person: Person) -> Outcome:
        found = await _of(watches, titles, person)
        if not found.watches:
            return Done((Reply(_none(person), (_WATCH,)),))
        if "watch" not in answers:
            return Ask("watch", lines(*found.rows()))
        ended = _meant(answers["watch"], found)
        if not ended:
            return Ask("watch", _("没有这个订阅。"))
        first, *others = ended
        if any(not first.account or each.account != first.account for each in others):
            return Ask("watch", _("这样的订阅有几个。"))
        told = _("已退订：{watch}", watch=found.named(first))
        reminders = (StopWatching(aim=of_group(each.aim.part)) for each in ended if person.group)
        return Done((Reply(told),), (*(StopWatching(each.id) for each in ended), *reminders))

    return Form(
        "unwatch",
        _("退订"),
        run,
        words=("退订",),
        usage=_("[订阅]"),
        steps=(Step("watch", _("要退订哪一个？"), choices=choices, optional=True),),
        place="admins",
        admins_too=True,
    )


async def _of(watches: Watches, titles: Titles, person: Person) -> _Found:
    found = await watches.of(person.address if person.group else person.id)
    return _Found(found, await titles() if any(_is_exam(each) for each in found) else {}, person)


def _is_exam(watch: Watch) -> bool:
    return not watch.account and watch.aim.kind not in _KINDS and watch.aim.part != WHOLE


def _none(person: Person) -> Words:
    return _("本群没有订阅。") if person.group else _NONE


def _row(number: int, watch: Watch, named: Words, person: Person) -> Words:
    since = datetime.fromtimestamp(watch.since, person.now.tzinfo).strftime("%Y-%m-%d")
    place = str(number)
    if watch.paused:
        return _("{number}. {watch}，{since} 起（暂停中）", number=place, watch=named, since=since)
    return _("{number}. {watch}，{since} 起", number=place, watch=named, since=since)


def _account(watch: Watch, person: Person) -> Account | None:
    return next((each for each in person.accounts if each.id == watch.account), None)


def _named(watch: Watch, person: Person, titles: Mapping[str, str]) -> Words:
    """As short as an account is shown; an exam by title and id, anything else by the last of what was asked for."""
    account = None if person.group else _account(watch, person)
    if account:
        return marked_label(account, person.accounts)
    kind, part = watch.aim.kind, watch.aim.part
    if watch.account or part == WHOLE:  # of an account that is not the person's any more
        return SYSTEMS.get(kind, kind)
    if kind in _KINDS:
        return joined([_KINDS[kind], part.rpartition(" ")[2]], " ")
    if title := titles.get(part):
        return joined([_("“{title}”", title=title), part], " ")
    return _("考试 {exam}", exam=part)


def _of_accounts(watches: Sequence[Watch], accounts: Sequence[Account]) -> tuple[Watch, ...]:
    ids = {each.id for each in accounts}
    return tuple(each for each in watches if each.account in ids)


def _exam(text: str) -> str:
    """An exam's id, written so or as its address; what is neither stays as it is."""
    try:
        return parse_exam_id(text)
    except BadInput:
        return text


def _meant(text: str, found: _Found) -> tuple[Watch, ...]:
    """By own id, whole exam id, whole account, number in the list, or as shown; the surest way that finds any."""
    text, watches, person = fold(text), found.watches, found.person
    accounts = [account for each in watches if (account := _account(each, person))]
    number = text.lstrip("0")  # of any length
    ways = (
        (each for each in watches if text == f"{_MARK}{each.id}"),
        (each for each in watches if each.account == "" and each.aim.part == _exam(text)),
        _of_accounts(watches, [each for each in accounts if text in {each.id, each.number}]),
        (each for place, each in enumerate(watches, 1) if number == str(place)),
        _of_accounts(watches, meant(text, accounts)),
        (each for each in watches if each.account == "" and text.endswith(each.aim.part.rpartition(" ")[2])),
        (each for each in watches if _is_exam(each) and text and text == fold(found.titles.get(each.aim.part, ""))),
    )
    return next((ended for way in ways if (ended := tuple(way))), ())
