"""People, chats and messages as plain records, and how the Bot API writes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tests.botapi.call import Table, Upload
from tests.botapi.keyboard import buttons
from tests.botapi.markup import Entity

Kind = Literal["private", "group", "supergroup"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


@dataclass(slots=True)
class Account:
    """A person or the bot itself, as everybody sees them."""

    id: int
    first_name: str
    username: str
    is_bot: bool = False
    language_code: str = "zh-hans"
    deactivated: bool = False

    def told(self) -> dict[str, object]:
        user = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, "username": self.username}
        return user if self.is_bot else {**user, "language_code": self.language_code}


@dataclass(frozen=True, slots=True)
class File:
    id: str
    unique: str  # the same for the same file under another id
    upload: Upload

    def told(self) -> dict[str, object]:
        return {"file_id": self.id, "file_unique_id": self.unique, "file_size": len(self.upload.body)}


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands; an edit puts a new record into the place of the old one."""

    id: int
    chat: int
    sender: Account
    date: int
    text: str = ""  # or the caption, where there is a file
    entities: tuple[Entity, ...] = ()
    markup: Table | None = None
    reply_to: int | None = None
    topic: int | None = None
    file: File | None = None
    photo: bool = False  # the file is shown as a picture
    service: Table = field(default_factory=dict)  # what it says where nobody speaks: {"migrate_to_chat_id": …}
    edited: int | None = None  # when
    protect: bool = False
    silent: bool = False
    effect: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(str(button["text"]) for button in buttons(self.markup))

    @property
    def data(self) -> Mapping[str, str]:
        """The callback data of each label."""
        found = ((str(button["text"]), button.get("callback_data")) for button in buttons(self.markup))
        return {label: data for label, data in found if isinstance(data, str)}

    @property
    def asks_reply(self) -> bool:
        """Whether the reader's client opens an answer to this message."""
        return bool(self.markup and self.markup.get("force_reply"))


@dataclass(slots=True)
class Rights:
    """Of the bot or a person within one chat."""

    status: Status = "member"
    can_delete_messages: bool = False
    can_send_messages: bool = True  # read for "restricted" alone


@dataclass(slots=True)
class Chat:
    id: int
    kind: Kind
    name: str  # title of a group, first name in a private chat
    username: str = ""
    forum: bool = False
    topics: set[int] = field(default_factory=set)
    members: dict[int, Rights] = field(default_factory=dict)  # by user id, the bot among them
    started: bool = False  # private: the person wrote to the bot at least once
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    sent: list[int] = field(default_factory=list)  # ids of what the bot said, in order, deleted ones included
    deleted: dict[int, Message] = field(default_factory=dict)
    earlier: list[Message] = field(default_factory=list)  # what stood there before an edit, of anybody
    actions: list[str] = field(default_factory=list)  # "typing" and the like
    last_id: int = 0
    bot_spoke_last: bool = False  # the last message of any bot was this one's

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def told(self) -> dict[str, object]:
        if self.private:
            return {"id": self.id, "type": "private", "first_name": self.name, "username": self.username}
        forum = {"is_forum": True} if self.forum else {}
        return {"id": self.id, "type": self.kind, "title": self.name, **forum}


def message_told(chat: Chat, message: Message, *, inner: bool = False) -> dict[str, object]:
    """Write a message as the Bot API does; `inner` leaves out what it replies to."""
    told: dict[str, object] = {
        "message_id": message.id,
        "from": message.sender.told(),
        "chat": chat.told(),
        "date": message.date,
    }
    if message.file is None:
        if message.text:
            told["text"] = message.text
        if message.entities:
            told["entities"] = message.entities
    else:
        told.update(_file_told(message, message.file))
    told.update(message.service)
    if not inner and message.reply_to in chat.messages:
        told["reply_to_message"] = message_told(chat, chat.messages[message.reply_to], inner=True)
    if message.topic is not None:
        told.update(message_thread_id=message.topic, is_topic_message=True)
    if message.edited is not None:
        told["edit_date"] = message.edited
    if message.markup is not None and "inline_keyboard" in message.markup:
        told["reply_markup"] = message.markup
    if message.protect:
        told["has_protected_content"] = True
    return told


def _file_told(message: Message, file: File) -> dict[str, object]:
    told: dict[str, object] = {}
    if message.photo:
        told["photo"] = [{**file.told(), "width": 320, "height": 240}]
    else:
        told["document"] = {**file.told(), "file_name": file.upload.name, "mime_type": file.upload.kind}
    if message.text:
        told["caption"] = message.text
    if message.entities:
        told["caption_entities"] = message.entities
    return told
