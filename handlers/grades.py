"""`/grades`: the grades of every bound account, each system as its answer arrives."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.forms import Answers, Done, Form, Growing, Outcome, Step
from bot.lines import same
from bot.messages import Option, Reply
from bot.people import Account, Counted, Limit, Person
from bot.values import dataclass
from bot.words import LANGUAGES, Strong, Words, _, joined, lines, render
from handlers.failures import moment
from handlers.labels import SYSTEMS, label
from handlers.paging import page_at
from handlers.periods import Period, parse_period, words_of
from handlers.sources import Found, Source, nothing_to_ask
from providers.cet.names import bare

_PAGE = 8  # grades of one message
_PAGE_WORD = re.compile(r"(?:^|\s)(?:第\s*([0-9]{1,4})\s*页|p([0-9]{1,4}))$")
_NOTHING_BOUND = _("你还没有绑定账号。绑定后，一条命令就能看到所有成绩：")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which grades: all that fit every word, and which page of them."""

    words: str
    page: int
    periods: tuple[Period, ...]
    titles: tuple[str, ...]

    def of(self, found: Found) -> Found:
        titles = [word for word in self.titles if not _names(word, found.account)]
        fitting = (
            score
            for score in found.scores
            if all(period.holds(score.day) for period in self.periods) and all(score.fits(word) for word in titles)
        )
        newest = sorted(fitting, key=lambda score: score.day or date.min, reverse=True)
        return replace(found, scores=tuple(newest))

    def line(self, page: int) -> str:
        return " ".join(part for part in ("/grades", self.words, f"p{page}") if part)


def _names(word: str, account: Account) -> bool:
    """Whether the word is the name of the account's system: then it is about all of it."""
    system = SYSTEMS[account.system]
    return any(same(word, name) for name in (account.system, *(render(system, each) for each in LANGUAGES)))


def grades_form(sources: Mapping[str, Source], lookups: Limit) -> Form:
    """`sources` by the system that each asks."""

    async def run(answers: Answers, person: Person) -> Outcome | Growing:
        accounts = [each for system in sources for each in person.bound(system)]
        if not accounts:
            return Done((nothing_to_ask(sources, person, _NOTHING_BOUND),))
        return Growing(_stages(sources, accounts, person, _wanted(answers.get("words", ""), person)))

    def counts(_answers: Answers, person: Person) -> tuple[Counted, ...]:
        tickets = person.bound("cet") if "cet" in sources else ()
        return tuple(Counted(lookups, f"{each.number} {bare(each.name)}") for each in tickets)

    return Form(
        "grades",
        _("查已绑定账号的成绩"),
        run,
        words=("成绩",),
        usage=_("[筛选，例如 这学期 或课程名]"),
        steps=(Step("words", "", optional=True),),
        personal=True,
        counts=counts,
        off=None if sources else _("成绩查询在这里没有开通。"),
    )


def _wanted(words: str, person: Person) -> _Wanted:
    found = _PAGE_WORD.search(words)
    page = int(found[1] or found[2]) if found else 1
    words = words[: found.start()].strip() if found else words.strip()
    periods = {word: parse_period(word, person.now.date()) for word in words_of(words)}
    return _Wanted(
        words,
        max(1, page),
        tuple(period for period in periods.values() if period),
        tuple(word for word, period in periods.items() if period is None),
    )


async def _stages(
    sources: Mapping[str, Source], accounts: Sequence[Account], person: Person, wanted: _Wanted
) -> AsyncIterator[Done]:
    tasks = {asyncio.create_task(_ask(sources[each.system], each, person)): each for each in accounts}
    found: dict[str, Found] = {}
    try:
        waiting = set(tasks)
        while waiting:
            yield _shown(found, accounts, person, wanted)
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            found |= {tasks[task].id: wanted.of(task.result()) for task in done}
        yield _shown(found, accounts, person, wanted)
    finally:
        for task in tasks:
            task.cancel()


async def _ask(source: Source, account: Account, person: Person) -> Found:
    return await source(account, person)


def _shown(found: Mapping[str, Found], accounts: Sequence[Account], person: Person, wanted: _Wanted) -> Done:
    """All that is known so far; whoever has not answered is named."""
    waiting = [label(each, person.accounts) for each in accounts if each.id not in found]
    here = [found[each.id] for each in accounts if each.id in found]
    page = page_at(wanted.page, sum(len(each.scores) for each in here), _PAGE)
    parts = _sections(here, page.first, person, none=None if wanted.words else _("没有成绩"))
    if not parts and not waiting:
        return Done((Reply(_("没有符合“{words}”的成绩。", words=wanted.words), (Option(_("全部成绩"), "/grades"),)),))
    if wanted.words:
        parts.insert(0, _("成绩 · {words}", words=wanted.words))
    if waiting:
        parts.append(_("还在查：{systems}……", systems=joined(waiting, "、")))
    if page.heading:
        parts.append(page.heading)
    unanswered = any(not each.answered for each in here if each.account.system == "cet")
    return Done((Reply(joined(parts, "\n\n"), () if waiting else page.options(wanted.line)),), counted=not unanswered)


def _sections(found: Sequence[Found], first: int, person: Person, *, none: Words | None) -> list[Words]:
    """An account each, with its part of the page; what went wrong is told on every page, `none` on the first."""
    sections: list[Words] = []
    left, skipped = _PAGE, first
    for each in found:
        scores = each.scores[skipped : skipped + left]
        skipped = max(0, skipped - len(each.scores))
        left -= len(scores)
        empty = none if not each.scores and not each.note and first == 0 else None
        body = [*(score.words for score in scores), *(words for words in (each.note, empty) if words)]
        if body:
            sections.append(lines(_heading(each, person), joined(body, "\n\n")))
    return sections


def _heading(found: Found, person: Person) -> Words:
    """Which account, and as of when."""
    name = Strong(_("【{account}】", account=label(found.account, person.accounts)))
    if found.as_of is None:
        return name
    return joined([name, _("数据截至 {time}", time=moment(found.as_of, person))], " ")
