"""The exams of 考试云 and 考试星, for administrators: what there is, from both, the newest first."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from bot.people import Person
from bot.values import dataclass
from bot.words import Strong, Words, _, joined, lines
from handlers.failures import no_answer
from handlers.labels import SYSTEMS
from handlers.scores import plain
from handlers.sources import everything
from providers.errors import ProviderError
from providers.kaoshixing.client import KaoshixingClient
from providers.kaoshixing.models import Exam as KaoshixingExam
from providers.kaoshiyun.client import KaoshiyunClient
from providers.kaoshiyun.models import Exam as KaoshiyunExam


@dataclass(frozen=True, slots=True)
class Examiners:
    """The two systems whose exams administrators look after; `None` is off."""

    kaoshiyun: KaoshiyunClient | None
    kaoshixing: KaoshixingClient | None

    @property
    def off(self) -> Words | None:
        return None if self.kaoshiyun or self.kaoshixing else _("考试云和考试星在这里都没有开通。")


@dataclass(frozen=True, slots=True)
class Listed:
    """An exam as a list shows it."""

    system: str
    exam_id: str
    title: str
    begins: datetime | None
    ends: datetime | None
    figures: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Exams:
    """What was found, and of which system nothing could be read, and why."""

    listed: tuple[Listed, ...]
    notes: tuple[Words, ...] = ()


_NEVER: Final = datetime.min.replace(tzinfo=UTC)


async def all_exams(examiners: Examiners, person: Person) -> Exams:
    """The exams of every system that answers, the newest first."""
    asked: dict[str, Awaitable[tuple[Listed, ...]]] = {}
    if examiners.kaoshiyun:
        asked["kaoshiyun"] = _of_kaoshiyun(examiners.kaoshiyun)
    if examiners.kaoshixing:
        asked["kaoshixing"] = _of_kaoshixing(examiners.kaoshixing)
    answers = await asyncio.gather(*asked.values(), return_exceptions=True)
    listed: list[Listed] = []
    notes: list[Words] = []
    for system, answer in zip(asked, answers, strict=True):
        match answer:
            case ProviderError():
                notes.append(_("{system}没查到：{why}", system=SYSTEMS[system], why=no_answer(answer, person)))
            case BaseException():
                raise answer
            case found:
                listed += found
    newest = sorted(listed, key=lambda each: each.begins or _NEVER, reverse=True)
    return Exams(tuple(newest), tuple(notes))


def exam_shown(exam: Listed, person: Person) -> Words:
    """Three short lines."""
    which = joined([SYSTEMS[exam.system], exam.exam_id], " ")
    when = period(exam, person)
    return lines(
        Strong(exam.title or exam.exam_id),
        joined([which, when] if when else [which], " · "),
        joined(exam.figures, " · ") if exam.figures else None,
    )


def period(exam: Listed, person: Person) -> str:
    """From when to when, in the bot's time zone; "" where that is not known."""
    begins, ends = (at.astimezone(person.now.tzinfo) if at else None for at in (exam.begins, exam.ends))
    if begins is None:
        return ""
    if ends is None:
        return f"{begins:%Y-%m-%d %H:%M}"
    if ends.date() == begins.date():
        return f"{begins:%Y-%m-%d %H:%M}–{ends:%H:%M}"
    return f"{begins:%Y-%m-%d %H:%M} – {ends:%Y-%m-%d %H:%M}"


def scores_shown(best: Decimal | None, average: Decimal | None, worst: Decimal | None) -> list[Words]:
    """What is known of an exam's scores."""
    shown: list[Words] = []
    if best is not None:
        shown.append(_("最高 {score}", score=plain(best)))
    if average is not None:
        shown.append(_("平均 {score}", score=plain(average)))
    if worst is not None:
        shown.append(_("最低 {score}", score=plain(worst)))
    return shown


async def _of_kaoshiyun(client: KaoshiyunClient) -> tuple[Listed, ...]:
    return tuple(_kaoshiyun(each) for each in await everything(client.exams()))


async def _of_kaoshixing(client: KaoshixingClient) -> tuple[Listed, ...]:
    return tuple(_kaoshixing(each) for each in await everything(client.exams()))


def _kaoshiyun(exam: KaoshiyunExam) -> Listed:
    figures: list[Words] = []
    if exam.attended is not None:
        figures.append(_("参加 {count} 人", count=str(exam.attended)))
    if exam.passed is not None:
        figures.append(_("通过 {count} 人", count=str(exam.passed)))
    if exam.attended != 0:
        figures += scores_shown(exam.best, exam.average, exam.worst)
    return Listed("kaoshiyun", exam.exam_id, exam.name, exam.begins, exam.ends, tuple(figures))


def _kaoshixing(exam: KaoshixingExam) -> Listed:
    figures: Sequence[Words] = [exam.category] if exam.category else []
    if exam.homework:
        figures = [*figures, _("作业")]
    return Listed("kaoshixing", exam.exam_id, exam.name, exam.begins, exam.ends, tuple(figures))
