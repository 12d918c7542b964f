"""Whether somebody is sure, before what can't be undone."""

from typing import Final

from bot.forms import Choice, Refuse, Step
from bot.lines import same
from bot.words import Words, _

YES, NO = "yes", "no"
_SAID: Final = {YES: (YES, "y", "是"), NO: (NO, "n", "否")}


def sure_step(question: Words, *, optional: bool = False) -> Step:
    """`optional` for a form that finds out by itself whether it has to ask, and then asks with a reason."""
    choices = Choice(YES, _("确认")), Choice(NO, _("取消"))
    return Step("sure", question, _read, choices, optional=optional, in_line=False)


def _read(text: str) -> str | Refuse:
    for value, words in _SAID.items():
        if any(same(text, word) for word in words):
            return value
    return Refuse(_("请选“确认”或“取消”。"))
