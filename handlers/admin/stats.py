"""`/stats`: what waits, what is kept, what was set aside, and what administrators did last."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.changes import DropDead, RetryDead
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.keeping import Keeping
from bot.messages import Option, Reply
from bot.people import Person
from bot.staff import Acted, Depth, Kept, SetAside, Waiting
from bot.words import Strong, Words, _, joined, lines
from handlers.failures import moment
from handlers.labels import PLATFORMS, SYSTEMS
from handlers.sure import NO, sure_step
from providers.texts import fold

_MOST: Final = 5
_BOXES: Final[Mapping[str, Words]] = {"inbox": _("没答完"), "outbox": _("没发出")}
_ENDS: Final[Mapping[str, Words]] = {
    "done": _("完成"),
    "refused": _("没做"),
    "failed": _("出错"),
    "begun": _("中断，不确定是否做成"),
}


def stats_form(keeping: Keeping, admins: Sequence[str]) -> Form:
    async def run(_answers: Answers, person: Person) -> Outcome:
        waiting, kept = await keeping.figures.waiting(), await keeping.figures.kept()
        dead, acted = await keeping.dead.newest(_MOST), await keeping.audits.newest(admins, _MOST)
        waits = [_waiting(waiting), *_set_aside(waiting, dead, person)] if waiting else []
        parts = [_kept(kept), *waits, *_acted(acted, person)]
        return Done((Reply(joined(parts, "\n\n"), _options(dead)),))

    return Form("stats", _("机器人的状况"), run, place="private", admins=True)


def dead_form() -> Form:
    """Behind the buttons of `/stats`."""

    async def run(answers: Answers, _person: Person) -> Outcome:
        row, retries = int(answers["row"]), answers["action"] == "retry"
        if not row and not retries and "sure" not in answers:
            return Ask("sure", _("删除所有放在一边的消息，不能恢复。"))
        if answers.get("sure") == NO:
            return Refuse(_("好的，没有改动。"))
        if retries:
            told = _("好的，再试一次。做到一半中断的操作不会重做。")
            return Done((Reply(told, (_AGAIN,)),), (RetryDead(row),))
        return Done((Reply(_("已删除。"), (_AGAIN,)),), (DropDead(row),))

    actions = (Choice("retry", _("重试")), Choice("drop", _("删除")))
    return Form(
        "dead",
        _("放在一边的消息"),
        run,
        steps=(
            Step("action", _("重试还是删除？"), _action, actions),
            Step("row", _("哪一条？发送它的号码，0 是全部。"), _row),
            sure_step(_("确定吗？"), optional=True),
        ),
        place="private",
        admins=True,
        hidden=True,
    )


_AGAIN: Final = Option(_("看状况"), "/stats")


def _action(text: str) -> str | Refuse:
    word = fold(text).casefold()
    return word if word in {"retry", "drop"} else Refuse(_("请选“重试”或“删除”。"))


def _row(text: str) -> str | Refuse:
    word = fold(text)
    return word if word.isascii() and word.isdecimal() and len(word) < 18 else Refuse(_("请发送号码。"))  # noqa: PLR2004


def _kept(kept: Kept) -> Words:
    return lines(
        Strong(_("有记录的")),
        _("人 {count}", count=str(kept.people)),
        _("地址：{counts}", counts=_counted(kept.addresses, PLATFORMS)),
        _("账号：{counts}", counts=_counted(kept.accounts, SYSTEMS)),
        _("订阅 {count}", count=str(kept.watches)),
    )


def _counted(counts: Mapping[str, int], names: Mapping[str, Words]) -> Words:
    each = [joined([names.get(name, name), str(count)], " ") for name, count in counts.items() if count]
    return joined(each, "、") if each else "0"


def _waiting(waiting: Waiting) -> Words:
    inbox, outbox, aims = (waiting.depths[each] for each in ("inbox", "outbox", "aims"))
    # The question that is answered by this stands there too, until it is.
    others = replace(inbox, rows=max(0, inbox.rows - 1), due=max(0, inbox.due - 1))
    return lines(
        Strong(_("等着的")),
        _depth(_("要回答"), others),
        _depth(_("要发送"), outbox),
        _depth(_("要查看"), aims),
    )


def _depth(name: Words, depth: Depth) -> Words:
    count, late = str(depth.rows), f"{depth.late_s:.0f}"
    if depth.due:
        due = str(depth.due)
        return _("{name} {count}，到时间的 {due}，最久 {late} 秒", name=name, count=count, due=due, late=late)
    return _("{name} {count}，都没到时间", name=name, count=count) if depth.rows else joined([name, count], " ")


def _set_aside(waiting: Waiting, dead: Sequence[SetAside], person: Person) -> list[Words]:
    total = sum(waiting.dead.values())
    if not total:
        return [_("没有放在一边的消息。")]
    head = Strong(_("放在一边的 {count} 条，最近的：", count=str(total)))
    return [lines(head, *(_one(each, person) for each in dead))]


def _one(each: SetAside, person: Person) -> Words:
    where = PLATFORMS.get(each.platform, each.platform)
    about: list[Words] = [f"#{each.id}", _BOXES[each.box], _("{where}群", where=where) if each.group else where]
    about += [each.reason, each.reference] if each.reference else [each.reason]
    return joined([*about, _at(each.at, person)], " · ")


def _options(dead: Sequence[SetAside]) -> tuple[Option, ...]:
    if not dead:
        return ()
    each = (
        option
        for row in dead[:_MOST]
        for option in (
            Option(_("重试 #{row}", row=str(row.id)), f"/dead retry {row.id}"),
            Option(_("删除 #{row}", row=str(row.id)), f"/dead drop {row.id}"),
        )
    )
    return (*each, Option(_("全部重试"), "/dead retry 0"), Option(_("全部删除"), "/dead drop 0"))


def _acted(acted: Sequence[Acted], person: Person) -> list[Words]:
    if not acted:
        return []
    rows = (
        joined([_at(each.at, person), each.handle or _("以前的管理员"), f"/{each.command}", _ENDS[each.ended]], " · ")
        for each in acted
    )
    return [lines(Strong(_("管理员最近做的：")), *rows)]


def _at(at: float, person: Person) -> str:
    return moment(datetime.fromtimestamp(at, person.now.tzinfo), person)
