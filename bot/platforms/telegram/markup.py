"""Words and buttons as the Bot API takes them."""

from collections.abc import Sequence
from html import escape

from bot.messages import Address, Button, Outgoing
from bot.words import Spans

Markup = dict[str, object]

_MOST = 100  # buttons of one message
_ROWS = ((4, 4), (8, 3), (14, 2))  # labels of at most so many characters stand so many in a row


def html(text: str, strong: Spans) -> str:
    """The text with what stands out in bold, everything else escaped."""
    parts, at = [], 0
    for start, end in strong:
        parts += [escape(text[at:start]), "<b>", escape(text[start:end]), "</b>"]
        at = end
    return "".join((*parts, escape(text[at:])))


def markup(address: Address, outgoing: Outgoing) -> Markup | None:
    """The buttons; in a group a question without any asks for a reply, since else the bot would not hear the answer.

    Plain values: the library's objects of the same are checked, frozen and taken apart again for each message.
    """
    if outgoing.options:
        return {"inline_keyboard": _rows(outgoing.options[:_MOST])}
    return {"force_reply": True, "selective": True} if forces_reply(address, outgoing) else None


def forces_reply(address: Address, outgoing: Outgoing) -> bool:
    """Whether people's programs are told to open a reply."""
    return outgoing.asks and address.group and not outgoing.options


def _rows(buttons: Sequence[Button]) -> list[list[dict[str, str]]]:
    longest = max(len(button.label) for button in buttons)
    across = next((count for length, count in _ROWS if longest <= length), 1)
    made = [{"text": button.label, "callback_data": button.id} for button in buttons]
    return [made[at : at + across] for at in range(0, len(made), across)]
