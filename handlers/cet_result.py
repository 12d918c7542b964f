"""A CET result in words."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.messages import Option, Reply
from bot.recipes import Bar, ScoreCard
from bot.words import Lines, Strong, Text, Words, _, joined, lines
from providers.cet.level import Level
from providers.cet.models import CetResult, Points, ResultWarning
from providers.cet.names import NameWarning, name_warnings
from providers.cet.ticket import Sitting, TicketWarning

_PASS = 425  # of 710; needed for CET-6, and what people ask about
_FULL = 710
_JUNE = 6
_PARTS: Final[tuple[tuple[Words, int, Callable[[CetResult], Points | None]], ...]] = (
    (_("听力"), 249, lambda result: result.listening),
    (_("阅读"), 249, lambda result: result.reading),
    (_("写作和翻译"), 212, lambda result: result.writing),
)
_LEVELS: Final = {Level.CET4: _("英语四级"), Level.CET6: _("英语六级")}
_TICKET_WARNINGS: Final = {
    TicketWarning.PROVINCE: _("准考证号开头两位不是任何省份的代码"),
    TicketWarning.SESSION: _("准考证号第 9 位通常是 1（6 月）或 2（12 月）"),
    TicketWarning.LEVEL: _("准考证号第 10 位通常是 1（四级）或 2（六级）"),
    TicketWarning.SEAT: _("准考证号最后两位是座位，通常在 01 到 30 之间"),
    TicketWarning.FUTURE: _("准考证号里的年份还没到"),
    TicketWarning.OTHER_LEVEL: _("准考证号的级别与所选的不同"),
}
_RESULT_WARNINGS: Final = {
    ResultWarning.OTHER_LEVEL: _("返回的准考证号不是所查的级别"),
    ResultWarning.SUM: _("各部分相加不等于总分"),
    ResultWarning.RANGE: _("有分数超出了该项的满分"),
}


def result_reply(result: CetResult, asked: str, warnings: Sequence[Words] = (), *, card: bool = True) -> Reply:
    """What the system returned, and a warning for whatever is odd about it; with its `card` where one can be shown."""
    told = [*warnings, *(_warning(warning, result, asked) for warning in result.warnings)]
    text = lines(
        Strong(" · ".join([part for part in (result.name, result.school) if part])),
        _exam(result),
        Strong(_total(result.total)),
        _(
            "听力 {listening} · 阅读 {reading} · 写作和翻译 {writing}",
            listening=_points(result.listening),
            reading=_points(result.reading),
            writing=_points(result.writing),
        ),
        _("准考证号 {ticket}", ticket=result.ticket) if result.ticket else None,
        warned(told),
    )
    return Reply(text, (Option(_("再查一个"), "/cet"),), picture=card_of(result) if card else None)


def card_of(result: CetResult) -> ScoreCard[Words] | None:
    """A picture of the scores; none of what is odd about them, which words have to tell, nor of a 0."""
    if result.warnings or not result.total:
        return None
    exam, reached = _exam(result) or _("四六级"), result.total >= _PASS
    alt = _(
        "{name}的成绩图：{exam}，总分 {total}，满分 710，425 分处有一条线。"
        "听力 {listening}，阅读 {reading}，写作和翻译 {writing}。",
        name=result.name,
        exam=exam,
        total=str(result.total),
        listening=_points(result.listening),
        reading=_points(result.reading),
        writing=_points(result.writing),
    )
    return ScoreCard(
        title=result.name,
        lines=(result.school, exam) if result.school else (exam,),
        total=_bar(_("总分"), _FULL, result.total),
        parts=tuple(_bar(label, full, points(result)) for label, full, points in _PARTS),
        mark=_PASS,
        verdict=_("达到 425 分") if reached else "",
        reached=reached,
        alt=alt,
    )


def warned(warnings: Sequence[Words]) -> Lines | None:
    return lines(*(_("⚠ {warning}", warning=warning) for warning in warnings)) if warnings else None


def ticket_warnings(unusual: Sequence[TicketWarning]) -> list[Words]:
    return [_TICKET_WARNINGS[warning] for warning in unusual]


def named_warnings(name: str) -> list[Words]:
    """What is likely to make the system fail on a name."""
    if NameWarning.RARE not in name_warnings(name):
        return []
    return [_("姓名里有生僻字或间隔号，这个系统常常因此查询失败")]


def _exam(result: CetResult) -> Words | None:
    parts: list[Words] = []
    if result.level:
        parts.append(_LEVELS[result.level])
    if result.sitting:
        parts.append(_sitting(result.sitting))
    return joined(parts, " · ") if parts else None


def _sitting(sitting: Sitting) -> Text:
    if sitting.month == _JUNE:
        return _("{year} 年 6 月", year=str(sitting.year))
    return _("{year} 年 12 月", year=str(sitting.year))


def _total(total: Points) -> Text:
    if total == 0:
        return _("总分 0（缺考、违规或不足 220 分都报 0）")
    if total >= _PASS:
        return _("总分 {total}，达到 425 分", total=str(total))
    return _("总分 {total}", total=str(total))


def _bar(label: Words, full: int, points: Points | None) -> Bar[Words]:
    """Sources differ by a point in what the parts can be at most."""
    value = None if points is None else float(points)
    return Bar(label, max(full, value or 0), value, _points(points))


def _points(points: Points | None) -> str:
    return "--" if points is None else str(points)


def _warning(warning: ResultWarning, result: CetResult, asked: str) -> Words:
    if warning is ResultWarning.OTHER_NAME:
        return _(
            "查到的姓名是“{returned}”，不是你填的“{asked}”，这可能不是你的成绩，请核对",
            returned=result.name,
            asked=asked,
        )
    if warning is ResultWarning.OTHER_TICKET:
        return _("返回的准考证号是 {returned}，与查询的不同", returned=result.returned_ticket or "--")
    return _RESULT_WARNINGS[warning]
