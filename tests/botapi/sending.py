"""sendMessage, sendPhoto, sendDocument: the bot says something."""

from dataclasses import replace

from tests.botapi.call import Call, Table, Upload
from tests.botapi.errors import bad_request
from tests.botapi.keyboard import read_markup
from tests.botapi.records import Chat, File, Message, Rights, message_told
from tests.botapi.text import read_text
from tests.botapi.world import World

MAX_PHOTO, MAX_DOCUMENT = 10 * 2**20, 50 * 2**20  # bytes


def send_message(world: World, call: Call) -> Table:
    text, entities = read_text(call)
    message = Message(0, 0, world.bot, world.now, text, entities, read_markup(call))
    return _send(world, call, message)


def send_document(world: World, call: Call) -> Table:
    return _send_file(world, call, "document", MAX_DOCUMENT)


def send_photo(world: World, call: Call) -> Table:
    return _send_file(world, call, "photo", MAX_PHOTO)


def _send_file(world: World, call: Call, name: str, most: int) -> Table:
    caption, entities = read_text(call, "caption")
    markup = read_markup(call)
    file = _file(world, call, name, most)
    message = Message(0, 0, world.bot, world.now, caption, entities, markup, file=file, photo=name == "photo")
    return _send(world, call, message)


def _file(world: World, call: Call, name: str, most: int) -> File:
    """An upload under the parameter's own name or attached under another one, or the id of a file known already."""
    said = call.text(name)
    upload = call.files.get(said.removeprefix("attach://") if said.startswith("attach://") else name)
    if upload is None:
        if said not in world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return world.files[said]
    return world.keep_file(_checked(upload, name, most))


def _checked(upload: Upload, name: str, most: int) -> Upload:
    if not upload.body:
        raise bad_request("file must be non-empty")
    if len(upload.body) > most:
        raise bad_request(
            f"file of size {len(upload.body)} bytes is too big for a {name}; the maximum size is {most} bytes"
        )
    if name == "photo" and not upload.body.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        raise bad_request("IMAGE_PROCESS_FAILED")
    return upload


def _send(world: World, call: Call, message: Message) -> Table:
    chat = world.reachable(call)
    _check_rights(world, chat)
    reply_to = _reply_to(chat, call)
    topic = _topic(chat, call, reply_to)
    world.meter.count(chat)
    placed = replace(
        message,
        chat=chat.id,
        reply_to=reply_to,
        topic=topic,
        protect=call.flag("protect_content"),
        silent=call.flag("disable_notification"),
        effect=_effect(chat, call),
    )
    return message_told(chat, world.post(chat, placed))


def _check_rights(world: World, chat: Chat) -> None:
    mine = chat.members.get(world.bot.id, Rights())
    if mine.status == "restricted" and not mine.can_send_messages:
        raise bad_request("not enough rights to send text messages to the chat")


def _reply_to(chat: Chat, call: Call) -> int | None:
    reply = call.table("reply_parameters")
    if reply is None:
        return None
    number = reply.get("message_id")
    if not isinstance(number, int):
        raise bad_request("can't parse ReplyParameters: message_id must be a whole number")
    if number in chat.messages:
        return number
    if reply.get("allow_sending_without_reply") is True:
        return None
    raise bad_request("message to be replied not found")


def _topic(chat: Chat, call: Call, reply_to: int | None) -> int | None:
    topic = call.whole("message_thread_id") or None
    if topic is None and reply_to is not None:
        return chat.messages[reply_to].topic
    if topic is not None and topic not in chat.topics:
        raise bad_request("message thread not found")
    return topic


def _effect(chat: Chat, call: Call) -> str:
    effect = call.text("message_effect_id")
    if effect and not chat.private:
        raise bad_request("EFFECT_ID_INVALID")
    return effect
