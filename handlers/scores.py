"""One grade of one account, of whichever system, in words."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from decimal import Decimal

from bot.words import LANGUAGES, Strong, Words, _, joined, lines, render
from handlers.cet_result import result_reply
from providers.cet.models import CetResult
from providers.kaoshixing.models import ExamResult
from providers.kaoshiyun.models import Grade


@dataclass(frozen=True, slots=True)
class Score:
    """What is shown of a grade. Scores are as the system gives them, and nothing is worked out from them."""

    day: date | None  # of the exam, in the bot's time zone
    words: Words = field(repr=False)

    def fits(self, word: str) -> bool:
        """Whether the word stands anywhere in it, in Chinese or English."""
        return any(word.casefold() in render(self.words, language).casefold() for language in LANGUAGES)


def of_kaoshiyun(grade: Grade, zone: tzinfo | None) -> Score:
    """One that is not published has its status and no score."""
    day = _day(grade.ended or grade.begun, zone)
    if not grade.published:
        return _score(grade.exam_name or grade.exam_id, day, [grade.status or _("未发布")])
    parts: list[Words] = []
    if grade.score is not None:
        parts.append(_("{score} 分", score=plain(grade.score)))
    if grade.paper_score is not None:
        parts.append(_("满分 {score}", score=plain(grade.paper_score)))
    if grade.pass_score is not None:
        parts.append(_("及格线 {score}", score=plain(grade.pass_score)))
    parts += _passed(passed=grade.passed)
    if grade.rank is not None:
        parts.append(_("第 {rank} 名", rank=str(grade.rank)))
    if grade.points is not None:
        parts.append(_("积分 {points}", points=plain(grade.points)))
    return _score(grade.exam_name or grade.exam_id, day, parts)


def of_kaoshixing(result: ExamResult, zone: tzinfo | None) -> Score:
    parts: list[Words] = []
    if result.exam.homework:
        parts.append(_("作业"))
    if result.score is not None:
        parts.append(_("{score} 分", score=plain(result.score)))
    parts += _passed(passed=result.passed)
    title = " · ".join(part for part in (result.exam.category, result.exam.name) if part)
    return _score(title, _day(result.exam.ends or result.exam.begins, zone), parts or [_("还没有分数")])


def of_cet(result: CetResult, name: str) -> Score:
    """With a warning where the returned name is not the one that was bound."""
    sitting = result.sitting
    day = date(sitting.year, sitting.month, 1) if sitting else None
    return Score(day, result_reply(result, name).text)


def _score(title: str, day: date | None, parts: list[Words]) -> Score:
    if day:
        parts = [*parts, day.isoformat()]
    return Score(day, lines(Strong(title), joined(parts, " · ")))


def _passed(*, passed: bool | None) -> list[Words]:
    if passed is None:
        return []
    return [_("通过") if passed else _("未通过")]


def _day(at: datetime | None, zone: tzinfo | None) -> date | None:
    return at.astimezone(zone).date() if at else None


def plain(number: Decimal) -> str:
    """As the system gave it, without an exponent."""
    return f"{number:f}"
