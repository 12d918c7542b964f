"""An update of the Bot API → what it means to us. Read here, once and no further than needed.

Fields that we don't need may be missing or odd; what we need and can't read raises `Unreadable`.
"""

import re
from collections.abc import Mapping

from bot import lines
from bot.abilities import Reach
from bot.messages import Address, Incoming, Kind, Upload
from bot.platforms.telegram.parts import NAME, Event, Heard, Identity, Moved, Queried

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")

_KINDS: Mapping[str, Kind] = {"private": "private", "group": "group", "supergroup": "group"}
_WORDLESS = (
    "sticker", "voice", "audio", "video", "animation", "video_note", "contact", "location", "venue", "poll", "dice",
)  # fmt: skip

_LARGEST = 2**63  # of Telegram's numbers

Json = Mapping[str, object]


class Unreadable(Exception):
    """The update lacks what we need; the text names the field and quotes nothing."""


def identity(me: object) -> Identity:
    """Who the bot is, from `getMe`. Raises `Unreadable`."""
    fields = _object(me, "getMe")
    return Identity(_integer(fields, "id"), str(fields.get("username", "")))


class Reader:
    """Reads one bot's updates; `now` is for what carries no time of its own."""

    def __init__(self, bot: str, identity: Identity) -> None:
        self._bot, self._me = bot, identity
        self._mention = re.compile(rf"@{re.escape(identity.username)}\b", re.IGNORECASE)

    def read(self, update: object, now: float) -> Event | None:
        """What happened; None for what is nothing to us. Raises `Unreadable`."""
        fields = _object(update, "update")
        number = str(_integer(fields, "update_id"))
        if "message" in fields:
            return self._message(_inner(fields, "message"), number)
        if "callback_query" in fields:
            return self._press(_inner(fields, "callback_query"), number, now)
        if "inline_query" in fields:
            return _query(_inner(fields, "inline_query"))
        if "my_chat_member" in fields:
            return self._member(_inner(fields, "my_chat_member"))
        return None

    def _message(self, message: Json, update: str) -> Event | None:
        chat = _inner(message, "chat")
        if "migrate_to_chat_id" in message:
            old, new = _integer(chat, "id"), _integer(message, "migrate_to_chat_id")
            return Moved(Address(NAME, self._bot, "group", str(old)), Address(NAME, self._bot, "group", str(new)))
        address, sender = self._address(chat, message), self._sender(message)
        content = _content(message)
        if address is None or sender is None or content is None or self._own(message.get("via_bot")):
            return None
        text, upload = content
        command = lines.command(text)
        if command and command.to and command.to.lower() != self._me.username.lower():
            return None  # said to another bot
        called = bool(command and command.to) or self._mention.search(text) is not None
        replied = self._own(_optional(message, "reply_to_message").get("from"))
        return Heard(
            Incoming(
                update=update,
                address=address,
                sender=sender,
                at=float(_integer(message, "date")),
                text=text if command else self._mention.sub(" ", text).strip(),
                upload=upload,
                onward=command.arguments if command and command.name == "start" else "",
                message=str(_integer(message, "message_id")),
                name=_whole(str(_optional(message, "from").get("first_name", ""))),
                addressed=not address.group or called or replied,
                group_admin=True if address.group and sender == address.chat else None,
            )
        )

    def _press(self, query: Json, update: str, now: float) -> Event:
        callback = str(query.get("id", ""))
        message, data = _optional(query, "message"), query.get("data")
        address = self._address(_inner(message, "chat"), message) if message else None
        if address is None or not isinstance(data, str):
            return Heard(None, callback)
        sender = str(_integer(_inner(query, "from"), "id"))
        number = str(_integer(message, "message_id"))
        incoming = Incoming(update, address, sender, now, press=_whole(data), message=number)
        return Heard(incoming, callback)

    def _member(self, change: Json) -> Reach | None:
        address = self._address(_inner(change, "chat"), {})
        member = _inner(change, "new_chat_member")
        gone = member.get("status") in ("kicked", "left") or member.get("can_send_messages") is False
        return Reach(address, not gone) if address else None

    def _address(self, chat: Json, message: Json) -> Address | None:
        kind = _KINDS.get(str(chat.get("type")))
        if kind is None:  # a channel
            return None
        topic = message.get("message_thread_id") if message.get("is_topic_message") else None
        return Address(NAME, self._bot, kind, str(_integer(chat, "id")), str(topic or ""))

    def _sender(self, message: Json) -> str | None:
        """Who wrote; a group's administrator who hides writes as the group itself."""
        chat, speaker = _inner(message, "chat"), _optional(message, "sender_chat")
        if speaker:
            return str(_integer(speaker, "id")) if speaker.get("id") == chat.get("id") else None
        person = _inner(message, "from")
        return None if person.get("is_bot") is True else str(_integer(person, "id"))

    def _own(self, account: object) -> bool:
        return isinstance(account, dict) and account.get("id") == self._me.id


def _query(query: Json) -> Queried:
    text, sender = query.get("query"), str(_integer(_inner(query, "from"), "id"))
    return Queried(str(query.get("id", "")), sender, _whole(text) if isinstance(text, str) else "")


def _content(message: Json) -> tuple[str, Upload | None] | None:
    """Text and file of a message; None for what only tells of the chat."""
    text = message.get("text", message.get("caption", ""))
    if not isinstance(text, str):
        raise Unreadable("text")
    text = _whole(text)
    if "document" in message or "photo" in message:
        return text, _upload(message)
    return (text, None) if text or any(kind in message for kind in _WORDLESS) else None


def _upload(message: Json) -> Upload:
    """What a file is called there; its bytes are fetched where a question wants them."""
    sizes = message.get("photo")
    largest = sizes[-1] if isinstance(sizes, list) and sizes else None
    file = largest if isinstance(largest, dict) else _optional(message, "document")
    there, size = file.get("file_id"), file.get("file_size")
    return Upload(
        _whole(str(file.get("file_name", ""))),
        b"",
        there=_whole(there) if isinstance(there, str) else "",
        size=size if isinstance(size, int) and 0 <= size <= _LARGEST else 0,
    )


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, which JSON can hold and no database takes."""
    return text.encode(errors="replace").decode()


def _object(value: object, name: str) -> Json:
    if not isinstance(value, dict):
        raise Unreadable(name)
    return value


def _inner(fields: Json, name: str) -> Json:
    return _object(fields.get(name), name)


def _optional(fields: Json, name: str) -> Json:
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def _integer(fields: Json, name: str) -> int:
    value = fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise Unreadable(name)
    return value
