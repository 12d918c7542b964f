"""`/help`, made from the commands themselves."""

from collections.abc import Sequence
from typing import Final

from bot.forms import Answers, Done, Form, Outcome, Step
from bot.lines import folded
from bot.messages import Option, Reply
from bot.people import Person
from bot.words import Lines, Words, _, joined, lines, render

_FIRST = 8  # the most used ones; the menu's order says which
_MORE: Final = ("more", "更多")


def help_form(forms: Sequence[Form], contact: str) -> Form:
    """Help on `forms` and on itself."""

    async def run(answers: Answers, person: Person) -> Outcome:
        there = (form for form in (*forms, itself) if form.off is None and not form.hidden)
        admin = person.admin and not person.group  # in a group others read along
        shown = [form for form in there if admin or not form.admins]
        wanted = folded(answers.get("command", "")).lstrip("/／、").casefold()
        if wanted in _MORE:
            return Done((Reply(lines(_("还有这些："), _table(shown[_FIRST:], person.language))),))
        if wanted:
            return _explained(shown, wanted)
        more = (Option(_("更多"), "/help more"),) if len(shown) > _FIRST else ()
        text = lines(
            _("我会这些："),
            _table(shown[:_FIRST], person.language),
            _("/help 加命令名可看用法，例如 /help cet"),
            _whom(contact),
        )
        return Done((Reply(text, more),))

    itself = Form(
        "help", _("列出命令"), run, words=("帮助",), usage=_("[命令]"), steps=(Step("command", "", optional=True),)
    )
    return itself


def _whom(contact: str) -> Words | None:
    return _("有问题请联系：{contact}", contact=contact) if contact else None


def _table(forms: Sequence[Form], language: str) -> Lines:
    return lines(*(_line(form, language) for form in forms))


def _line(form: Form, language: str) -> Words:
    """A summary that begins with the form's word goes on after it, so that it is not read twice."""
    call, summary = f"/{form.name}", render(form.summary, language)
    if form.words:
        call, summary = f"{call} {form.words[0]}", summary.removeprefix(form.words[0])
    return _("{call}：{summary}", call=call, summary=summary) if summary else call


def _explained(forms: Sequence[Form], wanted: str) -> Done:
    for form in forms:
        if wanted == form.name or wanted in form.words:
            call = joined([part for part in (f"/{form.name}", form.usage) if part], " ")
            words = _("不打斜杠也行：{words}", words="、".join(form.words)) if form.words else None
            return Done((Reply(lines(form.summary, _("用法：{call}", call=call), words)),))
    return Done((Reply(_("没有这个命令。/help 列出了所有命令。")),))
