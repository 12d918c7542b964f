"""A frame of the QQ side → what it means to us. Read here, once and no further than needed.

Any field may be missing, and identifiers come as numbers or as strings. What we need and can't read raises
`Unreadable`; what is nothing to us is None.
"""

from collections.abc import Callable, Mapping
from typing import Literal

from bot import lines
from bot.abilities import Reach
from bot.messages import Address, Incoming
from bot.platforms.onebot.parts import NAME, RUNS, Beat, Door, Event, Heard, Own, Stranger
from bot.platforms.onebot.segments import Content, content, string

Json = Mapping[str, object]

_DIGITS = 20  # of the longest numbers of QQ
_MADE_UP = "80000000"  # in whose name anonymous members write
_LONGEST_S = 3600.0  # between two heartbeats, whatever is said


class Unreadable(Exception):
    """The frame lacks what we need; the text names the field and quotes nothing."""


class Reader:
    """Reads the frames of one QQ account.

    `sent` tells whether a message is one of the bot's own, `ours` whether an account is.
    """

    def __init__(
        self,
        own: str,
        sent: Callable[[str], bool],
        now: Callable[[], float],
        ours: Callable[[str], bool] = lambda _account: False,
    ) -> None:
        self._own, self._sent, self._now, self._ours = own, sent, now, ours

    def read(self, frame: Json) -> Event | None:
        """What happened; None for what is nothing to us. Raises `Unreadable`."""
        match frame.get("post_type"):
            case "message":
                return self._message(frame)
            case "message_sent":
                return self._own_message(frame)
            case "notice":
                return self._notice(frame)
            case "request":
                return self._request(frame)
            case "meta_event":
                return _beat(frame)
            case _:
                return None

    def _message(self, frame: Json) -> Event | None:
        sender, kind = number(frame, "user_id"), frame.get("message_type")
        if sender == self._own:
            return self._own_message(frame)
        if self._ours(sender):  # they would answer each other for ever
            return None
        if kind == "private":
            # Answers to a temporary session can end up in its group.
            return Stranger(sender) if frame.get("sub_type") == "group" else self._heard(frame, sender, "private")
        if kind != "group" or frame.get("sub_type") not in ("normal", None) or sender == _MADE_UP:
            return None
        return self._heard(frame, sender, "group")

    def _heard(self, frame: Json, sender: str, kind: Literal["private", "group"]) -> Heard | None:
        said = content(frame.get("message", frame.get("raw_message")), self._own)
        if not (said.text or said.wordless or said.mentioned):
            return None
        about, group = _fields(frame, "sender"), kind == "group"
        if about.get("is_robot") is True:  # two bots would answer each other for ever
            return None
        message, at = number(frame, "message_id"), self._time(frame)
        return Heard(
            Incoming(
                update=f"{message}/{at:.0f}",
                address=self._address(kind, number(frame, "group_id") if group else sender),
                sender=sender,
                at=at,
                text=said.text,
                upload=said.upload,
                message=message,
                name=_name(about),
                addressed=not group or self._addressed(said),
                group_admin=about.get("role") in RUNS if group and about.get("role") else None,
            )
        )

    def _addressed(self, said: Content) -> bool:
        if said.mentioned or (bool(said.replies) and self._sent(said.replies)):
            return True
        command = lines.command(said.text)
        return command is not None and command.to == self._own

    def _own_message(self, frame: Json) -> Own | None:
        group = frame.get("message_type") == "group"
        chat = _number(frame.get("group_id" if group else "target_id"))
        said = content(frame.get("message", frame.get("raw_message")), self._own)
        return Own(chat, group, _number(frame.get("message_id")), said.text)

    def _notice(self, frame: Json) -> Event | None:
        match frame.get("notice_type"):
            case "friend_add" if not self._ours(person := number(frame, "user_id")):
                return self._came(frame, self._address("private", person), person)
            case "group_increase" if number(frame, "user_id") == self._own:
                inviter = _number(frame.get("operator_id")) or self._own
                return self._came(frame, self._address("group", number(frame, "group_id")), inviter)
            case "group_decrease" if frame.get("sub_type") == "kick_me" or _number(frame.get("user_id")) == self._own:
                return Reach(self._address("group", number(frame, "group_id")), reachable=False)
            case "group_ban" if number(frame, "user_id") in (self._own, "0"):
                lifted = frame.get("sub_type") == "lift_ban"
                return Reach(self._address("group", number(frame, "group_id")), reachable=True) if lifted else None
            case "bot_offline":  # the vendors' word
                return Beat(0.0, online=False)
            case _:
                return None

    def _came(self, frame: Json, address: Address, person: str) -> Heard:
        """A new friend or group is welcomed, as whoever says /start: once, though QQ may tell of it again later."""
        return Heard(Incoming(f"came/{address.kind}/{address.chat}", address, person, self._time(frame), text="/start"))

    def _request(self, frame: Json) -> Door | None:
        kind, person = frame.get("request_type"), number(frame, "user_id")
        flag, comment = string(frame.get("flag")), string(frame.get("comment"))
        if kind == "friend":
            return Door(self._own, "", person, flag, comment)
        if kind == "group" and frame.get("sub_type") == "invite":
            return Door(self._own, number(frame, "group_id"), person, flag, comment)
        return None

    def _address(self, kind: Literal["private", "group"], chat: str) -> Address:
        return Address(NAME, self._own, kind, chat)

    def _time(self, frame: Json) -> float:
        at = frame.get("time")
        sane = isinstance(at, (int, float)) and not isinstance(at, bool) and 0 < at < 2**33
        return float(at) if sane else self._now()  # type: ignore[arg-type] # it is a number by now


def number(fields: object, name: str) -> str:
    """An identifier as a string, however it came. Raises `Unreadable`."""
    found = _number(fields.get(name)) if isinstance(fields, Mapping) else ""
    if not found:
        raise Unreadable(name)
    return found


def _number(value: object) -> str:
    text = string(value)
    digits = text.removeprefix("-")
    return text if digits.isascii() and digits.isdecimal() and len(digits) <= _DIGITS else ""


def _beat(frame: Json) -> Beat | None:
    if frame.get("meta_event_type") != "heartbeat":
        return None
    every, online = frame.get("interval"), _fields(frame, "status").get("online")
    told = every if isinstance(every, (int, float)) and not isinstance(every, bool) and every > 0 else 0
    return Beat(min(told, _LONGEST_S * 1000) / 1000, online is not False)


def _fields(frame: Json, name: str) -> Json:
    value = frame.get(name)
    return value if isinstance(value, dict) else {}


def _name(about: Json) -> str:
    return string(about.get("card")) or string(about.get("nickname"))
