"""`/watch`: to be told of new grades of an account or, alone or in a group, of an exam's release."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.aims import WHOLE, Aim
from bot.changes import WatchFor
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.keeping import Tokens
from bot.messages import Option, Reply
from bot.people import Account, Counted, Person
from bot.values import dataclass
from bot.watches import Watch
from bot.watching.diff import Item, baseline
from bot.words import Words, _, lines
from handlers.binding import Binding, kept, ticket_bound
from handlers.cet import CetRules, counted_by_ticket
from handlers.failures import no_answer
from handlers.labels import label, meant, parse_system
from handlers.lists import Lists
from handlers.sources import everything
from handlers.watching import campus, cet, kaoshixing, kaoshiyun
from handlers.watching.cet_line import CetLine, about
from handlers.watching.groups import Release, started
from handlers.watching.reminders import of_group
from handlers.watching.told import write_known
from handlers.wejh.failing import failed
from handlers.wejh.session import Sessions
from providers.cet.client import CetClient
from providers.cet.names import typed_name
from providers.cet.ticket import parse_ticket
from providers.errors import Ambiguous, BadInput, NotFound, ProviderError, Throttled, Unavailable
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.exam_id import parse_exam_id

MINE: Final = Option(_("我的订阅"), "/watches")
_WITH_TICKET: Final = _("[账号、考试编号或网址，或 cet 准考证号 姓名]")
_WHAT: Final = _("要订阅什么？发送考试编号或网址；下面列出账号的话，也可以直接选。")
_NOT_BEGUN: Final = _("没有订阅成功。")
_MOST = 30  # watches of one person or group


class NotBegun(Exception):
    """There is nothing to wait for, or something has to be done first; `reply` says so."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Begun:
    """What there was when a watch began."""

    aim: Aim
    known: tuple[tuple[Aim, str], ...] = ()
    count: int = 0  # grades so far
    topic: str = ""
    wait_s: float | None = None  # until the first look; None: what there is was just read
    told: Words | None = None  # instead of how many there are


Begin = Callable[[Account, Person], Awaitable[Begun]]
"""Reads what one account has now. Raises ProviderError, or NotBegun."""


def begin_kaoshiyun(lists: Lists) -> Begin:
    async def begin(account: Account, person: Person) -> Begun:
        listed = await lists.of({account.number}, person.now)
        if listed.problem:
            raise listed.problem
        by_exam = kaoshiyun.by_exam(listed.grades)
        known = tuple(
            (Aim(kaoshiyun.NAME, exam), _written(kaoshiyun.items_of(grades))) for exam, grades in by_exam.items()
        )
        return Begun(Aim(kaoshiyun.NAME, WHOLE), known, sum(grade.published for grade in listed.grades))

    return begin


def begin_kaoshixing(client: KaoshixingClient) -> Begin:
    async def begin(account: Account, _person: Person) -> Begun:
        items = kaoshixing.items_of(await everything(client.results(account.number)))
        aim = Aim(kaoshixing.NAME, account.number)
        return Begun(aim, ((aim, _written(items)),), len(items))

    return begin


def begin_cet(client: CetClient, tokens: Tokens, line: CetLine) -> Begin:
    async def begin(account: Account, _person: Person) -> Begun:
        with suppress(Ambiguous, Unavailable, Throttled):
            await client.by_ticket(account.number, account.name)
            raise NotBegun(Reply(_("这张准考证已经有成绩了。"), (Option(_("查成绩"), "/grades"),)))
        if not cet.sitting_of(account.number):
            raise NotBegun(Reply(_("这张准考证看不出是哪一次考试，没法等它公布。成绩出来后可以用 /cet 查。")))
        wait_s = cet.ASLEEP.total_seconds()
        told = _("已记下。成绩公布后我会替你查，有结果就告诉你。")
        if await cet.is_announced(tokens, account.number):
            wait_s = max(cet.SOON_S, await line.round_s())
            told = _("已记下。成绩已经公布，我在按顺序查，{about}后轮到你，有结果就告诉你。", about=about(wait_s))
        return Begun(cet.aim_of(account), topic=cet.sitting_of(account.number), wait_s=wait_s, told=told)

    return begin


def begin_wejh(sessions: Sessions) -> Begin:
    async def begin(account: Account, person: Person) -> Begun:
        try:
            bindings = await sessions.asked(account, sessions.client.bindings)
        except ProviderError as problem:
            [reply] = failed(problem, person, account.number).replies
            raise NotBegun(replace(reply, text=lines(_NOT_BEGUN, reply.text))) from None
        aim = Aim(campus.NAME, account.number)
        told = _("已订阅 {account}：绑定有变化就告诉你。", account=label(account, person.accounts))
        return Begun(aim, ((aim, campus.begun(bindings)),), told=told)

    return begin


def _written(items: list[Item]) -> str:
    return write_known(baseline(items))


@dataclass(frozen=True, slots=True)
class Watchable:
    """What can be watched here: accounts, by their system, and exams of 考试云."""

    begins: Mapping[str, Begin]
    exams: KaoshiyunClient | None
    binding: Binding
    rules: CetRules
    every_s: float  # before the first look: what there is was just read

    def accounts_of(self, person: Person) -> list[Account]:
        """In a group nobody's account can be watched."""
        if person.group:
            return []
        return [each for each in person.accounts if each.system in self.begins and not each.suspended]

    async def held_by(self, person: Person) -> tuple[Watch, ...]:
        return await self.binding.keeping.watches.of(person.address if person.group else person.id)

    async def choices(self, _answers: Answers, person: Person) -> tuple[Choice, ...]:
        """Accounts that are not watched yet."""
        mine, watched = self.accounts_of(person), {watch.account for watch in await self.held_by(person)}
        return tuple(Choice(each.id, label(each, mine)) for each in mine if each.id not in watched)

    async def watch(self, text: str, person: Person) -> Outcome:
        """Watch what a text names. Raises ProviderError."""
        if account := self._ticket(text, person):
            done = await ticket_bound(self.binding, account.number, account.name, person)
            if isinstance(done, Refuse):
                return done
            begun = await self._account(account, person)
            return replace(_also_kept(begun, account), changes=(*done.changes, *begun.changes), tells=done.tells)
        found = meant(text, self.accounts_of(person))
        if len(found) == 1:
            return await self._account(found[0], person)
        if found or self.exams is None:
            return Ask("what", _("说不准是哪一个，请写完整，或从下面选。"))
        return await self._exam(self.exams, parse_exam_id(text), person)

    def _ticket(self, text: str, person: Person) -> Account | None:
        """The account that `cet ticket name` is; `None` where the text is something else. Raises BadInput."""
        word, _blank, rest = text.partition(" ")
        if "cet" not in self.begins or person.group or parse_system(word) != "cet" or not rest.strip():
            return None
        ticket, _blank, name = rest.strip().partition(" ")
        return self.binding.account("cet", parse_ticket(ticket).digits, typed_name(name))

    def counts(self, answers: Answers, person: Person) -> tuple[Counted, ...]:
        """A ticket is looked up, and must not be tried out here either."""
        try:
            account = self._ticket(answers["what"], person)
        except BadInput:
            return ()
        return counted_by_ticket(self.rules, {"ticket": account.number, "name": account.name}) if account else ()

    async def _account(self, account: Account, person: Person) -> Done:
        begun = await self.begins[account.system](account, person)
        name, count = label(account, person.accounts), str(begun.count)
        told = _("已订阅 {account}：到现在有 {count} 条成绩，有新的就告诉你。", account=name, count=count)
        wait_s = self.every_s if begun.wait_s is None else begun.wait_s
        watch = WatchFor(begun.aim, person.address, account.id, begun.known, wait_s, begun.topic)
        return Done((Reply(begun.told or told, (MINE,)),), (watch,))

    async def _exam(self, client: KaoshiyunClient, exam: str, person: Person) -> Outcome:
        if not person.admin and not person.bound("kaoshiyun"):
            return Done((Reply(_("只有绑定了考试云账号的人，才能订阅考试。"), (Option(_("绑定账号"), "/bind"),)),))
        release = await kaoshiyun.release_of(client, exam)
        aim = Aim(kaoshiyun.NAME, exam)
        known = ((aim, started(release, person.now.timestamp())),) if release.published else ()
        changes = [WatchFor(aim, person.address, "", known, self.every_s)]
        if person.group:
            changes.append(WatchFor(of_group(exam), person.address))
        return Done((Reply(_watched(exam, release)),), tuple(changes))


def _also_kept(begun: Done, account: Account) -> Done:
    """Who watches a ticket has bound it, which is told."""
    first, *rest = begun.replies
    return replace(begun, replies=(replace(first, text=lines(first.text, kept(account))), *rest))


def watch_form(watchable: Watchable) -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        if len(await watchable.held_by(person)) >= _MOST:
            return Done((Reply(_("订阅太多了，先用 /unwatch 退掉一些。"), (MINE,)),))
        try:
            return await watchable.watch(answers["what"], person)
        except NotBegun as not_begun:
            return Done((not_begun.reply,))
        except BadInput:
            return Ask("what", _("没看懂。请发送账号、考试编号或考试网址。"))
        except NotFound:
            return Ask("what", _("没有这个考试或账号。"))
        except ProviderError as problem:
            return Done((Reply(lines(_NOT_BEGUN, no_answer(problem, person))),))

    return Form(
        "watch",
        _("有新成绩就告诉我"),
        run,
        words=("订阅",),
        usage=_WITH_TICKET if "cet" in watchable.begins else _("[账号、考试编号或网址]"),
        steps=(Step("what", _WHAT, choices=watchable.choices),),
        place="admins",
        admins_too=True,
        counts=watchable.counts,
        off=None if watchable.begins or watchable.exams else _("成绩订阅在这里没有开通。"),
    )


def _watched(exam: str, release: Release) -> Words:
    if release.published:
        title, count = release.title or exam, str(release.published)
        return _("已订阅“{title}”：现在有 {count} 人有成绩，再有新的就说。", title=title, count=count)
    return _("已订阅考试 {exam}：成绩一发布就说。", exam=exam)
