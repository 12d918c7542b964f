"""What a CET look-up asks for, as people write it."""

import re
from typing import Final

from bot.forms import Choice, Refuse, Step
from bot.words import _
from handlers.failures import refused
from providers.cet.level import Level, parse_level
from providers.cet.names import typed_name
from providers.cet.ticket import is_ticket, parse_ticket
from providers.errors import BadInput
from providers.texts import fold

_SHOWN = 40  # characters of something mistaken that are shown again
_AROUND = " \t,，;；:：、。."  # what people put between a ticket and a name
_TICKET_LABEL = re.compile(r"^(?:我的)?(?:准考证号?|考号)[\s是为:：]*")
_BESIDE_NAME = re.compile(r"^(?:[\s,，;；:：、。.]|(?:姓名|名字)[\s是为:：]+)+|[\s,，;；:：、。.]+$")
_BETWEEN = re.compile(r"[\s-]+")
_GROUPS = re.compile(r"(?<![0-9])[0-9]+(?:[\s-]+[0-9]+)+")
_LONG_NUMBER = re.compile(r"\d{8}")  # such as another ticket on the same line
_TICKET = re.compile(r"(?<![0-9])[0-9]{15}(?![0-9])")
_TICKET_FIRST = re.compile(
    r"(?:准考证号?)?[\s:：]*(?P<ticket>[0-9]{15})(?![0-9])[\s,，;；:：、]*(?:姓名[\s:：]+)?(?P<name>.{0,60})"
)
_NAME_FIRST = re.compile(
    r"(?:姓名[\s:：]+)?(?P<name>[^0-9]{1,40}?)[\s,，;；:：、]+(?:准考证号?)?[\s:：]*(?P<ticket>[0-9]{15})"
)


def _read_ticket(text: str) -> str | Refuse:
    written = _BETWEEN.sub("", _TICKET_LABEL.sub("", fold(text)))  # it stands in groups on the admission ticket
    try:
        return parse_ticket(written).digits
    except BadInput:
        if written.isdecimal():
            return Refuse(_("你发来的有 {digits} 位数字。", digits=str(len(written))))
        return Refuse(_("这不是准考证号。"))


def _read_name(text: str) -> str | Refuse:
    if recognised(text) is not None:  # also lets a whole look-up, sent while a name is asked for, begin anew
        return Refuse(_("这是准考证号。"))
    name = _BESIDE_NAME.sub("", text)
    if name and (_LONG_NUMBER.search(name) or not any(character.isalpha() for character in name)):
        return Refuse(_("“{name}”不像姓名。", name=name[:_SHOWN]))
    try:
        return typed_name(name)
    except BadInput as problem:
        return refused(problem)


def _read_level(text: str) -> str | Refuse:
    try:
        return "1" if parse_level(text) is Level.CET4 else "2"
    except BadInput:
        return Refuse(_("请选 1（四级）或 2（六级）。"))


TICKET: Final = Step("ticket", _("请发送 15 位准考证号。"), _read_ticket, sensitive=True, grouped=True)
NAME: Final = Step("name", _("请发送考生姓名。"), _read_name)
LEVEL: Final = Step(
    "type", _("查四级还是六级？"), _read_level, choices=(Choice("1", _("四级")), Choice("2", _("六级")))
)


def recognised(line: str) -> str | None:
    """A line of 15 digits, with or without a name beside them, is a `/cet`; both may bear their labels."""
    line = _GROUPS.sub(_put_together, line)
    match = _TICKET_FIRST.fullmatch(line) or _NAME_FIRST.fullmatch(line)
    return f"{match['ticket']} {match['name'].strip(_AROUND)}".strip() if match else None


def ticket_as_account(line: str) -> str | None:
    """A ticket and a name are an account of this system, named or not; `None` where there are not both."""
    arguments = recognised(line)
    return f"cet {arguments}" if arguments and " " in arguments else None


def holds_ticket(line: str) -> bool:
    """Whether somebody's ticket stands anywhere in it."""
    return _TICKET.search(_GROUPS.sub(_put_together, line)) is not None


def _put_together(groups: re.Match[str]) -> str:
    """Digits in groups as the ticket that they are; a phone number and a year, say, are none."""
    digits = _BETWEEN.sub("", groups[0])
    ticket = parse_ticket(digits) if is_ticket(digits) else None
    return digits if ticket and ticket.province and ticket.sitting and ticket.level else groups[0]
