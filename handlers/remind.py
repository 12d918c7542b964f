"""`/remind`: how long before an exam one is reminded."""

from typing import Final

from bot.aims import REMIND
from bot.changes import SetRemind
from bot.forms import Answers, Ask, Choice, Done, Form, Outcome, Refuse, Step
from bot.messages import Reply
from bot.people import Person
from bot.words import Words, _
from handlers.offsets import parse_offsets, written
from handlers.telling import OFF, ON, switch

_BEFORE: Final = (REMIND, "30m")


def _read(text: str) -> str | Refuse:
    if word := switch(text):
        return REMIND if word == ON else OFF
    offsets = parse_offsets(text)
    if offsets is None:
        return Refuse(_("没看懂。最多五个，最长 30 天。"))
    return written(offsets)


def remind_form() -> Form:
    async def run(answers: Answers, person: Person) -> Outcome:
        if "before" not in answers:
            return Ask("before", _now(person.remind))
        before = answers["before"]
        return Done((Reply(_now(before)),), (SetRemind(before),))

    question = _("要在考试前多久提醒？例如 1d 1h（提前 1 天和 1 小时）；或者发送“关”。")
    choices = (*(Choice(before, before) for before in _BEFORE), Choice(OFF, _("关")))
    return Form(
        "remind",
        _("考试前提醒我"),
        run,
        words=("提醒",),
        usage=_("on、off 或提前多久，例如 1d 1h"),
        steps=(Step("before", question, _read, choices, optional=True),),
        place="admins",
    )


def _now(before: str) -> Words:
    if before == OFF:
        return _("考试提醒已关闭。/remind on 打开。")
    return _("考试前会提醒：提前 {before}。", before=before)
