"""What Telegram refuses the bot itself: its token (401), or its polling beside another one's (409)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.alarms import Sign, State
from bot.words import _

_SURE = 2  # in a row: a proxy's hiccup looks like a wrong token, and a webhook may just be on its way out
_POLLS = "getUpdates"
_TOLD = {
    InvalidToken: (
        "telegram/token",
        _("Telegram 不接受机器人的令牌了（401）：在那里收不到也发不出消息。请检查设置里的 platforms.telegram.token。"),
        _("Telegram 又接受机器人的令牌了。"),
    ),
    Conflict: (
        "telegram/polling",
        _("Telegram 上还有别的程序在用同一个令牌收消息（409）：消息可能收不全。请停掉那一个，或换一个令牌。"),
        _("Telegram 上没有别的程序抢着收消息了。"),
    ),
}


@dataclass(slots=True)
class Refusals:
    """Told of every call; knows which refusal lasts."""

    _in_a_row: dict[type[TelegramError], int] = field(default_factory=dict)  # 0: it was seen to be well

    def answered(self, method: str) -> None:
        """A call was taken."""
        self._in_a_row[InvalidToken] = 0
        if method == _POLLS:
            self._in_a_row[Conflict] = 0

    def failed(self, problem: TelegramError) -> None:
        """A call was not."""
        kind = type(problem)
        if kind in _TOLD:
            self._in_a_row[kind] = self._in_a_row.get(kind, 0) + 1

    def signs(self, _now: datetime) -> Sequence[Sign]:
        return [Sign(name, self._state(kind), text, over) for kind, (name, text, over) in _TOLD.items()]

    def _state(self, kind: type[TelegramError]) -> State:
        count = self._in_a_row.get(kind)
        if count is None:
            return State.UNKNOWN
        if count == 0:
            return State.WELL
        return State.RINGS if count >= _SURE else State.DOUBTFUL
