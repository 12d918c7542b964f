"""One grade of one account, of whichever system, in words."""

from collections.abc import Sequence
from dataclasses import field
from datetime import date, datetime, tzinfo
from decimal import Decimal

from bot.values import dataclass
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
    title, day = grade.exam_name or grade.exam_id, _day(grade.ended or grade.begun, zone)
    if not grade.published:
        return _score(title, day, [grade.status or _("未发布")])
    parts: list[Words] = []
    if grade.score is not None:
        parts.append(_scored(grade.score, grade.paper_score))
    parts += _passed(passed=grade.passed)
    if grade.rank is not None:
        parts.append(_("第 {rank} 名", rank=str(grade.rank)))
    rest: list[Words] = []
    if grade.pass_score is not None:
        rest.append(_("及格线 {score}", score=plain(grade.pass_score)))
    if grade.points is not None:
        rest.append(_("积分 {points}", points=plain(grade.points)))
    return _score(title, day, parts, rest)


def of_kaoshixing(result: ExamResult, zone: tzinfo | None) -> Score:
    parts = [_scored(result.score)] if result.score is not None else []
    parts += _passed(passed=result.passed)
    rest: list[Words] = [result.exam.category] if result.exam.category else []
    if result.exam.homework:
        rest.append(_("作业"))
    day = _day(result.exam.ends or result.exam.begins, zone)
    return _score(result.exam.name, day, parts or [_("还没有分数")], rest)


def of_cet(result: CetResult, name: str) -> Score:
    """With a warning where the returned name is not the one that was bound."""
    sitting = result.sitting
    day = date(sitting.year, sitting.month, 1) if sitting else None
    return Score(day, result_reply(result, name, card=False).text)


def _score(title: str, day: date | None, parts: Sequence[Words], rest: Sequence[Words] = ()) -> Score:
    """Short lines: what it is, how it went, and what one may want to know besides."""
    besides = [*([day.isoformat()] if day else []), *rest]
    return Score(day, lines(Strong(title), *(joined(line, " · ") for line in (parts, besides) if line)))


def _scored(score: Decimal, full: Decimal | None = None) -> Words:
    if full is None:
        return _("{score} 分", score=plain(score))
    return _("{score} 分（满分 {full}）", score=plain(score), full=plain(full))


def _passed(*, passed: bool | None) -> list[Words]:
    if passed is None:
        return []
    return [_("通过") if passed else _("未通过")]


def _day(at: datetime | None, zone: tzinfo | None) -> date | None:
    return at.astimezone(zone).date() if at else None


def plain(number: Decimal) -> str:
    """As the system gave it, without an exponent, and without zeros at the end: 80 for 80.00."""
    text = f"{number:f}"
    return text.rstrip("0").removesuffix(".") if "." in text else text


def compared_as(number: Decimal | None) -> str:
    """The same for 80 and 80.00, which are one score."""
    return "" if number is None else plain(number)
