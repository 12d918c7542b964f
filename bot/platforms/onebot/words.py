"""What this platform itself says, and what stands for buttons."""

from bot.messages import Outgoing
from bot.words import _, render

_LONGEST = 48  # characters of a command that somebody types from a notification


def befriend(language: str) -> str:
    """To who writes from a group without being a friend."""
    return render(_("请先加我为好友，再和我私聊：群临时会话里的回复可能被群里的人看到。"), language)


def file_lost(language: str) -> str:
    return render(_("这里发不了文件。"), language)


def shown(outgoing: Outgoing) -> str:
    """The text with the commands behind its buttons: only notifications still have some, and theirs take no numbers."""
    commands = ((button.label, button.typed or button.id) for button in outgoing.options)
    short = [(label, line) for label, line in commands if not line.startswith(("#", ":")) and len(line) <= _LONGEST]
    return "\n".join((outgoing.text, *(f"{label}：{line}" for label, line in short)))
